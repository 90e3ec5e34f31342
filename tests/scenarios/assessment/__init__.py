"""The half-year assessment, walked by the people it concerns."""
