"""Short ways to ask FEEL something."""

from __future__ import annotations

from typing import Any

from workflows.feel import evaluate, feel_text


def value(text: str, /, **variables: Any) -> Any:
    """The value of an expression."""
    return evaluate(text, variables).value


def said(text: str, /, **variables: Any) -> str:
    """The value as the standard writes it: easy to read in a table of cases."""
    answer = value(text, **variables)
    return f'"{answer}"' if isinstance(answer, str) else feel_text(answer)


def warned(text: str, /, **variables: Any) -> tuple[str, ...]:
    """Why parts of the expression became null, in English."""
    return tuple(warning.en for warning in evaluate(text, variables).warnings)
