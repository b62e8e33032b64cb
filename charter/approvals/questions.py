"""What a person is asked about a call, and how that stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import JsonValue


class ApprovalState(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Purpose(StrEnum):
    """Why a person is asked.

    A policy wants it; a call may have happened before a crash and would be made again; a guardrail hit a text: the
    arguments of a call or, without a tool, what a run was given to work on; or the tool itself asks in the middle of
    the call.
    """

    POLICY = "policy"
    REPEAT = "repeat"
    GUARDRAIL = "guardrail"
    INPUT = "input"


@dataclass(frozen=True, slots=True)
class NewApproval:
    """A question to a person, about one call; ``round`` counts the questions of one purpose about it.

    Attributes:
        form: what a tool asks by itself, as :meth:`charter.tools.asking.Form.document` writes it.
        resume: what is needed to go on with the answer; nobody is shown it.
    """

    purpose: str
    origin: str
    origin_id: UUID
    call_id: UUID
    tool: str
    agent: str | None
    arguments: dict[str, JsonValue]
    tainted: list[str]
    reason: str
    policy_id: UUID | None
    four_eyes: bool
    asked_by: UUID
    expires_at: datetime
    round: int = 1
    form: dict[str, JsonValue] | None = None
    resume: dict[str, JsonValue] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a question stands; ``answer`` is what was filled into its form."""

    id: UUID
    call_id: UUID
    purpose: str
    state: ApprovalState
    edited: dict[str, JsonValue] | None
    decision_reason: str | None
    round: int = 1
    answer: dict[str, JsonValue] | None = None
    resume: dict[str, JsonValue] | None = None
    new: bool = False
