"""Pages of the admin area, asked as people ask them."""
