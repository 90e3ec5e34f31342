"""Quarterly hearings, walked by the people they concern."""
