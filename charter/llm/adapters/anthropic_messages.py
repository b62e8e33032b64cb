"""Anthropic messages.

Source: https://platform.claude.com/docs/en/api/messages
"""

from __future__ import annotations

import hashlib
import re
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
    arguments_object,
    ended_early,
    load_event,
    output_instruction,
    tokens,
    tool_call,
)
from charter.llm.errors import MalformedAnswer, ModelCallError
from charter.llm.schemas import Message, ModelRequest, StopReason, Target, ToolCall, Usage

_VERSION = "2023-06-01"
_STOP_REASONS: dict[str, StopReason] = {
    "end_turn": "end",
    "stop_sequence": "end",
    "pause_turn": "end",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "tool_use": "tool_calls",
    "refusal": "content_filter",
}
# Errors inside a stream come with status 200 and a type.
_STATUS_OF_TYPE = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "timeout_error": 504,
    "overloaded_error": 529,
}
_CALL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# The API wants a limit in every request; without one of the caller's it is this or the model's own, the smaller.
_DEFAULT_MAX_TOKENS = 16_384


class AnthropicMessages(CommonDocuments):
    """Adapter for ``POST /v1/messages``."""

    def build(self, request: ModelRequest, target: Target, *, stream: bool) -> WireRequest:
        """Return the HTTP request that asks ``target`` to continue the conversation."""
        parameters, capabilities = request.parameters, target.capabilities
        system = [message.text for message in request.messages if message.role == "system" and message.text]
        body: dict[str, Any] = {
            "model": target.model,
            "messages": _messages(request.messages),
            "max_tokens": parameters.max_tokens
            or min(capabilities.max_output_tokens or _DEFAULT_MAX_TOKENS, _DEFAULT_MAX_TOKENS),
        }
        if request.tools:
            body["tools"] = [
                {"name": tool.name, "description": tool.description, "input_schema": tool.parameters}
                for tool in request.tools
            ]
            body["tool_choice"] = _tool_choice(request.tool_choice)
        if capabilities.sampling:
            # Newer models refuse both at once; temperature is the one people set on purpose.
            if parameters.temperature is not None:
                body["temperature"] = min(parameters.temperature, 1.0)
            elif parameters.top_p is not None:
                body["top_p"] = parameters.top_p
        if parameters.stop:
            body["stop_sequences"] = parameters.stop
        if request.output_schema is not None:
            if capabilities.json_schema:
                body["output_config"] = {"format": {"type": "json_schema", "schema": request.output_schema}}
            else:
                system.append(output_instruction(request.output_schema))
        if system:
            body["system"] = "\n\n".join(system)
        if stream:
            body["stream"] = True
        return WireRequest(f"{target.base_url}/v1/messages", self.auth_headers(target.api_key), body)

    def parse(self, document: Any) -> Answer:
        """Return the answer in a message object."""
        try:
            if document["type"] == "error":
                raise _typed(document["error"])
            collected = Accumulator()
            calls: list[ToolCall] = []
            for block in document["content"]:
                if block["type"] == "text":
                    collected.add_text(block["text"])
                elif block["type"] == "tool_use":
                    calls.append(tool_call(block.get("id"), block["name"], block.get("input")))
            stop = _STOP_REASONS.get(document.get("stop_reason") or "end_turn", "end")
            return Answer(collected.text, calls, stop, _usage(document.get("usage")), document)
        except NONSENSE as error:
            raise MalformedAnswer("The response is not a message object.") from error

    def stream(self) -> StreamParser:
        """Return a parser for one stream."""
        return _Stream()

    def models_url(self, base_url: str) -> str:
        """Return where the provider lists its models."""
        return f"{base_url}/v1/models?limit=1000"

    def auth_headers(self, api_key: str | None) -> dict[str, str]:
        """Return the headers that carry the credential."""
        headers = {"anthropic-version": _VERSION}
        if api_key:
            headers["x-api-key"] = api_key
        return headers


class _Stream:
    __slots__ = ("_blocks", "_collected", "_head", "_stop", "_usage", "done")

    def __init__(self) -> None:
        self.done = False
        self._collected = Accumulator()
        self._blocks: dict[int, PartialCall] = {}
        self._head: dict[str, Any] = {}
        self._stop: str | None = None
        self._usage: dict[str, Any] = {}

    def feed(self, event: SseEvent) -> str:
        document = load_event(event)
        try:
            match document["type"]:
                case "content_block_delta":
                    return self._add(document["index"], document["delta"])
                case "content_block_start":
                    return self._open(document["index"], document["content_block"])
                case "message_start":
                    message = document["message"]
                    self._head = {key: message.get(key) for key in ("id", "model", "role", "type")}
                    self._usage.update(message.get("usage") or {})
                case "message_delta":
                    self._stop = document["delta"].get("stop_reason") or self._stop
                    self._usage.update(
                        {key: value for key, value in (document.get("usage") or {}).items() if value is not None}
                    )
                case "message_stop":
                    self.done = True
                case "error":
                    raise _typed(document["error"])
            return ""
        except NONSENSE as error:
            raise MalformedAnswer("An event of the stream is not part of a message.") from error

    def _open(self, index: int, block: dict[str, Any]) -> str:
        if block["type"] == "tool_use":
            call = self._collected.open_call(block.get("id"), block["name"])
            self._blocks[index] = call
            if block.get("input"):
                call.add(orjson.dumps(block["input"]).decode())
        elif block["type"] == "text" and block.get("text"):
            return self._collected.add_text(block["text"])
        return ""

    def _add(self, index: int, delta: dict[str, Any]) -> str:
        kind = delta["type"]
        if kind == "text_delta":
            return self._collected.add_text(delta["text"])
        if kind == "input_json_delta":
            self._blocks[index].add(delta["partial_json"])
        return ""

    def finish(self) -> Answer:
        if self._stop is None:
            raise ended_early("no stop_reason")
        text, calls = self._collected.text, self._collected.tool_calls()
        content: list[dict[str, Any]] = [{"type": "text", "text": text}] if text else []
        content += [
            {"type": "tool_use", "id": call.id, "name": call.name, "input": arguments_object(call.arguments)}
            for call in calls
        ]
        wire = {**self._head, "content": content, "stop_reason": self._stop, "usage": self._usage}
        return Answer(text, calls, _STOP_REASONS.get(self._stop, "end"), _usage(self._usage), wire)


def _messages(messages: list[Message]) -> list[dict[str, Any]]:
    """Return the conversation with roles that alternate: neighbours of one role become one message."""
    wire: list[dict[str, Any]] = []
    for message in messages:
        if message.role == "system":
            continue
        role = "assistant" if message.role == "assistant" else "user"
        blocks = _blocks(message)
        if not blocks:
            continue
        if wire and wire[-1]["role"] == role:
            wire[-1]["content"] += blocks
        else:
            wire.append({"role": role, "content": blocks})
    return wire


def _blocks(message: Message) -> list[dict[str, Any]]:
    if message.role == "tool":
        result: dict[str, Any] = {"type": "tool_result", "tool_use_id": _call_id(message.tool_call_id or "")}
        if message.text:
            result["content"] = message.text
        return [result]
    blocks: list[dict[str, Any]] = [
        {"type": "image", "source": {"type": "base64", "media_type": image.media_type, "data": image.data}}
        for image in message.images
    ]
    # A text block of nothing but white space is refused.
    if message.text.strip():
        blocks.append({"type": "text", "text": message.text})
    blocks += [
        {
            "type": "tool_use",
            "id": _call_id(call.id),
            "name": call.name,
            "input": arguments_object(call.arguments),
        }
        for call in message.tool_calls
    ]
    return blocks


def _call_id(call_id: str) -> str:
    if _CALL_ID.fullmatch(call_id):
        return call_id
    return f"call_{hashlib.sha256(call_id.encode()).hexdigest()[:24]}"


def _tool_choice(choice: str) -> dict[str, Any]:
    match choice:
        case "auto" | "none":
            return {"type": choice}
        case "required":
            return {"type": "any"}
        case _:
            return {"type": "tool", "name": choice}


def _typed(error: Any) -> ModelCallError:
    code, message = error_text({"error": error})
    kind = error.get("type") if isinstance(error, dict) else None
    return classify(_STATUS_OF_TYPE.get(kind, 500) if isinstance(kind, str) else 500, code, message)


def _usage(usage: Any) -> Usage | None:
    if not isinstance(usage, dict) or "input_tokens" not in usage:
        return None
    cached = tokens(usage.get("cache_read_input_tokens"))
    total = tokens(usage["input_tokens"]) + cached + tokens(usage.get("cache_creation_input_tokens"))
    return Usage(total, tokens(usage.get("output_tokens")), cached)
