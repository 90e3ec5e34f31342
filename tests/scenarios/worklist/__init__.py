"""The annual list and its items, walked by the people they concern."""
