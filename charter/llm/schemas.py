"""What goes into a language model and what comes out, the same for every provider.

Plain slotted dataclasses: they are made for every call and every piece of a stream, where validation by a model
class would cost more than the call.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from pydantic import JsonValue

Role = Literal["system", "user", "assistant", "tool"]
StopReason = Literal["end", "tool_calls", "length", "content_filter"]
Need = Literal["tools", "json_schema", "vision"]
Strategy = Literal["ordered", "weighted"]


@dataclass(slots=True)
class Image:
    """A picture inside a message; ``data`` is base64 without line breaks, ``media_type`` for example image/png."""

    media_type: str
    data: str


@dataclass(slots=True)
class ToolCall:
    """A tool the model wants called.

    Attributes:
        arguments: raw JSON as the model wrote it; it may be invalid.
        signature: opaque text of the provider that must go back with this call in the next request, if it gave one.
    """

    id: str
    name: str
    arguments: str
    signature: str | None = None


@dataclass(slots=True)
class Message:
    """One message of a conversation; ``tool_call_id`` says which call a ``tool`` message answers."""

    role: Role
    text: str
    tool_calls: list[ToolCall] = field(default_factory=list)
    tool_call_id: str | None = None
    images: list[Image] = field(default_factory=list)


@dataclass(slots=True)
class ToolSpec:
    """A tool offered to the model; ``parameters`` is a JSON schema of an object."""

    name: str
    description: str
    parameters: dict[str, Any]


@dataclass(slots=True)
class Parameters:
    """How to generate; None leaves it to the provider. A model that refuses one of them is not sent it."""

    temperature: float | None = None
    max_tokens: int | None = None
    top_p: float | None = None
    stop: list[str] = field(default_factory=list)
    seed: int | None = None


@dataclass(slots=True)
class ModelRequest:
    """A conversation to continue.

    Attributes:
        tool_choice: ``auto``, ``none``, ``required``, or the name of the one tool to call.
        output_schema: JSON schema the answer's text must follow. Where the provider cannot enforce it, the model is
            told in words; validate with :mod:`charter.llm.structured` either way.
    """

    messages: list[Message]
    tools: list[ToolSpec] = field(default_factory=list)
    tool_choice: str = "auto"
    parameters: Parameters = field(default_factory=Parameters)
    output_schema: dict[str, Any] | None = None
    output_schema_name: str = "answer"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call; ``cached_input_tokens`` are part of ``input_tokens``."""

    input_tokens: int = 0
    output_tokens: int = 0
    cached_input_tokens: int = 0


@dataclass(slots=True)
class ModelResponse:
    """A finished answer.

    Attributes:
        cost_micros: price of this call in micro-USD, rounded up; 0 when the model's price is not known.
        model: ``provider-slug/model``.
        wire_request: the body sent, without credentials and without image data.
        wire_response: what came back; for a stream, its parts put together.
    """

    text: str
    tool_calls: list[ToolCall]
    stop_reason: StopReason
    usage: Usage
    cost_micros: int
    model: str
    wire_request: dict[str, Any]
    wire_response: dict[str, Any]


@dataclass(slots=True)
class TextDelta:
    """The next piece of the answer's text."""

    text: str


@dataclass(slots=True)
class AttemptFailed:
    """An attempt failed and another one follows; text yielded before it belongs to the failed attempt: discard it.

    Attributes:
        model: ``provider-slug/model`` that failed.
        error: problem document without ``instance``.
        retry_in_s: wait before the same model is asked again, else None.
        next_model: model that is asked next instead, else None.
    """

    model: str
    error: dict[str, JsonValue]
    retry_in_s: float | None = None
    next_model: str | None = None


@dataclass(slots=True)
class Completed:
    """The last event of a stream."""

    response: ModelResponse


StreamEvent = TextDelta | AttemptFailed | Completed


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a model can do, and its prices in micro-USD per million tokens (None: not known).

    Attributes:
        sampling: whether it accepts ``temperature``, ``top_p``; reasoning models refuse them.
    """

    tools: bool = False
    json_schema: bool = False
    vision: bool = False
    sampling: bool = True
    context_window: int = 8192
    max_output_tokens: int | None = None
    input_price: int | None = None
    output_price: int | None = None
    cached_input_price: int | None = None

    def missing(self, needs: frozenset[Need]) -> list[Need]:
        """Return what is needed and not there, in a stable order."""
        return [need for need in ("tools", "json_schema", "vision") if need in needs and not getattr(self, need)]

    def cost_micros(self, usage: Usage) -> int:
        """Return what this usage costs in micro-USD, rounded up; 0 when a price is not known."""
        if self.input_price is None or self.output_price is None:
            return 0
        cached = min(usage.cached_input_tokens, usage.input_tokens)
        cached_price = self.input_price if self.cached_input_price is None else self.cached_input_price
        millionths = (
            (usage.input_tokens - cached) * self.input_price
            + cached * cached_price
            + usage.output_tokens * self.output_price
        )
        return -(-millionths // 1_000_000)


@dataclass(frozen=True, slots=True)
class Target:
    """One model at one provider, with everything needed to call it. Lives in memory only: it holds the key.

    Attributes:
        weight: share of a weighted route; relative to the other targets.
    """

    tenant_id: UUID
    provider_id: UUID
    provider_slug: str
    kind: str
    base_url: str
    model: str
    capabilities: Capabilities
    api_key: str | None = field(default=None, repr=False)
    weight: int = 1

    @property
    def ref(self) -> str:
        """Return ``provider-slug/model``."""
        return f"{self.provider_slug}/{self.model}"


@dataclass(frozen=True, slots=True)
class ResolvedRoute:
    """Targets to try, in order; with ``weighted`` the first one is drawn by weight and the rest are fallbacks."""

    name: str
    strategy: Strategy
    targets: tuple[Target, ...]
