"""Showing signed checkpoints to somebody outside, so that nobody inside can rewrite the log unseen.

A folder (on write-once storage, or one that is mailed or committed elsewhere) gets a file for each checkpoint. A
witness over HTTP follows C2SP tlog-witness: it checks that the log only grew and answers with its cosignature, which is
kept with the checkpoint.
"""

from __future__ import annotations

import asyncio
import base64
import os
from pathlib import Path
from typing import Final, Self

import asyncpg

from charter.audit.merkle import ProofBuilder
from charter.audit.models import INSTALLATION
from charter.audit.repository import hashes_on
from charter.audit.verifier import Checkpoint, Malformed, VerifierKey
from charter.core.errors import StartRefused
from charter.core.guarded_client import GuardedClient, Limits
from charter.core.guarded_client.errors import OutgoingError
from charter.core.settings import Settings
from charter.core.telemetry import logs

_log = logs.get(__name__)

_LIMITS: Final = Limits(header_timeout_s=5, total_timeout_s=10, max_response_bytes=1 << 16)


class Witness:
    """Adds checkpoints to a folder, asks an HTTP witness to cosign them, or both.

    Args:
        folder: gets files named by size; an existing one is never written over.
        url: base address of a C2SP witness.
        key: the witness' key; a cosignature that is not its is thrown away.
    """

    def __init__(
        self, http: GuardedClient, *, folder: Path | None = None, url: str | None = None, key: VerifierKey | None = None
    ) -> None:
        self._http = http
        self._folder = folder
        self._url = url
        self._key = key
        self._seen = 0

    @classmethod
    def of(cls, settings: Settings, http: GuardedClient) -> Self | None:
        """Return the witness that the settings name, or None.

        Raises:
            StartRefused: there is an address without a key, or the key cannot be read.
        """
        folder, url, key = settings.audit_witness_dir, settings.audit_witness_url, settings.audit_witness_key
        if folder is None and url is None:
            return None
        if url is not None and key is None:
            raise StartRefused("CHARTER_AUDIT_WITNESS_URL needs CHARTER_AUDIT_WITNESS_KEY, to check what it signs.")
        try:
            parsed = VerifierKey.parse(key) if key else None
        except Malformed as error:
            raise StartRefused(f"CHARTER_AUDIT_WITNESS_KEY is {error}; copy the witness' key anew.") from error
        return cls(http, folder=folder, url=url.rstrip("/") if url else None, key=parsed)

    async def show(self, connection: asyncpg.Connection, using: asyncio.Lock, checkpoint: Checkpoint) -> None:
        """Show one checkpoint of the installation's log; what fails is logged, and the next one covers it.

        Args:
            connection: the sequencer's; used only while ``using`` is held.
        """
        try:
            if self._folder is not None:
                await asyncio.to_thread(_add_file, self._folder, checkpoint)
            if self._url is not None:
                await self._cosign(connection, using, checkpoint)
        except (OSError, OutgoingError, Malformed) as error:
            _log.warning("an audit checkpoint could not be shown to its witness", extra={"reason": str(error)[:200]})

    async def _cosign(self, connection: asyncpg.Connection, using: asyncio.Lock, checkpoint: Checkpoint) -> None:
        for _ in range(2):  # the first answer may tell which size the witness saw last
            async with using:
                proof = await ProofBuilder(hashes_on(connection, INSTALLATION)).consistency(self._seen, checkpoint.size)
            lines = [f"old {self._seen}", *(base64.b64encode(each).decode() for each in proof)]
            body = "\n".join(lines) + "\n\n" + checkpoint.note
            url = f"{self._url}/add-checkpoint"
            async with await self._http.request("POST", url, body=body.encode(), limits=_LIMITS) as answer:
                content = (await answer.read()).decode(errors="replace")
            if answer.status == 409 and content.strip().isdigit() and int(content) <= checkpoint.size:
                self._seen = int(content)
                continue
            if answer.status != 200:
                raise Malformed(f"the witness answered {answer.status}: {content[:100]}")
            break
        cosigned = Checkpoint.parse(checkpoint.note + content)
        if self._key is None or not cosigned.signed_by(self._key):
            raise Malformed("the witness answered with a cosignature that is not its own")
        async with using:
            await connection.execute(
                "UPDATE audit_checkpoints SET note = $3 WHERE tenant_id = $1 AND size = $2",
                INSTALLATION, checkpoint.size, cosigned.note,
            )  # fmt: skip
        self._seen = checkpoint.size


def _add_file(folder: Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint to a file of its own; the folder only ever grows."""
    place = folder / checkpoint.origin.replace("/", "_")
    place.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(place / f"{checkpoint.size:012}.checkpoint", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(checkpoint.note)
        file.flush()
        os.fsync(file.fileno())
