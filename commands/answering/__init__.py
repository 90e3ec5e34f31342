"""How `run.py feel` and `run.py decide` answer: one JSON line a case."""
