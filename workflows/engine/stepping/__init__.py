"""How tokens move: one at a time, fired events first, everything at rest before the act ends."""
