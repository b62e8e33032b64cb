"""The names FEEL itself brings that contain spaces; the parser must know them without importing the functions."""

from __future__ import annotations

from charter.feel.builtins.signatures import SIGNATURES

BUILTIN_NAMES = frozenset(SIGNATURES)
PROPERTY_NAMES = frozenset({"time offset", "start included", "end included"})
