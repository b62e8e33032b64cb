"""Functions on contexts."""

from __future__ import annotations

from charter.feel.builtins.registry import Refused, implements
from charter.feel.run import Run, Value
from charter.feel.values import kind_of

Context = dict[str, Value]


@implements("get value")
def get_value(_run: Run, context: Context, key: str) -> Value:
    if key not in context:
        raise Refused(f"there is no entry {key!r}")
    return context[key]


@implements("get value", signature=2)
def get_nested_value(run: Run, context: Context, keys: list[Value]) -> Value:
    value: Value = context
    for key in _path(keys):
        if type(value) is not dict:
            raise Refused(f"there is no entry {key!r}")
        value = get_value(run, value, key)
    return value


@implements("get entries")
def get_entries(run: Run, context: Context) -> list[Value]:
    run.spend(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@implements("context")
def context_of(run: Run, entries: list[Value]) -> Context:
    """Return the context with the entries of a list of contexts with ``key`` and ``value``."""
    run.spend(len(entries))
    result: Context = {}
    for entry in entries:
        if type(entry) is not dict or type(entry.get("key")) is not str or "value" not in entry:
            raise Refused("an entry is a context with a string key and a value")
        if entry["key"] in result:
            raise Refused(f"the key {entry['key']!r} appears twice")
        result[entry["key"]] = entry["value"]
    return result


@implements("context put")
def put(run: Run, context: Context, key: str, value: Value) -> Context:
    return _put(run, context, [key], value)


@implements("context put", signature=1)
def put_nested(run: Run, context: Context, keys: list[Value], value: Value) -> Context:
    return _put(run, context, _path(keys), value)


def _put(run: Run, context: Context, keys: list[str], value: Value) -> Context:
    run.spend(len(context))
    first, *rest = keys
    if rest:
        inner = context.get(first, {})
        if type(inner) is not dict:
            raise Refused(f"{first!r} is no context")
        value = _put(run, inner, rest, value)
    return {**context, first: value}


@implements("context merge")
def merge(run: Run, contexts: list[Value]) -> Context:
    """Return one context with the entries of all; later ones win."""
    result: Context = {}
    for context in contexts:
        if type(context) is not dict:
            raise Refused(f"contexts must not contain a {kind_of(context)}")
        run.spend(len(context) + 1)
        result.update(context)
    return result


def _path(keys: list[Value]) -> list[str]:
    if not keys or any(type(key) is not str for key in keys):
        raise Refused("keys must be strings")
    return keys
