"""Values that satisfy a JSON Schema: of the part of it that our own schemas use. Anything else is an error."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

letters = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")
_READ = {
    "type",
    "properties",
    "required",
    "additionalProperties",
    "enum",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
}
_READ |= {"items", "minItems", "maxItems", "uniqueItems"}
_SAID = {"title", "description", "default"}


def values_of(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return a strategy of values that satisfy a schema."""
    assert set(schema) <= _READ | _SAID, f"not read here: {set(schema) - _READ - _SAID}"
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    makers = {
        "object": _objects,
        "array": _arrays,
        "string": _texts,
        "integer": lambda it: st.integers(it.get("minimum", -(2**53)), it.get("maximum", 2**53)),
        "number": lambda it: st.floats(it.get("minimum"), it.get("maximum"), allow_nan=False, allow_infinity=False),
        "boolean": lambda _: st.booleans(),
    }
    return makers[schema["type"]](schema)


def _arrays(schema: dict[str, Any]) -> st.SearchStrategy[list[Any]]:
    unique = repr if schema.get("uniqueItems") else None
    least, most = schema.get("minItems", 0), min(schema.get("maxItems", 5), 25)
    return st.lists(values_of(schema["items"]), min_size=least, max_size=most, unique_by=unique)


def _texts(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    least, most = schema.get("minLength", 0), schema.get("maxLength", 200)
    # Mostly short; now and then as long as it may be.
    return st.text(letters, min_size=least, max_size=min(most, least + 40)) | st.just("x" * most)


def _objects(schema: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    required = set(schema.get("required", []))
    fields = {name: values_of(inner) for name, inner in schema.get("properties", {}).items()}
    return st.fixed_dictionaries(
        {name: inner for name, inner in fields.items() if name in required},
        optional={name: inner for name, inner in fields.items() if name not in required},
    )
