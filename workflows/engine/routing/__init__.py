"""Events: what is armed, what is thrown, and who catches it, from the thrower outwards."""
