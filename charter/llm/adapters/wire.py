"""What every wire format has in common: the shape of an adapter, and caution with what comes back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import uuid4

import orjson

from charter.core.event_stream import SseEvent
from charter.llm.errors import AnswerCutOff, AnswerTooLarge, MalformedAnswer, ModelCallError
from charter.llm.schemas import Capabilities, ModelRequest, Parameters, StopReason, Target, ToolCall, Usage

MAX_TEXT_CHARS = 4 << 20
MAX_TOOL_CALLS = 128
MAX_ARGUMENTS_CHARS = 1 << 20
_MAX_NAME_CHARS = 256
_MAX_TOKENS = 1_000_000_000
# What reading a field of unknown JSON can raise when the JSON is not what it should be.
NONSENSE = (KeyError, IndexError, TypeError, AttributeError, ValueError)


@dataclass(slots=True)
class WireRequest:
    """An HTTP request to a provider. ``headers`` hold the credential; ``body`` never does."""

    url: str
    headers: dict[str, str] = field(repr=False)
    body: dict[str, Any]


@dataclass(slots=True)
class Answer:
    """An answer as read from the wire; ``usage`` is None if the provider did not say."""

    text: str
    tool_calls: list[ToolCall]
    stop_reason: StopReason
    usage: Usage | None
    wire: dict[str, Any]


class StreamParser(Protocol):
    """Turns the events of one stream into text, and at the end into an answer. Pure: no input or output."""

    done: bool
    """The provider said that nothing follows."""

    def feed(self, event: SseEvent) -> str:
        """Return the text this event adds, often none.

        Raises:
            ModelCallError: the event is an error of the provider, or nonsense.
        """
        ...

    def finish(self) -> Answer:
        """Return the whole answer once the stream has ended.

        Raises:
            AnswerCutOff: it ended too early.
        """
        ...


class Adapter(Protocol):
    """One wire format. All methods are pure."""

    def build(self, request: ModelRequest, target: Target, *, stream: bool) -> WireRequest:
        """Return the HTTP request that asks ``target`` to continue the conversation."""
        ...

    def parse(self, document: Any) -> Answer:
        """Return the answer in a response that was not streamed."""
        ...

    def stream(self) -> StreamParser:
        """Return a parser for one stream."""
        ...

    def failure(self, status: int, headers: Mapping[str, str], document: Any) -> ModelCallError:
        """Return the typed error of a response with an error status; ``document`` is None if it was no JSON."""
        ...

    def models_url(self, base_url: str) -> str:
        """Return where the provider lists its models."""
        ...

    def model_names(self, document: Any) -> list[str]:
        """Return the names in the provider's list of models."""
        ...

    def auth_headers(self, api_key: str | None) -> dict[str, str]:
        """Return the headers that carry the credential."""
        ...


class Accumulator:
    """Collects text and tool calls of one stream within the size limits."""

    __slots__ = ("_chars", "calls", "texts")

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.calls: list[PartialCall] = []
        self._chars = 0

    def add_text(self, text: Any) -> str:
        """Keep and return a piece of text; anything else than text is nonsense."""
        if not isinstance(text, str):
            raise MalformedAnswer("The answer's text is not text.")
        if text:
            self._chars += len(text)
            if self._chars > MAX_TEXT_CHARS:
                raise AnswerTooLarge(f"The answer is longer than {MAX_TEXT_CHARS} characters.")
            self.texts.append(text)
        return text

    def open_call(self, call_id: Any, name: Any, signature: str | None = None) -> PartialCall:
        """Begin a tool call."""
        if len(self.calls) >= MAX_TOOL_CALLS:
            raise AnswerTooLarge(f"The answer calls more than {MAX_TOOL_CALLS} tools.")
        call = PartialCall(call_id, name, signature)
        self.calls.append(call)
        return call

    @property
    def text(self) -> str:
        """Return the text so far."""
        return "".join(self.texts)

    def tool_calls(self) -> list[ToolCall]:
        """Return the tool calls so far, complete and checked."""
        return [tool_call(call.id, call.name, "".join(call.fragments), call.signature) for call in self.calls]


class PartialCall:
    """A tool call that is still arriving."""

    __slots__ = ("_chars", "fragments", "id", "name", "signature")

    def __init__(self, call_id: Any, name: Any, signature: str | None) -> None:
        self.id = call_id
        self.name = name
        self.signature = signature
        self.fragments: list[str] = []
        self._chars = 0

    def add(self, fragment: Any) -> None:
        """Append a piece of the arguments."""
        if not isinstance(fragment, str):
            raise MalformedAnswer("The arguments of a tool call are not text.")
        self._chars += len(fragment)
        if self._chars > MAX_ARGUMENTS_CHARS:
            raise AnswerTooLarge(f"The arguments of a tool call are longer than {MAX_ARGUMENTS_CHARS} characters.")
        self.fragments.append(fragment)


def tool_call(call_id: Any, name: Any, arguments: Any, signature: str | None = None) -> ToolCall:
    """Return a checked tool call; a provider that gives no id gets one of ours.

    Raises:
        MalformedAnswer: no name, or a name or arguments that are no text.
    """
    if not isinstance(name, str) or not 0 < len(name) <= _MAX_NAME_CHARS:
        raise MalformedAnswer("A tool call has no proper name.")
    if isinstance(arguments, dict):
        arguments = orjson.dumps(arguments).decode()
    if arguments is None or arguments == "":
        arguments = "{}"
    if not isinstance(arguments, str):
        raise MalformedAnswer(f"The arguments of the call to {name} are not JSON.")
    if len(arguments) > MAX_ARGUMENTS_CHARS:
        raise AnswerTooLarge(f"The arguments of the call to {name} are too long.")
    if not isinstance(call_id, str) or not 0 < len(call_id) <= _MAX_NAME_CHARS:
        call_id = f"call_{uuid4().hex}"
    return ToolCall(call_id, name, arguments, signature)


def limited(calls: Any) -> list[Any]:
    """Return a list of tool calls if it is one and not too long."""
    if not isinstance(calls, list):
        raise MalformedAnswer("The tool calls are not a list.")
    if len(calls) > MAX_TOOL_CALLS:
        raise AnswerTooLarge(f"The answer calls more than {MAX_TOOL_CALLS} tools.")
    return calls


def tokens(value: Any) -> int:
    """Return a token count, 0 if it makes no sense."""
    return value if type(value) is int and 0 <= value <= _MAX_TOKENS else 0


def load_event(event: SseEvent) -> dict[str, Any]:
    """Return the JSON object in an event.

    Raises:
        MalformedAnswer: it is none.
    """
    try:
        document = orjson.loads(event.data)
    except orjson.JSONDecodeError as error:
        raise MalformedAnswer(f"An event of the stream is not JSON: {excerpt(event.data)}") from error
    if not isinstance(document, dict):
        raise MalformedAnswer(f"An event of the stream is not a JSON object: {excerpt(event.data)}")
    return document


def excerpt(text: bytes | str, limit: int = 200) -> str:
    """Return the beginning of foreign text, on one line and without control characters."""
    decoded = text[: limit * 4].decode("utf-8", "replace") if isinstance(text, bytes) else text[: limit * 4]
    line = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", decoded).strip()
    return line[:limit] + ("…" if len(line) > limit else "")


def arguments_object(raw: str) -> dict[str, Any]:
    """Return a tool call's arguments as the object some providers want back; unreadable ones become an empty one."""
    try:
        document = orjson.loads(raw or "{}")
    except orjson.JSONDecodeError:
        return {}
    return document if isinstance(document, dict) else {}


def sampling(parameters: Parameters, capabilities: Capabilities) -> dict[str, Any]:
    """Return the parameters that steer the choice of tokens, none for a model that refuses them."""
    if not capabilities.sampling:
        return {}
    return {"temperature": parameters.temperature, "top_p": parameters.top_p}


def add_known(body: dict[str, Any], *parts: dict[str, Any]) -> None:
    """Add the entries that have a value."""
    for part in parts:
        body |= {name: value for name, value in part.items() if value is not None and value != []}


def output_instruction(schema: dict[str, Any]) -> str:
    """Return the words that ask for an answer in JSON, for models that cannot be made to."""
    return (
        "Answer with one JSON value that follows this JSON schema, and with nothing else: no explanation, no code "
        f"fence.\n{orjson.dumps(schema).decode()}"
    )


def ended_early(what: str) -> AnswerCutOff:
    """Return the error of a stream that stopped before the provider said it was complete."""
    return AnswerCutOff(f"The stream ended before the answer was complete ({what}).")
