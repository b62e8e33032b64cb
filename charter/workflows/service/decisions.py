"""DMN decisions for business rule tasks: the models a batch may need, looked up before the engine asks."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from charter.core.db import Connection
from charter.dmn.errors import DecisionNotFound
from charter.dmn.model import Model
from charter.feel.errors import FeelError
from charter.workflows.engine.errors import IncidentType, Stuck
from charter.workflows.engine.state import Variables
from charter.workflows.model.graph import CalledDecision, Process
from charter.workflows.service.catalogue import Definition
from charter.workflows.service.ports import Decide
from charter.workflows.service.shelf import ModelShelf

_VERSIONS = """
SELECT DISTINCT ON (d.key) d.key, d.version, d.file_id, d.deployment_id FROM workflow_definitions d
WHERE d.kind = 'decision' AND ($1::text[] IS NULL OR d.key = ANY($1))
AND ($2::uuid IS NULL OR d.deployment_id = $2) AND ($3::text IS NULL OR d.version_tag = $3)
ORDER BY d.key, d.version DESC"""


class DecisionBook:
    """The decisions that the processes of one batch may ask for."""

    def __init__(self, shelf: ModelShelf) -> None:
        self._shelf = shelf
        self._seen: set[UUID] = set()
        self._models: dict[tuple[UUID, CalledDecision, str], tuple[Model, int]] = {}

    async def prepare(self, connection: Connection, definition: Definition) -> None:
        """Look up what a definition's business rule tasks name."""
        if definition.id in self._seen:
            return
        self._seen.add(definition.id)
        for called in _called(definition.process):
            wanted = None if called.decision_id.startswith("=") else [called.decision_id]
            deployment = definition.deployment_id if called.binding == "deployment" else None
            tag = called.version_tag if called.binding == "versionTag" else None
            for row in await connection.fetch(_VERSIONS, wanted, deployment, tag):
                model = await self._shelf.get(connection, row["file_id"])
                self._models[definition.id, called, row["key"]] = (model, row["version"])

    def of(self, definition: Definition) -> Decide:
        """Return what the engine asks while it runs an instance of a definition."""
        return partial(self._decide, definition.id)

    def _decide(
        self, definition_id: UUID, called: CalledDecision, decision_id: str, variables: Variables, now: datetime
    ) -> tuple[Any, dict[str, Any]]:
        found = self._models.get((definition_id, called, decision_id))
        if found is None:
            message = f'The decision "{decision_id}" is not deployed. Deploy it, then resolve the incident.'
            raise Stuck(IncidentType.CALLED_DECISION_ERROR, message)
        model, version = found
        try:
            result = model.evaluate(decision_id, variables, lambda: now)
            value = result.to_json()
        except (DecisionNotFound, FeelError) as error:
            message = f'The decision "{decision_id}" could not be evaluated: {error}'
            raise Stuck(IncidentType.DECISION_EVALUATION_ERROR, message) from error
        record = {
            "version": version,
            "value": value,
            "matched": [rule.to_json() for rule in result.matched],
            "warnings": [{"element": w.element, "code": w.code.value, "message": w.message} for w in result.warnings],
        }
        return value, record


def _called(process: Process) -> list[CalledDecision]:
    return [node.decision for node in process.nodes.values() if node.decision is not None]
