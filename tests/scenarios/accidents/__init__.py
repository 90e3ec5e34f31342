"""Accidents, walked by the people they concern: reported, investigated, evaluated."""
