"""The twelve months behind the demonstration: every process run on a moved clock by the people it asks."""
