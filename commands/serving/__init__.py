"""What it takes to open the office and put its pages on an address."""
