"""How much an expression may want."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one expression and on one evaluation of it; the defaults suit a server shared by many tenants.

    Attributes:
        source_characters: length of the text.
        nesting_levels: brackets, conditions and operations inside each other.
        steps: parts of loops and functions that are evaluated, and items and characters that are looked at.
        call_levels: functions that are active at the same time.
        list_items: items of any one list.
        string_characters: characters of any one string.
        result_nodes: values in a result that is turned into JSON, or in values that are compared or printed.
        regex_steps: characters that patterns look at, in one evaluation.
    """

    source_characters: int = 65_536
    nesting_levels: int = 60
    steps: int = 2_000_000
    call_levels: int = 60
    list_items: int = 200_000
    string_characters: int = 1_000_000
    result_nodes: int = 1_000_000
    regex_steps: int = 500_000


DEFAULT_LIMITS = Limits()
