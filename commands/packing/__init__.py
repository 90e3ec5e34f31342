"""What goes into the archive for machines without any network."""
