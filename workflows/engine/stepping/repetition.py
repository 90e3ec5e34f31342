"""Multi-instances and loops: one body in the diagram, its instances below it, outputs by index."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from workflows.engine import expressions
from workflows.engine.marks import Body, Phase
from workflows.engine.scopes import layers_around, write_path
from workflows.engine.step import Value
from workflows.engine.stepping.withdrawal import withdraw
from workflows.engine.tree import Token
from workflows.words import Sentence

if TYPE_CHECKING:
    from workflows.engine.act import Act

KIND = "collection"
_COLLECTION = Sentence("列表", "a list")
_COUNT = Sentence("不小于 0 的整数", "a whole number not below 0")
_OWN_VARIABLE = re.compile(r"\s*=?\s*([^\W\d]\w*)(?:\.[^\W\d]\w*)*\s*\Z")


def mark_body(token: Token) -> None:
    """From now on the token stands for the whole multi-instance or loop."""
    token.marks.body = Body()


def open_body(act: Act, token: Token) -> bool:
    """The first instances. True where there are none. Raises `Fault` of kind `collection`."""
    loop, body = token.task_spec.node.loop, token.marks.body
    if loop.standard:
        return _loop_again(act, token, first=True)
    items = _items(act, token)
    body.total = len(items)
    body.outputs = [None] * len(items)
    token.marks.phase = Phase.ACTIVE
    if not items:
        return True
    if loop.sequential:
        body.pending = items[1:]
        _open_item(act, token, items[0])
    else:
        for item in items:
            _open_item(act, token, item)
    return False


def go_on(act: Act, token: Token) -> bool:
    """An instance has ended. True when the body is done. Raises `Fault` of kind `condition`."""
    loop, body = token.task_spec.node.loop, token.marks.body
    if loop.standard:
        return _loop_again(act, token, first=False)
    if loop.completion_condition and _is_complete(act, token):
        for key in list(token._children):
            withdraw(act, act.instance.tokens[key])
        return True
    body.last = None
    token.marks.phase = Phase.ACTIVE
    if body.completed == body.total:
        return True
    if body.pending:
        _open_item(act, token, body.pending.pop(0))
    return False


def collect_output(act: Act, item: Token) -> None:
    """Put an instance's output element into the body's outputs, at the instance's own index."""
    loop, body = item.task_spec.node.loop, item.body.marks.body
    if loop.output_element and body.outputs is not None:
        value = act.evaluate(loop.output_element, item, "mapping")
        body.outputs[item.marks.index] = expressions.storable(loop.output_element, value, "mapping")


def write_outputs(act: Act, body: Token) -> None:
    """Write the collected outputs where the body stands."""
    loop = body.task_spec.node.loop
    if loop.output_collection and body.marks.body.outputs is not None:
        write_path(layers_around(body), loop.output_collection, body.marks.body.outputs)


def _open_item(act: Act, body: Token, value: Value) -> None:
    """One instance; its item, its counter and the variable its output is read from are its own."""
    loop, held = body.task_spec.node.loop, body.marks.body
    item = Token(
        body.workflow,
        body.task_spec,
        body,
        act.instance.new_key(),
        since=act.now,
        index=held.opened,
    )
    held.opened += 1
    own = _OWN_VARIABLE.match(loop.output_element or "")
    if own:
        item.data[own[1]] = None
    if loop.input_element:
        item.data[loop.input_element] = value
    item.data["loopCounter"] = Decimal(held.opened)
    act.schedule(item)


def _items(act: Act, token: Token) -> list[Value]:
    loop = token.task_spec.node.loop
    if loop.input_collection:
        # Camunda's panel leaves the `=` to the person; a collection is an expression in any case.
        value = act.evaluate(loop.input_collection, token, KIND)
        if isinstance(value, list):
            return list(value)
        raise act.wrong_type(token, KIND, loop.input_collection, value, _COLLECTION)
    value = act.evaluate(loop.cardinality, token, KIND)
    if isinstance(value, Decimal) and value >= 0 and value == value.to_integral_value():
        return [Decimal(number) for number in range(1, int(value) + 1)]
    raise act.wrong_type(token, KIND, loop.cardinality, value, _COUNT)


def _is_complete(act: Act, token: Token) -> bool:
    """The completion condition, which may ask how many instances there are, run and are done."""
    body = token.marks.body
    counts = {
        "numberOfInstances": Decimal(body.total),
        "numberOfActiveInstances": Decimal(len(token._children)),
        "numberOfCompletedInstances": Decimal(body.completed),
        "numberOfTerminatedInstances": Decimal(0),
    }
    variables = expressions.with_names(act.variables(token), {**(body.last or {}), **counts})
    loop = token.task_spec.node.loop
    return expressions.condition(loop.completion_condition, variables, act.host)


def _loop_again(act: Act, token: Token, *, first: bool) -> bool:
    """A standard loop's next turn. True when it is over."""
    loop, body = token.task_spec.node.loop, token.marks.body
    over = loop.maximum is not None and body.opened >= loop.maximum
    if not over and loop.condition and (loop.test_before or not first):
        variables = expressions.with_names(act.variables(token), {"loopCounter": Decimal(body.completed)})
        over = not expressions.condition(loop.condition, variables, act.host)
    token.marks.phase = Phase.ACTIVE
    if not over:
        _open_item(act, token, None)
    return over
