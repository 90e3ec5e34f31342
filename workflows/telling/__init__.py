"""What people are told: notices in the house, mail, and the outbox that sends after the commit."""
