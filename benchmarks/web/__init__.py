"""The service under load and under abuse."""
