"""OpenAI responses, used without stored state: every request carries the whole conversation.

Source: https://platform.openai.com/docs/api-reference/responses
"""

from __future__ import annotations

from typing import Any

from charter.core.event_stream import SseEvent
from charter.llm.adapters.documents import CommonDocuments
from charter.llm.adapters.openai_chat import bearer, is_strict, schema_name, stream_error
from charter.llm.adapters.wire import (
    NONSENSE,
    Accumulator,
    Answer,
    StreamParser,
    WireRequest,
    add_known,
    ended_early,
    load_event,
    output_instruction,
    sampling,
    tokens,
    tool_call,
)
from charter.llm.errors import MalformedAnswer
from charter.llm.schemas import Message, ModelRequest, StopReason, Target, ToolCall, Usage


class OpenAIResponses(CommonDocuments):
    """Adapter for ``POST /responses``."""

    def build(self, request: ModelRequest, target: Target, *, stream: bool) -> WireRequest:
        """Return the HTTP request that asks ``target`` to continue the conversation."""
        parameters = request.parameters
        instructions = [message.text for message in request.messages if message.role == "system"]
        items: list[dict[str, Any]] = []
        for message in request.messages:
            items += _items(message)
        body: dict[str, Any] = {"model": target.model, "input": items, "store": False}
        if request.tools:
            body["tools"] = [
                {
                    "type": "function",
                    "name": tool.name,
                    "description": tool.description,
                    "parameters": tool.parameters,
                    "strict": False,
                }
                for tool in request.tools
            ]
            choice = request.tool_choice
            body["tool_choice"] = (
                choice if choice in {"auto", "none", "required"} else {"type": "function", "name": choice}
            )
        add_known(body, sampling(parameters, target.capabilities), {"max_output_tokens": parameters.max_tokens})
        if request.output_schema is not None:
            if target.capabilities.json_schema:
                body["text"] = {
                    "format": {
                        "type": "json_schema",
                        "name": schema_name(request.output_schema_name),
                        "schema": request.output_schema,
                        "strict": is_strict(request.output_schema),
                    }
                }
            else:
                instructions.append(output_instruction(request.output_schema))
        if instructions:
            body["instructions"] = "\n\n".join(instructions)
        if stream:
            body["stream"] = True
        return WireRequest(f"{target.base_url}/responses", bearer(target.api_key), body)

    def parse(self, document: Any) -> Answer:
        """Return the answer in a response object."""
        try:
            if document.get("error"):
                raise stream_error(document["error"])
            collected = Accumulator()
            calls: list[ToolCall] = []
            refused = False
            for item in document["output"]:
                if item["type"] == "message":
                    for part in item["content"]:
                        if part["type"] == "output_text":
                            collected.add_text(part["text"])
                        elif part["type"] == "refusal":
                            refused = True
                            collected.add_text(part["refusal"])
                elif item["type"] == "function_call":
                    calls.append(_tool_call(item))
            stop = _stop(document, calls=bool(calls), refused=refused)
            return Answer(collected.text, calls, stop, _usage(document.get("usage")), document)
        except NONSENSE as error:
            raise MalformedAnswer("The response is not a response object.") from error

    def stream(self) -> StreamParser:
        """Return a parser for one stream."""
        return _Stream(self)

    def models_url(self, base_url: str) -> str:
        """Return where the provider lists its models."""
        return f"{base_url}/models"

    def auth_headers(self, api_key: str | None) -> dict[str, str]:
        """Return the headers that carry the credential."""
        return bearer(api_key)


class _Stream:
    __slots__ = ("_adapter", "_calls", "_collected", "_final", "done")

    def __init__(self, adapter: OpenAIResponses) -> None:
        self.done = False
        self._adapter = adapter
        self._collected = Accumulator()
        self._calls: list[ToolCall] = []
        self._final: dict[str, Any] | None = None

    def feed(self, event: SseEvent) -> str:
        if event.data == b"[DONE]":
            return ""
        document = load_event(event)
        try:
            kind = document["type"]
            if kind == "response.output_text.delta" or kind == "response.refusal.delta":  # noqa: PLR1714 - hot path
                return self._collected.add_text(document["delta"])
            if kind == "response.output_item.done":
                if document["item"]["type"] == "function_call":
                    # Counted by the accumulator, so that their number stays limited.
                    self._collected.open_call(None, None)
                    self._calls.append(_tool_call(document["item"]))
            elif kind in {"response.completed", "response.incomplete"}:
                self._final = document["response"]
                self.done = True
            elif kind == "response.failed":
                raise stream_error(document["response"].get("error") or {})
            elif kind == "error":
                raise stream_error(document.get("error") or document)
            return ""
        except NONSENSE as error:
            raise MalformedAnswer("An event of the stream is not part of a response.") from error

    def finish(self) -> Answer:
        if self._final is None:
            raise ended_early("no response.completed")
        answer = self._adapter.parse(self._final)
        if not answer.text and not answer.tool_calls:
            # Some compatible servers leave the final object empty.
            answer.text, answer.tool_calls = self._collected.text, self._calls
            if self._calls and answer.stop_reason == "end":
                answer.stop_reason = "tool_calls"
        # What the reader has seen is the answer.
        answer.text = self._collected.text or answer.text
        return answer


def _items(message: Message) -> list[dict[str, Any]]:
    match message.role:
        case "system":
            return []
        case "tool":
            return [{"type": "function_call_output", "call_id": message.tool_call_id or "", "output": message.text}]
        case "assistant":
            items: list[dict[str, Any]] = []
            if message.text:
                items.append({"role": "assistant", "content": message.text})
            items += [
                {"type": "function_call", "call_id": call.id, "name": call.name, "arguments": call.arguments}
                for call in message.tool_calls
            ]
            return items
        case _:
            if not message.images:
                return [{"role": "user", "content": message.text}]
            parts: list[dict[str, Any]] = [{"type": "input_text", "text": message.text}] if message.text else []
            parts += [
                {
                    "type": "input_image",
                    "detail": "auto",
                    "image_url": f"data:{image.media_type};base64,{image.data}",
                }
                for image in message.images
            ]
            return [{"role": "user", "content": parts}]


def _tool_call(item: dict[str, Any]) -> ToolCall:
    return tool_call(item.get("call_id"), item["name"], item.get("arguments"))


def _stop(document: dict[str, Any], *, calls: bool, refused: bool) -> StopReason:
    if refused:
        return "content_filter"
    details = document.get("incomplete_details")
    if isinstance(details, dict) and details.get("reason"):
        return "content_filter" if details["reason"] == "content_filter" else "length"
    return "tool_calls" if calls else "end"


def _usage(usage: Any) -> Usage | None:
    if not isinstance(usage, dict):
        return None
    details = usage.get("input_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else 0
    return Usage(tokens(usage.get("input_tokens")), tokens(usage.get("output_tokens")), tokens(cached))
