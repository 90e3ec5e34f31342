"""Special campaigns, walked by the people they concern."""
