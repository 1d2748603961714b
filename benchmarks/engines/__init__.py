"""One module an engine, each a process of its own: `python -m benchmarks.engines.NAME CORPUS QUESTIONS REPEATS`."""
