"""Google Gemini, ``generateContent``.

Source: https://ai.google.dev/api/generate-content
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import orjson

from charter.core.event_stream import SseEvent
from charter.llm.adapters.failures import classify, duration_s, retry_after_s
from charter.llm.adapters.wire import (
    NONSENSE,
    Accumulator,
    Answer,
    StreamParser,
    WireRequest,
    add_known,
    arguments_object,
    ended_early,
    load_event,
    output_instruction,
    sampling,
    tokens,
)
from charter.llm.errors import ContentFiltered, MalformedAnswer, ModelCallError
from charter.llm.schemas import Message, ModelRequest, StopReason, Target, Usage

_STOP_REASONS: dict[str, StopReason] = {
    "STOP": "end",
    "MAX_TOKENS": "length",
    "CONTINUATION": "length",
    "SAFETY": "content_filter",
    "RECITATION": "content_filter",
    "BLOCKLIST": "content_filter",
    "PROHIBITED_CONTENT": "content_filter",
    "SPII": "content_filter",
    "LANGUAGE": "content_filter",
    "MODEL_ARMOR": "content_filter",
    "ESCALATION": "content_filter",
}
_MALFORMED = frozenset({"MALFORMED_FUNCTION_CALL", "MALFORMED_RESPONSE", "UNEXPECTED_TOOL_CALL"})
# Documented value for calls that this model did not make itself: Gemini 3 refuses calls without a signature.
_NO_SIGNATURE = "skip_thought_signature_validator"
_WITHOUT_SIGNATURES = ("gemini-1", "gemini-2")


class Gemini:
    """Adapter for ``POST /models/{model}:generateContent`` and ``:streamGenerateContent``."""

    def build(self, request: ModelRequest, target: Target, *, stream: bool) -> WireRequest:
        """Return the HTTP request that asks ``target`` to continue the conversation."""
        parameters = request.parameters
        model = target.model.removeprefix("models/")
        system = [message.text for message in request.messages if message.role == "system" and message.text]
        signed = not model.startswith(_WITHOUT_SIGNATURES)
        body: dict[str, Any] = {"contents": _contents(request.messages, signed=signed)}
        config: dict[str, Any] = {}
        steering = sampling(parameters, target.capabilities)
        add_known(
            config,
            {"temperature": steering.get("temperature"), "topP": steering.get("top_p")},
            {"maxOutputTokens": parameters.max_tokens, "stopSequences": parameters.stop, "seed": parameters.seed},
        )
        if request.output_schema is not None:
            # Function calls and a response schema together are refused by all but the newest models.
            if target.capabilities.json_schema and not request.tools:
                config["responseMimeType"] = "application/json"
                config["responseJsonSchema"] = request.output_schema
            else:
                system.append(output_instruction(request.output_schema))
        if request.tools:
            declarations = [
                {"name": tool.name, "description": tool.description, "parametersJsonSchema": tool.parameters}
                for tool in request.tools
            ]
            body["tools"] = [{"functionDeclarations": declarations}]
            body["toolConfig"] = {"functionCallingConfig": _tool_choice(request.tool_choice)}
        if config:
            body["generationConfig"] = config
        if system:
            body["systemInstruction"] = {"parts": [{"text": "\n\n".join(system)}]}
        method = "streamGenerateContent?alt=sse" if stream else "generateContent"
        url = f"{target.base_url}/models/{quote(model, safe='')}:{method}"
        return WireRequest(url, self.auth_headers(target.api_key), body)

    def parse(self, document: Any) -> Answer:
        """Return the answer in a response that was not streamed."""
        parser = _Stream()
        parser.add(document)
        answer = parser.finish()
        answer.wire = document
        return answer

    def stream(self) -> StreamParser:
        """Return a parser for one stream."""
        return _Stream()

    def failure(self, status: int, headers: Mapping[str, str], document: Any) -> ModelCallError:
        """Return the typed error of a response with an error status."""
        if isinstance(document, list) and document:
            document = document[0]
        error = document.get("error") if isinstance(document, dict) else None
        if not isinstance(error, dict):
            return classify(status, "", "", retry_after_s(headers))
        return _typed(error, status, retry_after_s(headers))

    def models_url(self, base_url: str) -> str:
        """Return where the provider lists its models."""
        return f"{base_url}/models?pageSize=1000"

    def model_names(self, document: Any) -> list[str]:
        """Return the names of the models that can hold a conversation."""
        try:
            return sorted(
                entry["name"].removeprefix("models/")
                for entry in document["models"]
                if "generateContent" in entry.get("supportedGenerationMethods", ("generateContent",))
            )
        except NONSENSE as error:
            raise MalformedAnswer("The response is not a list of models.") from error

    def auth_headers(self, api_key: str | None) -> dict[str, str]:
        """Return the headers that carry the credential."""
        return {"x-goog-api-key": api_key} if api_key else {}


class _Stream:
    __slots__ = ("_collected", "_finish", "_head", "_usage", "done")

    def __init__(self) -> None:
        self.done = False
        self._collected = Accumulator()
        self._finish: str | None = None
        self._usage: dict[str, Any] | None = None
        self._head: dict[str, Any] = {}

    def feed(self, event: SseEvent) -> str:
        return self.add(load_event(event))

    def add(self, document: Any) -> str:
        try:
            if document.get("error"):
                raise _typed(document["error"], 0, None)
            if not self._head:
                self._head = {key: document.get(key) for key in ("responseId", "modelVersion")}
            if usage := document.get("usageMetadata"):
                self._usage = usage
            blocked = (document.get("promptFeedback") or {}).get("blockReason")
            if blocked:
                raise ContentFiltered(f"The provider's content filter refused the conversation ({str(blocked)[:40]}).")
            candidates = document.get("candidates")
            if not candidates:
                return ""
            candidate = candidates[0]
            text = self._add_parts((candidate.get("content") or {}).get("parts") or [])
            if finish := candidate.get("finishReason"):
                self._finish = str(finish)
            return text
        except NONSENSE as error:
            raise MalformedAnswer("The response is not a list of candidates.") from error

    def _add_parts(self, parts: list[dict[str, Any]]) -> str:
        text = ""
        for part in parts:
            if call := part.get("functionCall"):
                signature = part.get("thoughtSignature")
                opened = self._collected.open_call(
                    call.get("id"), call["name"], signature if isinstance(signature, str) else None
                )
                opened.add(orjson.dumps(call.get("args") or {}).decode())
            elif part.get("text") and not part.get("thought"):
                text += self._collected.add_text(part["text"])
        return text

    def finish(self) -> Answer:
        if self._finish is None:
            raise ended_early("no finishReason")
        if self._finish in _MALFORMED:
            raise MalformedAnswer(f"The model wrote a tool call that cannot be read ({self._finish}).")
        text, calls = self._collected.text, self._collected.tool_calls()
        stop = _STOP_REASONS.get(self._finish, "end")
        if calls and stop == "end":
            stop = "tool_calls"
        parts: list[dict[str, Any]] = [{"text": text}] if text else []
        parts += [{"functionCall": {"name": call.name, "args": arguments_object(call.arguments)}} for call in calls]
        candidate = {"content": {"role": "model", "parts": parts}, "finishReason": self._finish}
        wire = {**self._head, "candidates": [candidate], "usageMetadata": self._usage}
        return Answer(text, calls, stop, _usage(self._usage), wire)


def _contents(messages: list[Message], *, signed: bool) -> list[dict[str, Any]]:
    names = {call.id: call.name for message in messages for call in message.tool_calls}
    contents: list[dict[str, Any]] = []
    for message in messages:
        if message.role == "system":
            continue
        role = "model" if message.role == "assistant" else "user"
        parts = _parts(message, names, signed=signed)
        if not parts:
            continue
        if contents and contents[-1]["role"] == role:
            contents[-1]["parts"] += parts
        else:
            contents.append({"role": role, "parts": parts})
    return contents


def _parts(message: Message, names: dict[str, str], *, signed: bool) -> list[dict[str, Any]]:
    if message.role == "tool":
        name = names.get(message.tool_call_id or "", "unknown")
        return [{"functionResponse": {"name": name, "response": {"result": message.text}}}]
    parts: list[dict[str, Any]] = [{"text": message.text}] if message.text else []
    parts += [{"inlineData": {"mimeType": image.media_type, "data": image.data}} for image in message.images]
    for position, call in enumerate(message.tool_calls):
        part: dict[str, Any] = {"functionCall": {"name": call.name, "args": arguments_object(call.arguments)}}
        if signed and (call.signature or position == 0):
            part["thoughtSignature"] = call.signature or _NO_SIGNATURE
        parts.append(part)
    return parts


def _tool_choice(choice: str) -> dict[str, Any]:
    match choice:
        case "auto":
            return {"mode": "AUTO"}
        case "none":
            return {"mode": "NONE"}
        case "required":
            return {"mode": "ANY"}
        case _:
            return {"mode": "ANY", "allowedFunctionNames": [choice]}


def _typed(error: dict[str, Any], status: int, wait_s: float | None) -> ModelCallError:
    code = error.get("code")
    if not status:
        status = code if isinstance(code, int) and 400 <= code < 600 else 500
    details = error.get("details")
    for detail in details if isinstance(details, list) else []:
        if wait_s is None and isinstance(detail, dict):
            wait_s = duration_s(detail.get("retryDelay"))
    message = error.get("message")
    return classify(status, str(error.get("status") or ""), message if isinstance(message, str) else "", wait_s)


def _usage(usage: Any) -> Usage | None:
    if not isinstance(usage, dict):
        return None
    output = tokens(usage.get("candidatesTokenCount")) + tokens(usage.get("thoughtsTokenCount"))
    return Usage(tokens(usage.get("promptTokenCount")), output, tokens(usage.get("cachedContentTokenCount")))
