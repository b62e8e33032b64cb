"""What a person is asked about a call, and how that stands."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

import orjson
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
    the call. Of the last three there is a text that waits, sealed: what a tool returned, what a model answered, what a
    tool says of itself.
    """

    POLICY = "policy"
    REPEAT = "repeat"
    GUARDRAIL = "guardrail"
    INPUT = "input"
    TOOL_RESULT = "tool_result"
    OUTPUT = "output"
    TOOL_DESCRIPTION = "tool_description"


OF_TEXTS = frozenset({Purpose.TOOL_RESULT, Purpose.OUTPUT, Purpose.TOOL_DESCRIPTION})
"""Questions about a text that reaches nobody before the answer."""


@dataclass(frozen=True, slots=True)
class HeldText:
    """A text that waits for a person.

    Attributes:
        text: what the person decides about, and may replace.
        evidence: why it waits, by detector.
        rest: what is needed to go on with it; nobody is shown it.
        edited: the text is a person's own.
    """

    text: str = field(repr=False)
    evidence: dict[str, str] = field(default_factory=dict, repr=False)
    rest: dict[str, JsonValue] = field(default_factory=dict, repr=False)
    edited: bool = False

    def encoded(self) -> str:
        """Return it as it is sealed."""
        return orjson.dumps(asdict(self)).decode()

    @classmethod
    def decoded(cls, raw: str) -> Self:
        """Return what was :meth:`encoded`."""
        return cls(**orjson.loads(raw))


@dataclass(frozen=True, slots=True)
class SealedText:
    """A :class:`HeldText` as it is stored: it opens in the row of this id alone."""

    id: UUID
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewApproval:
    """A question to a person, about one call; ``round`` counts the questions of one purpose about it.

    Attributes:
        form: what a tool asks by itself, as :meth:`charter.tools.asking.Form.document` writes it.
        resume: what is needed to go on with the answer; nobody is shown it.
        held: the text that the question is about, if it waits; stored with the question.
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
    held: SealedText | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a question stands; ``answer`` is what was filled into its form, ``tool`` and ``arguments`` what was shown."""

    id: UUID
    call_id: UUID
    purpose: str
    state: ApprovalState
    edited: dict[str, JsonValue] | None
    decision_reason: str | None
    round: int = 1
    answer: dict[str, JsonValue] | None = None
    resume: dict[str, JsonValue] | None = None
    tool: str = ""
    arguments: dict[str, JsonValue] = field(default_factory=dict, repr=False)
    new: bool = False
