"""Writes ``docs/reference/settings.md`` and ``problems.md`` from the code, or checks that they are what the code says.

Usage: python scripts/reference.py [--check]
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import get_args

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

import charter.api.app  # noqa: F401 - brings every room's errors along
from charter.api.help_pages import all_errors
from charter.core.errors import CharterError
from charter.core.settings import Settings

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"

_SETTINGS_HEAD = """# Settings

From the environment or from `charter.toml` in the data directory (there in lower case without `CHARTER_`); the
environment wins. An unknown name or a wrong value stops the start. This page is made from the code.

| variable | default | meaning |
|--|--|--|
"""
_PROBLEMS_HEAD = """# Problems

Every refusal and failure is an RFC 9457 problem document (`application/problem+json`). `code` and `type` are stable;
`detail` says what is wrong in the case at hand and what to do. A running server explains each under `/problems/CODE`.
This page is made from the code.

| code | status | title | meaning |
|--|--|--|--|
"""


def settings_page() -> str:
    """Return the page of settings."""
    rows = [
        f"| `CHARTER_{name.upper()}` | {_default(field)} | {field.description or ''} |"
        for name, field in Settings.model_fields.items()
    ]
    return _SETTINGS_HEAD + "\n".join(rows) + "\n"


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None or field.default is PydanticUndefined:
        return ""
    if field.default is None or SecretStr in get_args(field.annotation):
        return ""
    return f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"


def problems_page() -> str:
    """Return the page of problems."""
    rows = []
    for code, error in all_errors().items():
        words = "" if error.__doc__ in {None, CharterError.__doc__} else " ".join(inspect.getdoc(error).split())  # type: ignore[union-attr] # not None here
        rows.append(f"| `{code}` | {error.status} | {error.title} | {words.partition(' Args:')[0]} |")
    return _PROBLEMS_HEAD + "\n".join(rows) + "\n"


def main() -> int:
    """Write or check; returns the exit code."""
    wrong = 0
    for name, wanted in (("settings.md", settings_page()), ("problems.md", problems_page())):
        path = REFERENCE / name
        if "--check" not in sys.argv[1:]:
            path.write_text(wanted)
        elif not path.exists() or path.read_text() != wanted:
            print(f"docs/reference/{name} is not what the code says; run: python scripts/reference.py")
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main())
