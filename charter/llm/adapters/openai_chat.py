"""OpenAI chat completions, which most providers and local servers speak as well.

Source: https://platform.openai.com/docs/api-reference/chat
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

import orjson

from charter.core.event_stream import SseEvent
from charter.llm.adapters.documents import CommonDocuments, error_text
from charter.llm.adapters.failures import classify
from charter.llm.adapters.wire import (
    NONSENSE,
    Accumulator,
    Answer,
    PartialCall,
    StreamParser,
    WireRequest,
    add_known,
    ended_early,
    limited,
    load_event,
    output_instruction,
    sampling,
    tokens,
    tool_call,
)
from charter.llm.errors import MalformedAnswer, ModelCallError
from charter.llm.schemas import Message, ModelRequest, StopReason, Target, ToolCall, Usage

_STOP_REASONS: dict[str, StopReason] = {
    "stop": "end",
    "eos": "end",
    "length": "length",
    "model_length": "length",
    "tool_calls": "tool_calls",
    "function_call": "tool_calls",
    "content_filter": "content_filter",
}
_SHORT_ID = re.compile(r"[A-Za-z0-9]{9}")


@dataclass(frozen=True, slots=True)
class Dialect:
    """Where providers differ.

    Attributes:
        max_tokens_field: newer OpenAI models refuse ``max_tokens``, everybody else knows only that.
        usage_option: whether ``stream_options`` is understood; others send usage unasked or refuse the field.
        short_ids: tool call ids must be nine letters or digits (Mistral).
    """

    max_tokens_field: str = "max_tokens"
    seed_field: str = "seed"
    usage_option: bool = True
    short_ids: bool = False
    path_prefix: str = ""


class OpenAIChat(CommonDocuments):
    """Adapter for ``POST /chat/completions``."""

    def __init__(self, dialect: Dialect = Dialect()) -> None:
        self._dialect = dialect

    def build(self, request: ModelRequest, target: Target, *, stream: bool) -> WireRequest:
        """Return the HTTP request that asks ``target`` to continue the conversation."""
        dialect, capabilities, parameters = self._dialect, target.capabilities, request.parameters
        messages = [self._message(message) for message in request.messages]
        body: dict[str, Any] = {"model": target.model, "messages": messages}
        if request.tools:
            body["tools"] = [
                {
                    "type": "function",
                    "function": {"name": tool.name, "description": tool.description, "parameters": tool.parameters},
                }
                for tool in request.tools
            ]
            body["tool_choice"] = tool_choice(request.tool_choice)
        add_known(
            body,
            sampling(parameters, capabilities),
            {dialect.max_tokens_field: parameters.max_tokens, "stop": parameters.stop},
            {dialect.seed_field: parameters.seed},
        )
        if request.output_schema is not None:
            if capabilities.json_schema:
                body["response_format"] = {
                    "type": "json_schema",
                    "json_schema": {
                        "name": schema_name(request.output_schema_name),
                        "schema": request.output_schema,
                        "strict": is_strict(request.output_schema),
                    },
                }
            else:
                _instruct(messages, output_instruction(request.output_schema))
        if stream:
            body["stream"] = True
            if dialect.usage_option:
                body["stream_options"] = {"include_usage": True}
        url = f"{target.base_url}{dialect.path_prefix}/chat/completions"
        return WireRequest(url, self.auth_headers(target.api_key), body)

    def _message(self, message: Message) -> dict[str, Any]:
        if message.role == "tool":
            return {
                "role": "tool",
                "tool_call_id": self._call_id(message.tool_call_id or ""),
                "content": message.text,
            }
        if message.tool_calls:
            return {
                "role": message.role,
                "content": message.text or None,
                "tool_calls": [
                    {
                        "id": self._call_id(call.id),
                        "type": "function",
                        "function": {"name": call.name, "arguments": call.arguments},
                    }
                    for call in message.tool_calls
                ],
            }
        if message.images:
            parts: list[dict[str, Any]] = [{"type": "text", "text": message.text}] if message.text else []
            parts += [
                {"type": "image_url", "image_url": {"url": f"data:{image.media_type};base64,{image.data}"}}
                for image in message.images
            ]
            return {"role": message.role, "content": parts}
        return {"role": message.role, "content": message.text}

    def _call_id(self, call_id: str) -> str:
        if not self._dialect.short_ids or _SHORT_ID.fullmatch(call_id):
            return call_id
        return hashlib.sha256(call_id.encode()).hexdigest()[:9]

    def parse(self, document: Any) -> Answer:
        """Return the answer in a response that was not streamed."""
        try:
            if document.get("error") and not document.get("choices"):
                raise stream_error(document["error"])
            choice = document["choices"][0]
            message = choice["message"]
            collected = Accumulator()
            collected.add_text(_text(message.get("content")))
            refusal = message.get("refusal")
            if refusal:
                collected.add_text(refusal)
            calls = [_tool_call(call) for call in limited(message.get("tool_calls") or [])]
            stop = _stop(choice.get("finish_reason"), calls=bool(calls), refused=bool(refusal))
            return Answer(collected.text, calls, stop, _usage(document.get("usage")), document)
        except NONSENSE as error:
            raise MalformedAnswer("The response is not a chat completion.") from error

    def stream(self) -> StreamParser:
        """Return a parser for one stream."""
        return _Stream()

    def models_url(self, base_url: str) -> str:
        """Return where the provider lists its models."""
        return f"{base_url}{self._dialect.path_prefix}/models"

    def auth_headers(self, api_key: str | None) -> dict[str, str]:
        """Return the headers that carry the credential."""
        return bearer(api_key)


class _Stream:
    __slots__ = ("_by_index", "_collected", "_finish", "_head", "_refused", "_usage", "done")

    def __init__(self) -> None:
        self.done = False
        self._collected = Accumulator()
        self._by_index: dict[int, PartialCall] = {}
        self._finish: str | None = None
        self._refused = False
        self._usage: dict[str, Any] | None = None
        self._head: dict[str, Any] = {}

    def feed(self, event: SseEvent) -> str:
        if event.data == b"[DONE]":
            self.done = True
            return ""
        try:
            return self._read(load_event(event))
        except NONSENSE as error:
            raise MalformedAnswer("An event of the stream is not part of a chat completion.") from error

    def _read(self, document: dict[str, Any]) -> str:
        if document.get("error"):
            raise stream_error(document["error"])
        if not self._head:
            self._head = {key: document.get(key) for key in ("id", "model", "created")}
        if usage := document.get("usage"):
            self._usage = usage
        choices = document.get("choices")
        if not choices:
            return ""
        choice = choices[0]
        if finish := choice.get("finish_reason"):
            self._finish = str(finish)
        delta = choice.get("delta")
        if not delta:
            return ""
        if calls := delta.get("tool_calls"):
            self._add_calls(calls)
        if refusal := delta.get("refusal"):
            self._refused = True
            return self._collected.add_text(refusal)
        content = delta.get("content")
        return self._collected.add_text(_text(content)) if content else ""

    def _add_calls(self, fragments: list[dict[str, Any]]) -> None:
        for fragment in fragments:
            function = fragment.get("function") or {}
            call_id, index = fragment.get("id"), fragment.get("index")
            call = self._by_index.get(index) if isinstance(index, int) else self._latest(call_id)
            # Some servers number every call 0 and tell them apart by id only.
            if call is None or (call_id and call.id and call_id != call.id):
                call = self._collected.open_call(call_id, function.get("name"))
                if isinstance(index, int):
                    self._by_index[index] = call
            elif not call.name and function.get("name"):
                call.name = function["name"]
            arguments = function.get("arguments")
            if arguments:
                call.add(orjson.dumps(arguments).decode() if isinstance(arguments, dict) else arguments)

    def _latest(self, call_id: Any) -> PartialCall | None:
        return None if call_id or not self._collected.calls else self._collected.calls[-1]

    def finish(self) -> Answer:
        calls = self._collected.tool_calls()
        text = self._collected.text
        if self._finish is None and not (self.done and (text or calls)):
            if self.done:
                raise MalformedAnswer("The stream ended without an answer in it.")
            raise ended_early("no finish_reason")
        stop = _stop(self._finish, calls=bool(calls), refused=self._refused)
        message: dict[str, Any] = {"role": "assistant", "content": text}
        if calls:
            message["tool_calls"] = [
                {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
                for call in calls
            ]
        choice = {"index": 0, "message": message, "finish_reason": self._finish}
        wire = {**self._head, "choices": [choice], "usage": self._usage}
        return Answer(text, calls, stop, _usage(self._usage), wire)


def tool_choice(choice: str) -> str | dict[str, Any]:
    """Return the wire form of a tool choice in this API."""
    if choice in {"auto", "none", "required"}:
        return choice
    return {"type": "function", "function": {"name": choice}}


def bearer(api_key: str | None) -> dict[str, str]:
    """Return the header of a bearer credential."""
    return {"Authorization": f"Bearer {api_key}"} if api_key else {}


def schema_name(name: str) -> str:
    """Return a name this API accepts for a schema."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", name)[:64] or "answer"


def is_strict(schema: Any) -> bool:
    """Say whether a schema keeps the rules of strict mode: every object closed, every property required."""
    if isinstance(schema, list):
        return all(is_strict(item) for item in schema)
    if not isinstance(schema, dict):
        return True
    if schema.get("type") == "object" or "properties" in schema:
        properties = schema.get("properties", {})
        if schema.get("additionalProperties") is not False or set(schema.get("required", ())) != set(properties):
            return False
        return all(is_strict(value) for value in properties.values())
    return all(is_strict(value) for key, value in schema.items() if key not in {"enum", "const", "default", "examples"})


def stream_error(error: Any) -> ModelCallError:
    """Return the typed error for an error that arrived with status 200, inside the stream."""
    code, message = error_text({"error": error})
    number = error.get("code") if isinstance(error, dict) else None
    status = number if isinstance(number, int) and 400 <= number < 600 else 0
    if not status:
        status = 429 if "rate_limit" in code else 503 if "overload" in f"{code} {message}".lower() else 500
    return classify(status, code, message)


def _tool_call(call: dict[str, Any]) -> ToolCall:
    function = call["function"]
    return tool_call(call.get("id"), function["name"], function.get("arguments"))


def _text(content: Any) -> Any:
    """Return the text of a content that may come in parts; parts that are no text (thinking) are left out."""
    if content is None:
        return ""
    if isinstance(content, list):
        return "".join(part["text"] for part in content if part.get("type") == "text")
    return content


def _stop(finish: Any, *, calls: bool, refused: bool) -> StopReason:
    if refused:
        return "content_filter"
    stop = _STOP_REASONS.get(finish, "end") if isinstance(finish, str) else "end"
    # Some servers say "stop" after tool calls.
    return "tool_calls" if calls and stop == "end" else stop


def _usage(usage: Any) -> Usage | None:
    if not isinstance(usage, dict):
        return None
    details = usage.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else 0
    return Usage(tokens(usage.get("prompt_tokens")), tokens(usage.get("completion_tokens")), tokens(cached))


def _instruct(messages: list[dict[str, Any]], instruction: str) -> None:
    if messages and messages[0]["role"] == "system":
        messages[0] = {"role": "system", "content": f"{messages[0]['content']}\n\n{instruction}"}
    else:
        messages.insert(0, {"role": "system", "content": instruction})
