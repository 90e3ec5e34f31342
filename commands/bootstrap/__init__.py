"""What runs before any package is installed: the standard library only, on the machine's own Python."""
