"""Parsed decision models, kept while they are used."""

from __future__ import annotations

from collections import OrderedDict
from uuid import UUID

from charter.core.db import Connection
from charter.dmn.model import Model, parse_dmn

_KEPT = 200

_FILES = """
SELECT f.content FROM workflow_files f JOIN workflow_files mine ON mine.tenant_id = f.tenant_id
AND mine.deployment_id = f.deployment_id WHERE mine.id = $1 AND f.kind = 'dmn' ORDER BY f.id = $1, f.id"""


class ModelShelf:
    """Parsed decision models by file, kept while they are used; a file never changes. One per process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[UUID, Model] = OrderedDict()

    async def get(self, connection: Connection, file_id: UUID) -> Model:
        """Return a file's model, the others of its deployment beside it for its imports."""
        found = self._kept.get(file_id)
        if found is None:
            files = [bytes(row["content"]) for row in await connection.fetch(_FILES, file_id)]
            found = read_models(files)[-1]
            self._kept[file_id] = found
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(file_id)
        return found


def read_models(files: list[bytes]) -> list[Model]:
    """Return the models of files that may import each other, in the files' order.

    Raises:
        DmnUnreadable: a file is no DMN model.
    """
    made = [parse_dmn(data) for data in files]
    rounds = len(files) if any(_lacks_imports(model) for model in made) else 0
    for _ in range(rounds):  # so that imports of imports are complete as well
        made = [
            parse_dmn(data, imports=[other for other in made if other is not model])
            for data, model in zip(files, made, strict=True)
        ]
    return made


def _lacks_imports(model: Model) -> bool:
    return any(finding.rule == "dmn.import-missing" for finding in model.findings)
