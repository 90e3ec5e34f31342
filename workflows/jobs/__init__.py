"""What processes do by themselves: one registered handler a job type, one file a subject."""
