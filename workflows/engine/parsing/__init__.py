"""From normalised XML to SpiffWorkflow's specs, every one of them of this room's own classes."""
