"""The file itself: a zip that is written as it goes out, and read with a mistrust of everything in it."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, Final

import orjson
from pydantic import ValidationError

from charter.archives.errors import ArchiveInvalid, ArchiveTooLarge
from charter.archives.schemas import ArchivedTable, Manifest

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"

MAX_ARCHIVE_BYTES: Final = 1_000_000_000
MAX_UNPACKED_BYTES: Final = 8_000_000_000
MAX_LINE_BYTES: Final = 32_000_000
_MAX_MANIFEST_BYTES = 1_000_000
_MAX_FILES = 200
_MAX_DIRECTORY_BYTES = 200_000
_END = struct.Struct("<4sHHHHIIH")  # end of central directory record (APPNOTE 4.3.16)
_ZIP64_LOCATOR_BYTES = 20

# All that zipfile raises on files that are not as they say.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)

Line = tuple[int, bytes]


class ZipStream:
    """A zip written to nowhere: :meth:`taken` gives what has come together since the last time."""

    def __init__(self) -> None:
        self._sink = _Sink()
        self._zip = zipfile.ZipFile(self._sink, "w")

    def open(self, name: str) -> IO[bytes]:
        """Begin a file; the caller closes it before the next."""
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        return self._zip.open(info, "w", force_zip64=True)

    def put(self, name: str, content: bytes) -> None:
        """Write a whole small file."""
        with self.open(name) as file:
            file.write(content)

    def close(self) -> None:
        """Write the directory; without it nobody can open what was sent."""
        self._zip.close()

    def taken(self) -> bytes:
        """Return the bytes that are ready to go."""
        return self._sink.take()


class _Sink(io.RawIOBase):
    """Collects what is written; cannot seek, so sizes are written behind each file."""

    def __init__(self) -> None:
        super().__init__()
        self._parts = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, part: object) -> int:
        data = bytes(part)  # type: ignore[call-overload] # any buffer
        self._parts += data
        return len(data)

    def take(self) -> bytes:
        ready = bytes(self._parts)
        self._parts.clear()
        return ready


class Archive:
    """An archive that somebody gave us.

    Names decide nothing (no file is ever written under them), and no more is unpacked than was declared and allowed.

    Raises:
        ArchiveInvalid, ArchiveTooLarge: on opening and while it is read.
    """

    def __init__(self, file: BinaryIO) -> None:
        _require_small_directory(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise ArchiveInvalid(f"This is no zip file that can be read: {error}.") from None
        self._files = {info.filename: info for info in self._zip.infolist()}
        self._require_plain()
        self.manifest_bytes = self._small(MANIFEST)
        try:
            self.manifest = Manifest.model_validate_json(self.manifest_bytes)
        except ValidationError as error:
            first = error.errors()[0]
            where = "/".join(str(part) for part in first["loc"])
            raise ArchiveInvalid(f"{MANIFEST} is not valid at {where}: {first['msg']}.", file=MANIFEST) from None
        self._require_as_listed()

    @property
    def signature(self) -> bytes | None:
        """The signature of the manifest, which backups have."""
        return self._small(SIGNATURE) if SIGNATURE in self._files else None

    def lines(self, table: ArchivedTable) -> Iterator[Line]:
        """Yield the lines of a file with their numbers, from 1; what is read must be what the manifest says."""
        digest, size, number = hashlib.sha256(), 0, 0
        with _unpacking(table.file), self._zip.open(self._files[table.file]) as file:
            while line := file.readline(MAX_LINE_BYTES + 1):
                number, size = number + 1, size + len(line)
                digest.update(line)
                if len(line) > MAX_LINE_BYTES:
                    raise _wrong(table.file, number, f"is longer than {MAX_LINE_BYTES} bytes")
                if not line.endswith(b"\n"):
                    raise _wrong(table.file, number, "does not end: the file is cut off")
                yield number, line
        if (number, size, digest.hexdigest()) != (table.rows, table.size_bytes, table.sha256):
            raise ArchiveInvalid(
                f"{table.file} is not what the manifest says: {number} rows, {size} bytes, SHA-256 "
                f"{digest.hexdigest()}; expected {table.rows}, {table.size_bytes}, {table.sha256}.",
                file=table.file,
            )

    def _small(self, name: str) -> bytes:
        if name not in self._files:
            raise ArchiveInvalid(f"There is no {name} in it: this is no tenant archive, or it is cut off.", file=name)
        with _unpacking(name), self._zip.open(self._files[name]) as file:
            content = file.read(_MAX_MANIFEST_BYTES + 1)
        if len(content) > _MAX_MANIFEST_BYTES:
            raise ArchiveTooLarge(f"{name} is larger than {_MAX_MANIFEST_BYTES} bytes.")
        return content

    def _require_plain(self) -> None:
        infos = self._zip.infolist()
        if len(self._files) != len(infos):
            raise ArchiveInvalid("A file is in it twice.")
        if (unpacked := sum(info.file_size for info in infos)) > MAX_UNPACKED_BYTES:
            raise ArchiveTooLarge(f"It would unpack to {unpacked} bytes; {MAX_UNPACKED_BYTES} at most.")
        for info in infos:
            if info.flag_bits & 0x1 or info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise ArchiveInvalid(f"{info.filename!r} is encrypted or packed in a way that is not read here.")

    def _require_as_listed(self) -> None:
        listed = [table.file for table in self.manifest.tables]
        if len(set(listed)) != len(listed) or any(t.file != f"tables/{t.table}.jsonl" for t in self.manifest.tables):
            raise ArchiveInvalid(
                f"{MANIFEST} lists a file twice or under another name than its table's.", file=MANIFEST
            )
        if missing := sorted(set(listed) - self._files.keys()):
            raise ArchiveInvalid(f"{missing[0]} is missing: the manifest lists it.", file=missing[0])
        if more := sorted(self._files.keys() - set(listed) - {MANIFEST, SIGNATURE}):
            raise ArchiveInvalid(f"{more[0]!r} is in it, but not in the manifest.", file=more[0])


@contextmanager
def _unpacking(name: str) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise ArchiveInvalid(f"{name} cannot be unpacked: {error}.", file=name) from None


def parsed(file: str, number: int, line: bytes) -> dict[str, object]:
    """Return the object on a line.

    Raises:
        ArchiveInvalid: names file and line.
    """
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise _wrong(file, number, f"is no JSON: {error}") from None
    if not isinstance(row, dict):
        raise _wrong(file, number, "is no JSON object")
    return row


def refused(file: str, number: int) -> Callable[[str], ArchiveInvalid]:
    """Return what makes the refusal of one line."""
    return lambda what: _wrong(file, number, what)


def _wrong(file: str, number: int, what: str) -> ArchiveInvalid:
    return ArchiveInvalid(f"{file}, line {number}: {what}.", file=file, line=number)


def _require_small_directory(file: BinaryIO) -> None:
    """Look at the end before anything is parsed: the directory alone could fill the memory."""
    size = file.seek(0, io.SEEK_END)
    if size > MAX_ARCHIVE_BYTES:
        raise ArchiveTooLarge(f"It has {size} bytes; {MAX_ARCHIVE_BYTES} at most.")
    tail_bytes = _END.size + _ZIP64_LOCATOR_BYTES
    file.seek(max(0, size - tail_bytes))
    tail = file.read(tail_bytes)
    if len(tail) < _END.size:
        raise ArchiveInvalid("This is no zip file: it is too short.")
    magic, _, _, _, files, directory_bytes, _, comment = _END.unpack(tail[-_END.size :])
    if magic != b"PK\x05\x06" or comment or b"PK\x06\x07" in tail[: -_END.size]:
        raise ArchiveInvalid("This is no zip file of ours, or it is cut off: take the archive again.")
    if files > _MAX_FILES or directory_bytes > _MAX_DIRECTORY_BYTES:
        raise ArchiveTooLarge(f"It has {files} files; {_MAX_FILES} at most.")
    file.seek(0)
