"""The demonstration office: its people, and its matters made by running the real process."""
