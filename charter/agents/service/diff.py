"""What changed between two definitions, in words a person understands."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Literal

import orjson
from pydantic import JsonValue

from charter.agents.schemas import AgentDefinition, DefinitionDiff, DiffEntry

Kind = Literal["added", "removed", "changed"]

_SHOWN = 60
_NOTHING: tuple[JsonValue, ...] = (None, "", [])
_LABELS = {
    "/description": "description",
    "/model": "model",
    "/parameters/temperature": "temperature",
    "/parameters/top_p": "top_p",
    "/parameters/max_tokens": "most tokens in one answer",
    "/parameters/stop": "stop texts",
    "/parameters/seed": "seed",
    "/memory/history_turns": "remembered turns of the conversation",
    "/limits/model_calls": "limit of model calls",
    "/limits/tool_calls": "limit of tool calls",
    "/limits/tokens": "limit of tokens",
    "/limits/time_s": "limit of seconds",
    "/limits/cost_micros": "limit of cost in millionths of a US dollar",
}


def compare(
    before: AgentDefinition | None, after: AgentDefinition, *, from_version: int | None, to_version: int | None
) -> DefinitionDiff:
    """Return the differences in the order of the definition's fields; each path comes once.

    Args:
        before: None for an agent that was not there before: then everything that is set counts as added.
    """
    old = before.canonical() if before else {}
    changes = list(_definition(old, after.canonical(), new=before is None))
    return DefinitionDiff(from_version=from_version, to_version=to_version, equal=not changes, changes=changes)


def _definition(old: dict[str, JsonValue], new_document: dict[str, JsonValue], *, new: bool) -> Iterator[DiffEntry]:
    default = AgentDefinition.model_construct(instructions="").canonical() if new else {}
    for name, after in new_document.items():
        before = default.get(name) if new else old.get(name)
        if _same(before, after):
            continue
        path = f"/{name}"
        match name:
            case "instructions":
                yield _instructions(path, str(before or ""), str(after))
            case "tools":
                yield from _members(path, _names(before), _names(after), "May now call {}", "May no longer call {}")
            case "hand_offs":
                gained, lost = "May now hand work to {}", "May no longer hand work to {}"
                yield from _members(path, _texts(before), _texts(after), gained, lost)
            case "output_schema":
                yield from _output_schema(path, before, after)
            case "parameters" | "memory" | "limits" if isinstance(before, dict) and isinstance(after, dict):
                for key in after:
                    if not _same(before.get(key), after[key]):
                        yield _field(f"{path}/{key}", before.get(key), after[key])
            case _:
                yield _field(path, before, after)


def _field(path: str, before: JsonValue, after: JsonValue) -> DiffEntry:
    label = _LABELS.get(path, path.rpartition("/")[2].replace("_", " "))
    if _is_number(before) and _is_number(after):
        verb = "raised" if float(str(after)) > float(str(before)) else "lowered"
        return _entry(path, before, after, f"{label} {verb} from {_shown(before)} to {_shown(after)}")
    if before in _NOTHING:
        return _entry(path, before, after, f"{label} set to {_shown(after)}")
    if after in _NOTHING:
        return _entry(path, before, after, f"{label} no longer set (was {_shown(before)})")
    return _entry(path, before, after, f"{label} changed from {_shown(before)} to {_shown(after)}")


def _entry(path: str, before: JsonValue, after: JsonValue, summary: str) -> DiffEntry:
    kind: Kind = "added" if before in _NOTHING else "removed" if after in _NOTHING else "changed"
    return DiffEntry(path=path, kind=kind, before=before, after=after, summary=f"{summary[:1].upper()}{summary[1:]}.")


def _members(path: str, before: list[str], after: list[str], gained: str, lost: str) -> Iterator[DiffEntry]:
    """Grants are known by their names: each one that came or went is a change of its own."""
    for name in after:
        if name not in before:
            yield DiffEntry(
                path=f"{path}/{name}", kind="added", before=None, after=name, summary=f"{gained.format(name)}."
            )
    for name in before:
        if name not in after:
            yield DiffEntry(
                path=f"{path}/{name}", kind="removed", before=name, after=None, summary=f"{lost.format(name)}."
            )
    if sorted(before) == sorted(after):
        yield _entry(path, list(before), list(after), f"the order changed to {', '.join(after)}")


def _instructions(path: str, before: str, after: str) -> DiffEntry:
    if not before:
        return _entry(path, before, after, f"instructions written, {_count(after.splitlines())}")
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))[2:]
    came = [line[1:] for line in lines if line.startswith("+")]
    went = [line[1:] for line in lines if line.startswith("-")]
    parts = [f"{_count(came)} added" if came else "", f"{_count(went)} removed" if went else ""]
    first = next((line.strip() for line in came if line.strip()), "")
    words = " and ".join(filter(None, parts)) or "only white space at the end changed"
    return _entry(path, before, after, f"instructions changed: {words}{f', first {_quoted(first)}' if first else ''}")


def _count(lines: list[str]) -> str:
    return "1 line" if len(lines) == 1 else f"{len(lines)} lines"


def _output_schema(path: str, before: JsonValue, after: JsonValue) -> Iterator[DiffEntry]:
    if not isinstance(before, dict):
        yield _entry(path, before, after, "answers must follow an output schema")
    elif not isinstance(after, dict):
        yield _entry(path, before, after, "answers need not follow an output schema any more")
    else:
        for kind, place, old, new in _leaves("", before, after):
            if kind == "added":
                summary = f"The output schema now has {place}."
            elif kind == "removed":
                summary = f"The output schema no longer has {place}."
            else:
                summary = f"In the output schema {place} changed from {_shown(old)} to {_shown(new)}."
            yield DiffEntry(path=path + place, kind=kind, before=old, after=new, summary=summary)


def _leaves(
    path: str, before: dict[str, JsonValue], after: dict[str, JsonValue]
) -> Iterator[tuple[Kind, str, JsonValue, JsonValue]]:
    """Yield where two documents differ, as deep as both are objects."""
    for key in {**before, **after}:
        place = f"{path}/{key.replace('~', '~0').replace('/', '~1')}"
        old, new = before.get(key), after.get(key)
        if key not in before:
            yield "added", place, None, new
        elif key not in after:
            yield "removed", place, old, None
        elif isinstance(old, dict) and isinstance(new, dict):
            yield from _leaves(place, old, new)
        elif not _same(old, new):
            yield "changed", place, old, new


def _same(left: JsonValue, right: JsonValue) -> bool:
    """Equal as JSON: to Python, true is 1."""
    return orjson.dumps(left, option=orjson.OPT_SORT_KEYS) == orjson.dumps(right, option=orjson.OPT_SORT_KEYS)


def _names(grants: JsonValue) -> list[str]:
    return [str(grant["name"]) for grant in grants if isinstance(grant, dict)] if isinstance(grants, list) else []


def _texts(values: JsonValue) -> list[str]:
    return [str(value) for value in values] if isinstance(values, list) else []


def _is_number(value: JsonValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: JsonValue) -> str:
    match value:
        case None:
            return "the default"
        case str():
            return _quoted(value)
        case list():
            return ", ".join(_shown(item) for item in value) or "none"
        case dict():
            return "another value"
    return orjson.dumps(int(value) if isinstance(value, float) and value.is_integer() else value).decode()


def _quoted(text: str) -> str:
    line = text.replace("\n", " ")
    return f'"{line[:_SHOWN]}…"' if len(line) > _SHOWN else f'"{line}"'
