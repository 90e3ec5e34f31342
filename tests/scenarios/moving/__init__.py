"""Running supervision matters moved to a changed version of their process, and brought back."""
