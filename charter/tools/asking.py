"""What a tool may want in the middle of a call: an answer of a person, or a text of a model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from pydantic import JsonValue

Way = Literal["form", "url"]
"""How a person can be asked: with fields to fill in, or with an address to visit."""

EVERY_WAY: Final[frozenset[Way]] = frozenset({"form", "url"})


@dataclass(frozen=True, slots=True)
class Form:
    """What a person is asked on behalf of a tool: a few fields to fill in, or an address to visit.

    Attributes:
        message: the tool's own words, which nobody here has checked.
        source: who asks, as the tenant calls it.
        fields: JSON schema of a flat object; None when an address is to be visited.
        url: shown to the person and never fetched.
    """

    message: str
    source: str
    fields: dict[str, JsonValue] | None = None
    url: str | None = None

    @property
    def way(self) -> Way:
        """How the person is asked."""
        return "form" if self.url is None else "url"

    def document(self) -> dict[str, JsonValue]:
        """Return it as it is stored and shown."""
        return {"message": self.message, "source": self.source, "fields": self.fields, "url": self.url}


class AsksPerson(Exception):
    """A call goes on only when a person has answered; raised only to callers that can wait for one.

    Attributes:
        state: what the executor needs to go on; it comes back with the answer.
    """

    def __init__(self, form: Form, state: dict[str, JsonValue]) -> None:
        super().__init__(form.message)
        self.form, self.state = form, state


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said: yes with the fields of the form, no, or nothing in time."""

    action: Literal["accept", "decline", "cancel"]
    content: dict[str, JsonValue] | None
    state: dict[str, JsonValue]


class ResultWaits(Exception):
    """A result is there and reaches nobody before a person has looked at it; raised only to callers who keep it.

    Attributes:
        text: the result, as JSON unless ``is_text``.
        evidence: why it waits, by detector.
        message: the policy's words.
    """

    def __init__(self, text: str, evidence: dict[str, str], message: str, *, is_text: bool) -> None:
        super().__init__(message)
        self.text, self.evidence, self.message, self.is_text = text, evidence, message, is_text


@dataclass(frozen=True, slots=True)
class Sampling:
    """A text that a tool wants of a model. ``messages`` are pairs of role and text."""

    model: str
    max_tokens: int
    messages: list[tuple[Literal["user", "assistant"], str]]
    system: str | None = None
    temperature: float | None = None
    stop: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sampled:
    """What a model wrote for a tool."""

    text: str
    model: str
    cut_off: bool


class Helper(Protocol):
    """Helps a tool in the middle of a call."""

    async def sample(self, tool: str, wanted: Sampling) -> Sampled:
        """Have a model of the tenant write a text, under its budgets and guardrails.

        Raises:
            CharterError: there is no such model, nothing is left to spend, or a guardrail stops it.
        """
        ...
