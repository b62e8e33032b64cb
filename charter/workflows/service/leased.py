"""A job in a worker's hands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from charter.workflows.engine.effects import CreateJob
from charter.workflows.service.batch import Loaded


@dataclass(frozen=True, slots=True)
class LeasedJob:
    """A job in a worker's hands until ``deadline``; ``lease`` goes back with the answer."""

    id: UUID
    instance_id: UUID
    definition_id: UUID
    process_id: str
    version: int
    element: str
    key: int
    kind: str
    event: str
    type: str
    retries: int
    headers: dict[str, str]
    lease: int
    deadline: datetime
    variables: dict[str, Any]


def handed_out(job_id: UUID, found: Loaded, effect: CreateJob, deadline: datetime) -> LeasedJob:
    """Return a job that was made and handed out in one commit."""
    variables: dict[str, Any] = {}
    chain, key = [], effect.key
    while key:
        chain.append(found.state.variables.get(key, {}))
        element = found.state.elements.get(key)
        key = element.scope if element is not None else 0
    for local in reversed(chain):
        variables |= local
    definition = found.definition
    return LeasedJob(
        job_id,
        found.id,
        definition.id,
        definition.process_id,
        definition.version,
        effect.node,
        effect.key,
        effect.kind,
        effect.event,
        effect.type,
        effect.retries,
        effect.headers,
        1,
        deadline,
        variables,
    )
