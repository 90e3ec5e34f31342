"""Deadlines as rows: opened, done, under review, paused, extended; the ladder that hangs on them."""
