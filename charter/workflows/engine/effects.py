"""What a turn wants done beside the new state; all of it in the transaction that stores the state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from charter.workflows.engine.state import Variables


@dataclass(frozen=True, slots=True)
class CreateJob:
    """Offer work. ``kind``: ``task``, ``ad_hoc``, ``execution`` or ``task_listener`` (listeners), ``decision``."""

    id: str
    key: int
    node: str
    kind: str
    type: str
    retries: int
    headers: dict[str, str]
    event: str = ""
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class RemoveJob:
    """The job is done or nobody needs it any more."""

    id: str


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Tell us at ``due``. ``repetitions`` is what is left of a cycle, -1 without end."""

    id: str
    key: int
    node: str
    due: datetime
    cycle: str | None = None
    repetitions: int = 0


@dataclass(frozen=True, slots=True)
class StopTimer:
    id: str


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Wait for a message (``correlation`` set) or a signal."""

    id: str
    key: int
    node: str
    name: str
    correlation: str | None
    interrupting: bool


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    id: str


@dataclass(frozen=True, slots=True)
class StartChild:
    """Start the instance of a call activity."""

    id: str
    key: int
    node: str
    process_id: str
    binding: str
    version_tag: str | None
    variables: Variables
    depth: int
    caught_above: list[str]


@dataclass(frozen=True, slots=True)
class CancelChild:
    id: str


@dataclass(frozen=True, slots=True)
class TellParent:
    """Something for the calling instance: ``completed``, ``terminated``, ``error`` or ``escalation``."""

    what: str
    code: str | None
    variables: Variables


@dataclass(frozen=True, slots=True)
class BroadcastSignal:
    name: str
    variables: Variables


@dataclass(frozen=True, slots=True)
class RaiseIncident:
    id: str
    key: int
    node: str
    type: str
    message: str
    job_id: str | None = None


@dataclass(frozen=True, slots=True)
class CloseIncident:
    id: str


@dataclass(frozen=True, slots=True)
class PutUserTask:
    """Create or change a task for a person."""

    id: str
    key: int
    node: str
    state: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RecordDecision:
    """A DMN decision was evaluated, or an agent decided at a gateway."""

    key: int
    node: str
    decision: str
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class End:
    """The instance is over: ``completed`` or ``terminated``."""

    state: str


Effect = (
    CreateJob
    | RemoveJob
    | StartTimer
    | StopTimer
    | Subscribe
    | Unsubscribe
    | StartChild
    | CancelChild
    | TellParent
    | BroadcastSignal
    | RaiseIncident
    | CloseIncident
    | PutUserTask
    | RecordDecision
    | End
)
