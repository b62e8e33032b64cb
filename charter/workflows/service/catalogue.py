"""Deployed processes, parsed once in a process and kept while they are used."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

from charter.core.db import Connection
from charter.workflows.model.graph import Process
from charter.workflows.model.reading import read_model
from charter.workflows.service.shelf import ModelShelf

_KEPT = 500

_BY_ID = """
SELECT d.id, d.key, d.version, d.deployment_id, f.content FROM workflow_definitions d
JOIN workflow_files f ON f.tenant_id = d.tenant_id AND f.id = d.file_id WHERE d.id = $1 AND d.kind = 'process'"""

_FIND = """
SELECT id FROM workflow_definitions WHERE kind = 'process' AND key = $1
AND ($2::text IS NULL OR version_tag = $2) AND ($3::uuid IS NULL OR deployment_id = $3)
ORDER BY version DESC LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of a deployed process; ``decides``: it asks DMN decisions."""

    id: UUID
    process_id: str
    version: int
    deployment_id: UUID
    process: Process
    decides: bool


class Catalogue:
    """Finds definitions; a definition never changes, so what is in the cache is right for ever."""

    def __init__(self) -> None:
        self.shelf = ModelShelf()
        self._kept: OrderedDict[UUID, Definition] = OrderedDict()

    def known(self, definition_id: UUID) -> Definition | None:
        """Return a definition if it is in the cache."""
        found = self._kept.get(definition_id)
        if found is not None:
            self._kept.move_to_end(definition_id)
        return found

    async def get(self, connection: Connection, definition_id: UUID) -> Definition | None:
        """Return a definition of the connection's tenant, or None."""
        if (found := self.known(definition_id)) is not None:
            return found
        row = await connection.fetchrow(_BY_ID, definition_id)
        if row is None:
            return None
        process = next(found for found in read_model(row["content"]).processes if found.id == row["key"])
        decides = any(node.decision is not None for node in process.nodes.values())
        definition = Definition(row["id"], row["key"], row["version"], row["deployment_id"], process, decides)
        self._kept[definition_id] = definition
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return definition

    async def find(
        self, connection: Connection, process_id: str, *, version_tag: str | None = None, deployment: UUID | None = None
    ) -> Definition | None:
        """Return the latest version of a process, or of those with a version tag or of one deployment."""
        found = await connection.fetchval(_FIND, process_id, version_tag, deployment)
        return None if found is None else await self.get(connection, found)
