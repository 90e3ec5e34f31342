"""Pages of the board area, asked as people ask them."""
