"""Pages of the duties area, asked as people ask them."""
