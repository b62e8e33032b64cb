"""Texts that the database cannot store."""

from __future__ import annotations


def has_nul(value: object) -> bool:
    """Say whether there is a NUL character in a text of a JSON value."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text if "\x00" in text:
                return True
            case list() as items:
                waiting += items
            case dict() as members:
                waiting += [*members.keys(), *members.values()]
            case _:
                pass
    return False
