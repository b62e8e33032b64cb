"""Between JSON and what a tool's annotations say."""

from __future__ import annotations

import dataclasses
import datetime as dt
import decimal
import enum
import json
import types
import typing
import uuid
from collections.abc import Callable
from typing import Any


class ResultWrong(Exception):
    """The result is no JSON."""


_SAID: list[tuple[Any, Callable[[Any], object]]] = [
    (set | frozenset, lambda value: sorted(value, key=repr)),
    (dt.date | dt.time, lambda value: value.isoformat()),
    (decimal.Decimal | uuid.UUID, str),
]


def built(value: Any, kind: Any) -> Any:
    """Return a JSON value as what an annotation says: data classes, enums, tuples, sets; else as it is."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return built(value, inner[0])
    if origin in (typing.Union, types.UnionType):
        return _first_built(value, inner)
    if isinstance(value, list) and origin in (list, tuple, set, frozenset):
        several = origin is tuple and not (len(inner) == 2 and inner[1] is ...)
        kinds = inner if several else [inner[0]] * len(value)
        return origin(built(item, each) for item, each in zip(value, kinds, strict=True))
    if isinstance(value, dict) and origin is dict:
        return {key: built(item, inner[1]) for key, item in value.items()}
    return _of_class(value, kind) if isinstance(kind, type) else value


def _of_class(value: Any, kind: type) -> Any:
    if issubclass(kind, enum.Enum):
        return kind(value)
    if dataclasses.is_dataclass(kind) and isinstance(value, dict):
        hints = typing.get_type_hints(kind, include_extras=True)
        return kind(**{key: built(item, hints.get(key)) for key, item in value.items()})
    whole = isinstance(value, int) and not isinstance(value, bool)
    return float(value) if kind is float and whole else value


def _first_built(value: Any, kinds: tuple[Any, ...]) -> Any:
    for kind in kinds:
        if kind is type(None) and value is None:
            return None
        try:
            candidate = built(value, kind)
        except (TypeError, ValueError, KeyError):
            continue
        if candidate is not value or isinstance(value, kind if isinstance(kind, type) else object):
            return candidate
    return value


def plain(value: Any) -> object:
    """Return what JSON can say of a value of another type.

    Raises:
        ResultWrong: nothing.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
    if isinstance(value, enum.Enum):
        return value.value
    for kinds, said in _SAID:
        if isinstance(value, kinds):
            return said(value)
    raise ResultWrong(f"a {type(value).__name__} is no JSON; return texts, numbers, lists and dictionaries")


def encoded(value: object) -> str:
    """Return a result as JSON.

    Raises:
        ResultWrong: it is none, contains itself or a number that JSON does not have.
    """
    try:
        return json.dumps(value, default=plain, allow_nan=False)
    except RecursionError:
        raise ResultWrong("it is nested too deeply or contains itself") from None
    except (TypeError, ValueError) as error:
        raise ResultWrong(str(error)) from None
