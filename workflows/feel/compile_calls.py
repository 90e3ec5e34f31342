"""Function literals and invocations, positional and named (DMN 10.3.2.13.1 and 10.3.2.15)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workflows.feel import syntax
from workflows.feel.compiler import Compiled, Compiler, compiles
from workflows.feel.evaluation import Frame, Run
from workflows.feel.types import (
    ANY,
    SIMPLE_TYPES,
    ContextOf,
    DoesNotConform,
    FeelType,
    converted,
    result_of,
)
from workflows.feel.values import Function, Value, type_name


@compiles(syntax.FunctionLiteral)
def _function(compiler: Compiler, node: syntax.FunctionLiteral) -> Compiled:
    if node.external:
        return lambda frame: frame.run.warn("不支持外部函数", "external functions are not supported")
    body = compiler.compile(node.body)
    names = tuple(name for name, _ in node.parameters)
    types = tuple(kind for _, kind in node.parameters)
    apparent = _apparent_type(node.body)

    def define(frame: Frame) -> Function:
        def call(run: Run, arguments: list[Value]) -> Value:
            return body(Frame(dict(zip(names, arguments, strict=True)), frame, run))

        declared = result_of(node.result, frame.run.types)
        function = user_function("", names, types, call, declared)
        return function if declared is not None else replace(function, result_type=apparent)

    return define


def _apparent_type(node: syntax.Node) -> FeelType | None:
    """The type a function's body plainly has, for ``instance of function<…>->…``; None where only running
    it tells.
    """
    match node:
        case syntax.Literal(value):
            return SIMPLE_TYPES[type_name(value)]
        case syntax.ContextLiteral(entries):
            return ContextOf(tuple((key, _apparent_type(value) or ANY) for key, value in entries))
    return None


def user_function(
    name: str,
    names: tuple[str, ...],
    types: tuple[FeelType | None, ...],
    call: Callable[[Run, list[Value]], Value],
    result_type: FeelType | None = None,
) -> Function:
    """A function of fixed parameters; an argument that does not convert to its type is null inside
    (DMN 10.3.2.9.4)."""

    def checked(run: Run, arguments: list[Value]) -> Value:
        if len(arguments) != len(names):
            return run.warn(
                f"函数需要{len(names)}个参数，给了{len(arguments)}个",
                f"the function takes {len(names)} arguments, {len(arguments)} given",
            )
        given = [
            as_declared(value, kind, run, parameter)
            for parameter, value, kind in zip(names, arguments, types, strict=True)
        ]
        return as_declared(call(run, given), result_type, run)

    return Function(name, names, checked, types, result_type)


def as_declared(value: Value, kind: FeelType | None, run: Run, name: str = "") -> Value:
    """The value converted to its declared type, if one is declared; null and a warning where it cannot be."""
    if kind is None or value is None:
        return value
    try:
        return converted(value, kind, run.types)
    except DoesNotConform:
        return run.warn(
            f"“{name}”的值（{type_name(value)}）与声明的类型不符"
            if name
            else f"{type_name(value)}与声明的类型不符",
            f"{name or 'a value'!r} ({type_name(value)}) is not of the declared type",
        )


@compiles(syntax.Call)
def _call(compiler: Compiler, node: syntax.Call) -> Compiled:
    callee = compiler.compile(node.function)
    arguments = [compiler.compile(argument) for argument in node.arguments]
    names = node.names

    def invoke(frame: Frame) -> Value:
        function = callee(frame)
        values = [argument(frame) for argument in arguments]
        if type(function) is not Function:
            return frame.run.warn(
                f"不能调用{type_name(function)}，它不是函数",
                f"a {type_name(function)} cannot be called, it is no function",
            )
        if names is None:
            return frame.run.call(function, values)
        return call_by_name(function, dict(zip(names, values, strict=True)), len(names), frame.run)

    return invoke


def call_by_name(function: Function, named: dict[str, Value], given: int, run: Run) -> Value:
    """A named invocation; the names must be the parameters' own, each once."""
    if len(named) != given:
        return run.warn("同一参数给了两次", "an argument is given twice")
    if function.parameters is None:
        return run.call(replace(function, call=function.call.by_name), named)
    if set(named) != set(function.parameters):
        return run.warn(
            f"函数的参数是 {'、'.join(function.parameters)}",
            f"the parameters are {', '.join(function.parameters)}",
        )
    return run.call(function, [named[name] for name in function.parameters])
