"""Whole supervision matters: real diagrams, tables, rules and people; every act in a session of its own."""
