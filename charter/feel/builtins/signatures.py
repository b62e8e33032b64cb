"""Names and parameters of all built-in functions; the functions themselves are in the modules beside this one.

``name?: type`` may be left out, ``name...: type`` takes any number. A type names what :data:`charter.feel.values` calls
the kinds, joined by ``|``; ``any`` takes null too.
"""

from __future__ import annotations

from typing import Final

_MOMENT = "date|date and time"
_AGGREGATE = ("list: list", "items...: any")
_SPAN = "range|number|string|date|time|date and time|days and time duration|years and months duration"
_BESIDE = (
    f"point1: {_SPAN}, point2: {_SPAN}",
    f"point: {_SPAN}, range: range",
    f"range: range, point: {_SPAN}",
    "range1: range, range2: range",
)

SIGNATURES: Final[dict[str, tuple[str, ...]]] = {
    # Conversion
    "date": (f"from: string|{_MOMENT}", "year: number, month: number, day: number"),
    "time": (
        f"from: string|time|{_MOMENT}",
        "hour: number, minute: number, second: number, offset?: null|days and time duration",
    ),
    "date and time": (
        f"from: string|{_MOMENT}",
        f"date: {_MOMENT}, time: time",
        "date: date and time, timezone: string",
    ),
    "number": ("from: string|number, grouping separator?: null|string, decimal separator?: null|string",),
    "string": ("from: any",),
    "duration": ("from: string|days and time duration|years and months duration",),
    "years and months duration": (f"from: {_MOMENT}, to: {_MOMENT}",),
    "range": ("from: string",),
    "from json": ("value: string",),
    "to json": ("value: any",),
    # Boolean
    "not": ("negand: any",),
    "is": ("value1?: any, value2?: any",),
    "is defined": ("value: any",),
    "get or else": ("value: any, default: any",),
    "assert": ("value: any, condition: any, cause?: any",),
    # Strings
    "substring": ("string: string, start position: number, length?: null|number",),
    "string length": ("string: string",),
    "upper case": ("string: string",),
    "lower case": ("string: string",),
    "substring before": ("string: string, match: string",),
    "substring after": ("string: string, match: string",),
    "replace": ("input: string, pattern: string, replacement: string, flags?: null|string",),
    "contains": ("string: string, match: string",),
    "starts with": ("string: string, match: string",),
    "ends with": ("string: string, match: string",),
    "matches": ("input: string, pattern: string, flags?: null|string",),
    "split": ("string: string, delimiter: string",),
    "extract": ("string: string, pattern: string",),
    "string join": (
        "list: list, delimiter?: null|string",
        "list: list, delimiter: null|string, prefix: null|string, suffix: null|string",
    ),
    "trim": ("string: string",),
    "is blank": ("string: string",),
    "uuid": ("",),
    "to base64": ("value: string",),
    # Lists
    "list contains": ("list: list, element: any",),
    "count": ("list: list",),
    "min": _AGGREGATE,
    "max": _AGGREGATE,
    "sum": _AGGREGATE,
    "product": _AGGREGATE,
    "mean": _AGGREGATE,
    "median": _AGGREGATE,
    "stddev": _AGGREGATE,
    "mode": _AGGREGATE,
    "all": _AGGREGATE,
    "any": _AGGREGATE,
    "sublist": ("list: list, start position: number, length?: number",),
    "append": ("list: list, items...: any",),
    "concatenate": ("lists...: list",),
    "union": ("lists...: list",),
    "insert before": ("list: list, position: number, newItem: any",),
    "remove": ("list: list, position: number",),
    "list replace": ("list: list, position: number, newItem: any", "list: list, match: function, newItem: any"),
    "reverse": ("list: list",),
    "index of": ("list: list, match: any",),
    "distinct values": ("list: list",),
    "duplicate values": ("list: list",),
    "flatten": ("list: list",),
    "sort": ("list: list, precedes?: function",),
    "partition": ("list: list, size: number",),
    "is empty": ("list: list",),
    # Numbers
    "decimal": ("n: number, scale: number, mode?: string",),
    "floor": ("n: number, scale?: number",),
    "ceiling": ("n: number, scale?: number",),
    "round up": ("n: number, scale: number",),
    "round down": ("n: number, scale: number",),
    "round half up": ("n: number, scale: number",),
    "round half down": ("n: number, scale: number",),
    "abs": ("n: number|days and time duration|years and months duration",),
    "modulo": ("dividend: number, divisor: number",),
    "sqrt": ("number: number",),
    "log": ("number: number",),
    "exp": ("number: number",),
    "odd": ("number: number",),
    "even": ("number: number",),
    "random number": ("",),
    # Contexts
    "get value": ("m: context, key: string", "context: context, key: string", "context: context, keys: list"),
    "get entries": ("m: context", "context: context"),
    "context": ("entries: list",),
    "context put": (
        "context: context, key: string, value: any",
        "context: context, keys: list, value: any",
    ),
    "context merge": ("contexts: list",),
    # Time
    "now": ("",),
    "today": ("",),
    "day of week": (f"date: {_MOMENT}",),
    "day of year": (f"date: {_MOMENT}",),
    "week of year": (f"date: {_MOMENT}",),
    "month of year": (f"date: {_MOMENT}",),
    "last day of month": (f"date: {_MOMENT}",),
    # Ranges
    "before": _BESIDE,
    "after": _BESIDE,
    "meets": ("range1: range, range2: range",),
    "met by": ("range1: range, range2: range",),
    "overlaps": ("range1: range, range2: range",),
    "overlaps before": ("range1: range, range2: range",),
    "overlaps after": ("range1: range, range2: range",),
    "finishes": (f"point: {_SPAN}, range: range", "range1: range, range2: range"),
    "finished by": (f"range: range, point: {_SPAN}", "range1: range, range2: range"),
    "includes": (f"range: range, point: {_SPAN}", "range1: range, range2: range"),
    "during": (f"point: {_SPAN}, range: range", "range1: range, range2: range"),
    "starts": (f"point: {_SPAN}, range: range", "range1: range, range2: range"),
    "started by": (f"range: range, point: {_SPAN}", "range1: range, range2: range"),
    "coincides": (f"point1: {_SPAN}, point2: {_SPAN}", f"range1: {_SPAN}, range2: {_SPAN}"),
    # Agents
    "fromAi": ("value: any, description?: any, type?: any, schema?: any, options?: any",),
}
