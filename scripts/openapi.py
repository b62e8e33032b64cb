"""Writes ``openapi.json`` from the code, or checks that the committed one is what the code says.

Usage: python scripts/openapi.py [--check]
"""

from __future__ import annotations

import difflib
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from charter.api.app import create_app
from charter.api.services import AppServices
from charter.core.settings import Settings

DOCUMENT = Path(__file__).parent.parent / "openapi.json"


def rendered() -> str:
    """Return the document as it is to be committed."""
    # Assembling the application asks for the settings only; nothing is opened.
    services = cast(
        "AppServices", SimpleNamespace(settings=Settings(data_dir=Path("/nonexistent")), edge=None, refusals=None)
    )
    document = create_app(services).openapi()
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> int:
    """Write or check; returns the exit code."""
    wanted = rendered()
    if "--check" not in sys.argv[1:]:
        DOCUMENT.write_text(wanted)
        return 0
    committed = DOCUMENT.read_text() if DOCUMENT.exists() else ""
    if committed == wanted:
        print("openapi.json is what the code says.")
        return 0
    changes = difflib.unified_diff(
        committed.splitlines(), wanted.splitlines(), "openapi.json", "the code", lineterm="", n=2
    )
    print("\n".join(list(changes)[:200]))
    print("openapi.json is not what the code says; run: make openapi", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
