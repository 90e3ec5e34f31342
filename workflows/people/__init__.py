"""Posts, who holds them, who stands in, and their accounts."""
