"""FEEL, the expression language of DMN 1.3 to 1.5: pure, no tables, no clock but the host's, usable by
anyone.

evaluate("amount * 2", {"amount": 21}).value            → Decimal("42") compile_expression('> 10, "x"',
mode="unary")           → the tests of a decision cell
"""

from workflows.feel.border import feel_text, from_json, json_text, to_feel, to_json
from workflows.feel.errors import FeelSyntaxError, NotAFeelValue
from workflows.feel.expression import Evaluation, Expression, compile_expression, evaluate
from workflows.feel.host import host_function
from workflows.feel.reading import Mention
from workflows.feel.values import Function, Range, YearsMonthsDuration, type_name

__all__ = [
    "Evaluation",
    "Expression",
    "FeelSyntaxError",
    "Function",
    "Mention",
    "NotAFeelValue",
    "Range",
    "YearsMonthsDuration",
    "compile_expression",
    "evaluate",
    "feel_text",
    "from_json",
    "host_function",
    "json_text",
    "to_feel",
    "to_json",
    "type_name",
]
