"""The office as its settings have it, and the immutable picture of it that expressions see."""
