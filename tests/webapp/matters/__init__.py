"""Pages of the matters area, asked as people ask them."""
