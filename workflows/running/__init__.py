"""What carries a matter from act to act: engine steps into rows, jobs, messages, timers, incidents."""
