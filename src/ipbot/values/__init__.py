"""The values that every layer passes on: frozen, and without input or output."""
