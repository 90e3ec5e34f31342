"""Moving running matters to another version of their process: tried dry, done in batches, taken back."""
