"""When timers are due: moments, intervals and cycles, armed, armed anew and fired."""
