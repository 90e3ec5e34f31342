"""What an element of a model is called: by the standard, and by editors that follow it less closely."""

from __future__ import annotations

from lxml import etree

from workflows.decisions.xml import child, children
from workflows.feel.builtins import BUILTINS
from workflows.feel.host import HOST_FUNCTIONS
from workflows.feel.names import normal_name


def name_of(element: etree._Element) -> str:
    """The name others use: the element's own, which by the standard is its variable's too."""
    return normal_name(element.get("name") or _variables_name(element) or element.get("id") or "")


def other_names(element: etree._Element) -> tuple[str, ...]:
    """Names that some editors' expressions use instead: the variable's where it is another (Signavio), the id
    or the name of a table's only output (Camunda). None that a function goes by.
    """
    plain = [element.get("id") or "", _only_outputs_name(element)]
    names = [normal_name(_variables_name(element)), *(name for name in plain if name.isidentifier())]
    own = {"", name_of(element), *BUILTINS, *HOST_FUNCTIONS}
    return tuple(dict.fromkeys(name for name in names if name not in own))


def _variables_name(element: etree._Element) -> str:
    variable = child(element, "variable")
    return variable.get("name", "") if variable is not None else ""


def _only_outputs_name(element: etree._Element) -> str:
    table = child(element, "decisionTable")
    outputs = [] if table is None else list(children(table, "output"))
    return outputs[0].get("name", "") if len(outputs) == 1 else ""
