"""Kills processes that work on a memory, at any moment, and looks at what is left. `python -m tests.bench.crash`."""
