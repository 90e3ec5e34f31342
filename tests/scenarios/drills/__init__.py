"""Plans and drills, walked by the people they concern."""
