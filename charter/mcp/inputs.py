"""What a server asks in the middle of a call: of people by forms (elicitation), of models by prompts (sampling).

Both eras end in the same place. A stateless server answers the call with ``input_required`` and is called again with
the answers and its own state; where that state has run out, the call begins anew. A server of the handshake era asks
while the call is open, and no connection is held for days: it is told ``cancel``, the call's result is thrown away,
and the call is made again when the person has answered. A question that is asked anew is known by what it says and
how often that was asked before, and answered at once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import orjson
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError
from pydantic.alias_generators import to_camel

from charter.core.errors import CharterError
from charter.core.texts import has_nul
from charter.mcp import wire
from charter.mcp.errors import McpAsksForSecret, McpError, McpInputRequired, McpProtocolBroken, McpRequestRefused
from charter.mcp.forms import checked_fields, names_secret
from charter.mcp.wire import Message
from charter.tools.asking import Answer, AsksPerson, Form, Helper, Sampled, Sampling, Way

ELICIT: Final = "elicitation/create"
SAMPLE: Final = "sampling/createMessage"

_MOST_ROUNDS = 20
_LONGEST_STATE = 100_000
_LONGEST_MESSAGE = 4_000
_LONGEST_PROMPT = 100_000
_MOST_REQUESTS = 20
_WEB = re.compile(r"https?://[!-~]{1,2000}")

_CANCELLED: Final[dict[str, JsonValue]] = {"action": "cancel"}
_NUL: Final = "{} asks with NUL characters, which cannot be kept until somebody answers."
_WORDS: Final[Mapping[Way, str]] = {"form": "to fill in a form", "url": "to visit an address"}


class SamplingRules(BaseModel):
    """What a server may have written by a model of the tenant; a server without them may nothing."""

    model_config = ConfigDict(extra="forbid")

    model: str = Field(min_length=1, max_length=300, description="A model route, or provider/model.")
    max_tokens: int = Field(1_000, ge=1, le=32_000, description="At most, whatever the server asks for.")
    calls: int = Field(3, ge=1, le=20, description="How often in one call of a tool.")


class _Block(BaseModel):
    model_config = ConfigDict(extra="ignore")

    type: str
    text: str = ""


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore")

    role: Literal["user", "assistant"]
    content: _Block | list[_Block]

    def text(self) -> str:
        blocks = self.content if isinstance(self.content, list) else [self.content]
        if any(block.type != "text" for block in blocks):
            raise ValueError("only text is taken")
        return "\n".join(block.text for block in blocks)


class _CreateMessage(BaseModel):
    model_config = ConfigDict(extra="ignore", alias_generator=to_camel)

    messages: list[_Message] = Field(min_length=1, max_length=100)
    max_tokens: int = Field(ge=1)
    system_prompt: str | None = None
    temperature: float | None = Field(None, ge=0, le=2)
    stop_sequences: list[str] = Field(default_factory=list, max_length=8)
    tools: list[JsonValue] | None = None


@dataclass
class CallInputs:
    """What may be asked during one call, how it was answered so far, and what a person is still to be asked.

    Args:
        source: the server's name, as the tenant calls it.
        rules: what a model may write for it.
        helper: writes with models; None: no texts are offered to the server.
        ways: how people can be asked; empty: that is not offered either.
        answer: a person's answer to what this call asked before.
    """

    source: str
    tool: str
    rules: SamplingRules | None = None
    helper: Helper | None = None
    ways: frozenset[Way] = frozenset()
    answer: Answer | None = None
    request_state: str | None = None
    responses: dict[str, JsonValue] = field(default_factory=dict)
    waiting: dict[str, JsonValue] = field(default_factory=dict)
    said: dict[str, JsonValue] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    sampled: int = 0
    rounds: int = 0
    asked: tuple[str, dict[str, JsonValue]] | None = None
    refusal: CharterError | None = None

    def __post_init__(self) -> None:
        """Go on where the question was asked."""
        if self.answer is None:
            return
        kept = self.answer.state
        self.request_state = _text(kept.get("request_state"))
        self.responses, self.waiting, self.said = (_object(kept.get(name)) for name in ("responses", "waiting", "said"))
        self.sampled, self.rounds = _number(kept.get("sampled")), _number(kept.get("rounds"))
        given: dict[str, JsonValue] = {"action": self.answer.action}
        if self.answer.action == "accept" and self.answer.content is not None:
            given["content"] = self.answer.content
        self.said[str(kept.get("question"))] = given
        if (key := kept.get("key")) is not None:
            self.told = _object(kept.get("told"))
            self.waiting.pop(str(key), None)
            self.responses[str(key)] = given

    @property
    def capabilities(self) -> Message:
        """What is offered to the server during this call."""
        return offered(self.ways, self.rules if self.helper is not None else None)

    # -- the stateless era

    def params(self) -> Message:
        """Return what a call carries of the answers to the one before it."""
        carried: Message = {"inputResponses": self.responses} if self.responses else {}
        return carried | ({"requestState": self.request_state} if self.request_state is not None else {})

    async def respond(self, required: McpInputRequired) -> None:
        """Answer what a result asks for, so that the call can be made again.

        Raises:
            McpInputRequired: it asks for what is not offered to it, or goes on asking.
            AsksPerson: a person is to be asked first.
        """
        self.rounds += 1
        if self.rounds > _MOST_ROUNDS:
            raise McpInputRequired(f"{self.source} asked {_MOST_ROUNDS} times and wants more.", asked=[])
        if len(required.state or "") > _LONGEST_STATE or len(required.wanted) > _MOST_REQUESTS:
            raise McpProtocolBroken(f"{self.source} asks for more than Charter keeps.")
        if has_nul([required.state, required.wanted]):
            raise McpProtocolBroken(_NUL.format(self.source))
        self.request_state, self.responses, self.waiting = required.state, {}, {}
        for key, request in required.wanted.items():
            method, params = _request(request)
            if method == ELICIT:
                question = self._question(params)
                if question in self.said:
                    self.responses[key] = self.said[question]
                else:
                    self.waiting[key] = {"question": question, "params": params}
            else:
                self.responses[key] = await self._sample(params) if method == SAMPLE else _refuse(required)
        self.require_answered()

    def require_answered(self) -> None:
        """Ask a person what is still open, one question at a time.

        Raises:
            AsksPerson: it goes on from here with the answer.
        """
        for key, kept in self.waiting.items():
            open_ = _object(kept)
            raise AsksPerson(self._form(_object(open_["params"])), self._state(str(open_["question"]), key))

    def begin_anew(self) -> bool:
        """Give up a server's state that it refuses, because it ran out while a person was asked; once."""
        if self.request_state is None or self.answer is None:
            return False
        self.request_state, self.answer = None, None
        self.responses, self.waiting, self.told = {}, {}, {}
        return True

    # -- the handshake era

    async def answered(self, method: str, params: Message) -> Message:
        """Return the answer to what a server asks while its call is open.

        Raises:
            McpInputRequired: it asks for what is not offered to it.
            CharterError: a model cannot write what it wants.
        """
        if method not in {ELICIT, SAMPLE}:
            raise McpInputRequired(
                f"{self.source} asks for {method[:100]}, which is not offered to it.", asked=[method]
            )
        if method == SAMPLE:
            return await self._sample(params)
        if has_nul(params):
            raise McpProtocolBroken(_NUL.format(self.source))
        question = self._question(params)
        if question in self.said:
            return _object(self.said[question])
        self._form(params)  # one that cannot be asked is refused here
        if self.asked is None:
            self.asked = question, params
        return dict(_CANCELLED)

    def require_settled(self, *, failed: bool) -> None:
        """Look at what was asked while a call was open, now that it has ended.

        Args:
            failed: the call failed.

        Raises:
            AsksPerson: whatever it returned was made without a person's answer; it is made again with it.
            CharterError: it failed after it was refused this.
        """
        if self.asked is not None:
            self.rounds += 1
            if self.rounds > _MOST_ROUNDS:
                raise McpInputRequired(f"{self.source} asked {_MOST_ROUNDS} times and wants more.", asked=[ELICIT])
            raise AsksPerson(self._form(self.asked[1]), self._state(self.asked[0], None))
        if failed and self.refusal is not None:
            raise self.refusal

    # -- both

    def _state(self, question: str, key: str | None) -> dict[str, JsonValue]:
        """Return what to go on from; without a key the call begins anew."""
        told: dict[str, JsonValue] = dict(self.told)
        return {
            "question": question, "key": key, "request_state": self.request_state, "responses": self.responses,
            "waiting": self.waiting, "said": self.said, "told": told, "sampled": self.sampled, "rounds": self.rounds,
        }  # fmt: skip

    def _question(self, params: Mapping[str, Any]) -> str:
        """Return what a question is known by when the call begins anew: its words, and how often they came."""
        words = {name: params.get(name) for name in ("mode", "message", "requestedSchema", "url")}
        hashed = hashlib.sha256(orjson.dumps(words, option=orjson.OPT_SORT_KEYS)).hexdigest()
        self.told[hashed] = self.told.get(hashed, 0) + 1
        return f"{hashed}#{self.told[hashed]}"

    def _form(self, params: Mapping[str, Any]) -> Form:
        message = str(params.get("message") or "")[:_LONGEST_MESSAGE]
        way: Way = "url" if params.get("mode") == "url" else "form"
        if way not in self.ways:
            raise self._no_way(way)
        if way == "url":
            url = str(params.get("url"))
            if not _WEB.fullmatch(url) or not urlsplit(url).hostname:
                raise McpProtocolBroken(f"{self.source} wants a person to visit what is no web address.")
            return Form(message, self.source, url=url)
        try:
            fields = checked_fields(params.get("requestedSchema"))
        except ValueError as error:
            raise McpProtocolBroken(f"{self.source} asks with a form that cannot be shown: {error}.") from error
        if names_secret(fields):
            raise McpAsksForSecret(
                f"{self.source} asks a person for a password, a key or the like in a form; nobody is asked. Such "
                "things are stored as the server's key, or an account is connected there."
            )
        return Form(message, self.source, fields=fields)

    def refusal_of(self, refused: McpRequestRefused) -> McpError:
        """Return why a server refuses a call, in words that say what to do where it misses a capability."""
        elicitation = refused.lacking.get("elicitation")
        if isinstance(elicitation, dict):
            return self._no_way("url" if "url" in elicitation and "form" not in elicitation else "form")
        return self._no_model() if "sampling" in refused.lacking else refused

    def _no_way(self, way: Way) -> McpInputRequired:
        return McpInputRequired(
            f"{self.source} asks a person {_WORDS[way]} in the middle of this call. People can be asked in the run of "
            f"an agent, in a workflow, and by a client of /mcp that speaks revision {wire.MODERN} and declares the "
            f"capability elicitation.{way}.",
            asked=[ELICIT],
            way=way,
        )

    def _no_model(self) -> McpInputRequired:
        where = "not switched on for it: charter mcp sampling" if self.helper else "possible in runs of agents only"
        return McpInputRequired(f"{self.source} wants a model to write something, which is {where}.", asked=[SAMPLE])

    async def _sample(self, params: Mapping[str, Any]) -> Message:
        if self.helper is None or self.rules is None:
            raise self._no_model()
        if self.sampled >= self.rules.calls:
            raise McpInputRequired(
                f"{self.source} wants a model to write more than {self.rules.calls} times in one call.", asked=[SAMPLE]
            )
        wanted = _wanted(params, self.rules, self.source)
        self.sampled += 1
        written: Sampled = await self.helper.sample(self.tool, wanted)
        return {
            "role": "assistant",
            "content": {"type": "text", "text": written.text},
            "model": written.model,
            "stopReason": "maxTokens" if written.cut_off else "endTurn",
        }


def offered(ways: frozenset[Way], rules: SamplingRules | None) -> Message:
    """Return the client's capabilities."""
    able: Message = {"elicitation": {way: {} for way in sorted(ways)}} if ways else {}
    return able | ({"sampling": {}} if rules is not None else {})


def _wanted(params: Mapping[str, Any], rules: SamplingRules, source: str) -> Sampling:
    try:
        asked = _CreateMessage.model_validate(params)
        messages = [(message.role, message.text()) for message in asked.messages]
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise McpProtocolBroken(f"{source} wants a text with a request that cannot be read: {first['msg']}.") from error
    except ValueError as error:
        raise McpInputRequired(f"{source} wants a model to look at more than text: {error}.", asked=[SAMPLE]) from error
    if asked.tools:
        raise McpInputRequired(f"{source} wants a model that calls tools; only texts are written.", asked=[SAMPLE])
    if sum(len(text) for _, text in messages) + len(asked.system_prompt or "") > _LONGEST_PROMPT:
        raise McpInputRequired(f"{source} sends a model more than {_LONGEST_PROMPT} characters.", asked=[SAMPLE])
    return Sampling(
        rules.model, min(asked.max_tokens, rules.max_tokens), messages, asked.system_prompt, asked.temperature,
        asked.stop_sequences,
    )  # fmt: skip


def _refuse(required: McpInputRequired) -> Message:
    raise required


def _request(request: JsonValue) -> tuple[str, Message]:
    document = _object(request)
    return str(document.get("method")), _object(document.get("params"))


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: JsonValue) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: JsonValue) -> int:
    return value if isinstance(value, int) else 0
