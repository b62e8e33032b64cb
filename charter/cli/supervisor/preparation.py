"""What must be in place before the processes start; above all, whether the database is ready for this code.

That is answered without loading the code.

Loading the migrations takes longer than everything else of a later start. So a start that migrated notes what it
migrated to, and the next one only asks the database for its revision. Whenever anything differs (migrations, key,
revision), the migrations are loaded and decide.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

import charter
from charter.core.postgres.data_dir import write_private
from charter.core.postgres.wire import ProtocolError, ServerError, WireConnection

_NOTE = "prepared.json"
_MIGRATIONS = Path(charter.__file__).parent.parent / "migrations" / "versions"


def is_prepared(data_dir: Path, key_file: Path, dsn: str) -> bool:
    """Return whether an earlier start prepared exactly this database for exactly this code and key."""
    try:
        note = json.loads((data_dir / _NOTE).read_text())
        return bool(note == {"code": _code(key_file), "revision": _revision(dsn)})
    except (OSError, ValueError, ServerError, ProtocolError):
        return False


def note_prepared(data_dir: Path, key_file: Path, dsn: str) -> None:
    """Note that the database is prepared for this code and key."""
    note = {"code": _code(key_file), "revision": _revision(dsn)}
    write_private(data_dir / _NOTE, json.dumps(note) + "\n")


def empty_folder(path: Path) -> None:
    """Make a folder that holds nothing: what an earlier life left in it is removed."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(mode=0o700)


def _code(key_file: Path) -> str:
    digest = hashlib.sha256(charter.__version__.encode())
    # Roles are part of the preparation, and their passwords come from the key.
    for path in (key_file, *sorted(_MIGRATIONS.glob("*.py")), *sorted((_core() / "db").glob("*.py"))):
        content = path.read_bytes()
        digest.update(f"{path.name}:{len(content)}:".encode() + content)
    return digest.hexdigest()


def _core() -> Path:
    return Path(charter.__file__).parent / "core"


def _revision(dsn: str) -> str | None:
    parts = urlsplit(dsn)
    with WireConnection(
        (parts.hostname or "", parts.port or 0),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        database=parts.path.lstrip("/"),
    ) as connection:
        rows = connection.query("SELECT version_num FROM alembic_version")
    return rows[0][0] if rows else None
