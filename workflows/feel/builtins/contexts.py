"""Contexts (DMN table 75)."""

from __future__ import annotations

from workflows.feel.builtins.registry import builtin
from workflows.feel.errors import Null
from workflows.feel.evaluation import Run
from workflows.feel.values import Value


@builtin("get value(m: context, key: string)")
def get_value(run: Run, context: dict, key: str) -> Value:
    return context.get(key)


@builtin("get entries(m: context)")
def get_entries(run: Run, context: dict) -> list[dict]:
    run.spend(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context(entries: list)")
def context_of(run: Run, entries: list) -> dict:
    """A context of entries ``{key, value}``; a key that stands twice is an error."""
    run.spend(len(entries))
    context: dict[str, Value] = {}
    for entry in entries:
        if type(entry) is not dict or not isinstance(entry.get("key"), str) or "value" not in entry:
            raise Null("每个条目应有 key 和 value", "every entry must have a key and a value")
        if entry["key"] in context:
            raise Null(f"条目“{entry['key']}”重复", f"the entry {entry['key']!r} stands twice")
        context[entry["key"]] = entry["value"]
    return context


@builtin("context put(context: context, key: string, value: any)")
def context_put(run: Run, context: dict, key: str, value: Value) -> dict:
    run.spend(len(context))
    return {**context, key: value}


@builtin("context put(context: context, keys: list, value: any)")
def context_put_at(run: Run, context: dict, keys: list, value: Value) -> dict:
    """The entry at the end of a path of keys, replaced or added; the contexts on the way are copied."""
    run.spend(len(context) + len(keys))
    if not keys or not all(isinstance(key, str) for key in keys):
        raise Null("键的路径应为非空的字符串列表", "the path of keys must be strings, at least one")
    first, *rest = keys
    if not rest:
        return {**context, first: value}
    inner = context.get(first)
    if inner is not None and type(inner) is not dict:
        raise Null(f"条目“{first}”不是上下文", f"the entry {first!r} is no context")
    return {**context, first: context_put_at(run, inner or {}, rest, value)}


@builtin("context merge(contexts: list)")
def context_merge(run: Run, contexts: list) -> dict:
    """All entries; of the same key the last one's."""
    merged: dict[str, Value] = {}
    for context in contexts:
        if type(context) is not dict:
            raise Null("只能合并上下文", "only contexts can be merged")
        run.spend(len(context))
        merged |= context
    return merged
