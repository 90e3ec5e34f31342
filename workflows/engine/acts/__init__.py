"""What can be done to an instance: each act loads it, does one thing, runs it to rest and stores it."""
