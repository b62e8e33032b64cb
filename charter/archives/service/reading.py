"""Reading an archive twice: once to believe it, once to write what is in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from charter.archives.container import MANIFEST, Archive, Line, parsed, refused
from charter.archives.errors import ArchiveInvalid, ArchiveOfOtherSchema
from charter.archives.repository import ArchiveRepository, Table
from charter.archives.schemas import ArchivedTable, ArchiveKind
from charter.archives.travel import TABLES, Row, power_over_installation, travels
from charter.core.db import is_outage

_ROWS_AT_ONCE = 200
_BYTES_AT_ONCE = 4_000_000

Batch = list[tuple[int, Row]]


@dataclass(slots=True)
class Survey:
    """What an archive holds, once every line was looked at and every checksum was right."""

    ids: set[bytes] = field(default_factory=set)
    members: list[Row] = field(default_factory=list)
    signing_on: set[UUID] = field(default_factory=set)
    providers_without_key: list[str] = field(default_factory=list)


async def require_kind(archive: Archive, kind: ArchiveKind) -> None:
    """Refuse an archive of another kind or of another schema than this installation's.

    Raises:
        ArchiveInvalid, ArchiveOfOtherSchema.
    """
    manifest = archive.manifest
    if manifest.kind is not kind:
        raise ArchiveInvalid(
            f"This is a {manifest.kind}: an export is imported (charter tenant import), a backup is put back "
            "(charter tenant restore-backup).",
            file=MANIFEST,
        )
    from charter.core.db import migrate  # noqa: PLC0415 - Alembic, which nothing else in the process needs

    here = await asyncio.to_thread(migrate.head)
    if manifest.schema_revision != here:
        raise ArchiveOfOtherSchema(
            f"The archive is of schema {manifest.schema_revision} (Charter {manifest.charter_version}), this "
            f"installation of {here}: upgrade the older of the two first.",
            archive=manifest.schema_revision,
            installation=here,
        )


async def survey(archive: Archive, tables: list[Table]) -> Survey:
    """Look at every line before anything is written.

    Raises:
        ArchiveInvalid: a checksum, a count, a line or a row of another tenant; says which file and line.
    """
    manifest = archive.manifest
    expected = {table.name for table in tables if table.name in TABLES and travels(manifest.kind, table.name)}
    listed = {entry.table for entry in manifest.tables}
    if listed != expected:
        odd = min(listed ^ expected)
        raise ArchiveInvalid(f"{MANIFEST} must list exactly the tables of this version: see {odd}.", file=MANIFEST)
    return await asyncio.to_thread(_survey, archive, {table.name: table for table in tables})


def _survey(archive: Archive, tables: dict[str, Table]) -> Survey:
    found, tenant = Survey(), archive.manifest.tenant.id
    for entry in archive.manifest.tables:
        table = tables[entry.table]
        for number, line in archive.lines(entry):
            row = parsed(entry.file, number, line)
            _require_fitting(row, table, tenant, refused(entry.file, number))
            if archive.manifest.kind is ArchiveKind.EXPORT and (power := power_over_installation(entry.table, row)):
                raise refused(entry.file, number)(power)
            _note(found, entry.table, row, refused(entry.file, number))
    return found


def _require_fitting(row: Row, table: Table, tenant: UUID, wrong: Callable[[str], ArchiveInvalid]) -> None:
    if row.keys() != table.types.keys():
        odd = min(row.keys() ^ table.types.keys())
        raise wrong(f"has other columns than the table {table.name}: see {odd[:100]!r}")
    for column in table.of_type("uuid"):
        try:
            value = None if row[column] is None else UUID(row[column])
        except (ValueError, TypeError, AttributeError):
            raise wrong(f"{column} is no UUID") from None
        if column == "tenant_id" and value != tenant:
            raise wrong("is a row of another tenant")


def _note(found: Survey, table: str, row: Row, wrong: Callable[[str], ArchiveInvalid]) -> None:
    if row.get("id") is not None:
        found.ids.add(UUID(row["id"]).bytes)
    match table:
        case "members":
            if not isinstance(row["email"], str) or row["email"] != row["email"].lower() or "@" not in row["email"]:
                raise wrong("email is no email address in lower case")
            found.ids.add(UUID(row["user_id"]).bytes)
            found.members.append(row)
        case "external_accounts":
            found.signing_on.add(UUID(row["user_id"]))
        case "model_providers" if row["state"] == "no_key":
            found.providers_without_key.append(str(row["slug"]))
        case _:
            pass


async def write(db: AsyncSession, archive: Archive, tables: list[Table], change: Callable[[Table, Row], Row]) -> int:
    """Write the rows of a surveyed archive, each as ``change`` makes it; returns how many. System session.

    Raises:
        ArchiveInvalid: the database refuses a row; says which file and line.
    """
    entries = {entry.table: entry for entry in archive.manifest.tables if not entry.evidence}
    written = 0
    for table in tables:
        if (entry := entries.get(table.name)) is not None:
            async for batch in _batches(archive, entry):
                await _insert(db, table, entry, [(number, change(table, row)) for number, row in batch])
                written += len(batch)
    return written


async def _batches(archive: Archive, entry: ArchivedTable) -> AsyncIterator[Batch]:
    lines = archive.lines(entry)
    while batch := await asyncio.to_thread(_next_batch, entry, lines):
        yield batch


def _next_batch(entry: ArchivedTable, lines: Iterator[Line]) -> Batch:
    batch, size = Batch(), 0
    for number, line in islice(lines, _ROWS_AT_ONCE):
        batch.append((number, parsed(entry.file, number, line)))
        size += len(line)
        if size > _BYTES_AT_ONCE:
            break
    return batch


async def _insert(db: AsyncSession, table: Table, entry: ArchivedTable, batch: Batch) -> None:
    repository = ArchiveRepository(db)
    try:
        async with db.begin_nested():
            await repository.insert(table, [row for _, row in batch])
    except DBAPIError as error:
        if is_outage(error):
            raise
        for number, row in batch:  # one by one, to say which line it is
            try:
                async with db.begin_nested():
                    await repository.insert(table, [row])
            except DBAPIError as single:
                if is_outage(single):
                    raise
                reason: Any = getattr(single.orig, "__cause__", None)
                what = getattr(reason, "constraint_name", None) or type(reason).__name__
                raise refused(entry.file, number)(f"the database does not take the row ({what})") from None
        raise
