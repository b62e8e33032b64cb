"""All built-in functions by name."""

from __future__ import annotations

from typing import Final

from charter.feel.builtins import (  # noqa: F401 - they register their functions
    booleans,
    contexts,
    conversion,
    lists,
    moments,
    numbers,
    ranges,
    strings,
)
from charter.feel.builtins.registry import Builtin, assemble

BUILTINS: Final[dict[str, Builtin]] = assemble()
