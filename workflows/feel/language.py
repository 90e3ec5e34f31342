"""The parts of the language, brought together: importing this registers how each kind of node is compiled."""

from workflows.feel import compile_access, compile_calls, compile_loops, compile_operators, compile_tests

PARTS = (compile_operators, compile_access, compile_loops, compile_calls, compile_tests)
