"""The Agent2Agent protocol on the wire, JSON-RPC binding: revision 1.0, and 0.3 whose clients are still many.

A run is a task of the protocol, a conversation a context. The two revisions differ in the names of methods and in
the form of the same things; everything here is made in the form of 1.0 and turned into that of 0.3 where asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import orjson

from charter.core.errors import CharterError
from charter.core.ids import format_id
from charter.runs.models import Run, RunState

Document = dict[str, Any]

VERSION_HEADER: Final = "A2A-Version"
CARD_PATH: Final = "/.well-known/agent-card.json"
PARSE_ERROR: Final = -32700
INVALID_REQUEST: Final = -32600
METHOD_NOT_FOUND: Final = -32601
INVALID_PARAMS: Final = -32602
INTERNAL_ERROR: Final = -32603
TASK_NOT_FOUND: Final = -32001
TASK_NOT_CANCELABLE: Final = -32002
PUSH_NOT_SUPPORTED: Final = -32003
UNSUPPORTED: Final = -32004
CONTENT_TYPE: Final = -32005
VERSION_NOT_SUPPORTED: Final = -32009

_METHODS: Final = {
    "SendMessage": ("send", True), "message/send": ("send", False),
    "SendStreamingMessage": ("stream", True), "message/stream": ("stream", False),
    "GetTask": ("get", True), "tasks/get": ("get", False),
    "CancelTask": ("cancel", True), "tasks/cancel": ("cancel", False),
    "SubscribeToTask": ("subscribe", True), "tasks/resubscribe": ("subscribe", False),
}  # fmt: skip
_PUSH: Final = ("PushNotificationConfig", "pushNotificationConfig")
_STATES: Final = {
    RunState.QUEUED: "SUBMITTED",
    RunState.RUNNING: "WORKING",
    RunState.PAUSED: "INPUT_REQUIRED",
    RunState.COMPLETED: "COMPLETED",
    RunState.FAILED: "FAILED",
    RunState.CANCELLED: "CANCELED",
}
_MOST_PARTS: Final = 100
_WAITING: Final = "It waits for a person: somebody approves a call, or lets it go on, at Charter."


class A2aRefused(Exception):
    """A request cannot be answered with a result; the protocol's code says why."""

    def __init__(self, code: int, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.reason = code, message, reason


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that can be answered.

    Attributes:
        verb: what is asked, in either revision's words for it.
        modern: it was asked in revision 1.0.
    """

    id: str | int | None
    verb: str
    params: Document
    modern: bool


def read(body: bytes, version: str) -> Asked:
    """Return the request in a body.

    Raises:
        A2aRefused: it is none, or speaks a revision that is not known here.
    """
    try:
        message = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise A2aRefused(PARSE_ERROR, "The body is no JSON.") from None
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0" or not isinstance(message.get("method"), str):
        raise A2aRefused(INVALID_REQUEST, "The body is no JSON-RPC 2.0 request.")
    id_, params, method = message.get("id"), message.get("params", {}), message["method"]
    if not isinstance(id_, str | int) or isinstance(id_, bool) or not isinstance(params, dict):
        raise A2aRefused(INVALID_REQUEST, "A request has an id that is a text or a number, and an object of params.")
    if version and version.split(".")[:2] not in (["1", "0"], ["0", "3"]):
        raise A2aRefused(VERSION_NOT_SUPPORTED, f"Revision {version[:20]!r} is not spoken here; 1.0 and 0.3 are.")
    if any(word in method for word in _PUSH):
        raise A2aRefused(PUSH_NOT_SUPPORTED, "Push notifications are not offered; stream, or ask for the task.")
    verb, modern = _METHODS.get(method, ("", True))
    if not verb:
        raise A2aRefused(METHOD_NOT_FOUND, f"There is no method {method[:100]!r} here.")
    return Asked(id_, verb, params, modern)


def id_of(body: bytes) -> str | int | None:
    """Return the id of a request that is refused, as far as it can be read."""
    try:
        id_ = orjson.loads(body).get("id")
    except (orjson.JSONDecodeError, AttributeError):
        return None
    return id_ if isinstance(id_, str | int) and not isinstance(id_, bool) else None


def text_of(message: Document) -> str:
    """Return what a message says to an agent: its texts, and its data as JSON.

    Raises:
        A2aRefused: there is nothing in it that an agent can read.
    """
    parts = message.get("parts")
    if not isinstance(parts, list) or not 0 < len(parts) <= _MOST_PARTS:
        raise A2aRefused(INVALID_PARAMS, f"A message has from one to {_MOST_PARTS} parts.")
    said = "\n".join(_part_text(part) for part in parts)
    if not said.strip():
        raise A2aRefused(INVALID_PARAMS, "The message says nothing.")
    return said


def _part_text(part: object) -> str:
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            return str(part["text"])
        if "data" in part:
            return orjson.dumps(part["data"]).decode()
    raise A2aRefused(CONTENT_TYPE, "Agents read texts and data, no files: send what is in them as text.")


def task(run: Run, *, modern: bool) -> Document:
    """Return a run as a task."""
    document: Document = {"id": format_id("run", run.id), "contextId": context_of(run), "status": status(run)}
    if run.output is not None and run.state == RunState.COMPLETED:
        document["artifacts"] = [artifact(run)]
    return document if modern else {"kind": "task", **_older(document)}


def context_of(run: Run) -> str:
    """Return the context that a run belongs to."""
    return format_id("conversation", run.conversation_id) if run.conversation_id else format_id("run", run.id)


def status(run: Run) -> Document:
    """Return where a run stands; why, when it did not go well or waits."""
    moment = run.ended_at or run.started_at or run.created_at
    document: Document = {
        "state": f"TASK_STATE_{_STATES[RunState(run.state)]}",
        "timestamp": moment.isoformat().replace("+00:00", "Z"),
    }
    why = _WAITING if run.state == RunState.PAUSED else None
    if run.error is not None:
        why = str(run.error.get("detail") or run.error.get("title") or "The run failed.")
    if why is not None:
        id_ = format_id("run", run.id)
        document["message"] = {"messageId": f"{id_}-status", "role": "ROLE_AGENT", "parts": [{"text": why}]}
    return document


def artifact(run: Run) -> Document:
    """Return a run's answer."""
    structured = run.structured_output
    part = {"text": run.output or ""} if structured is None else {"data": structured}
    return {"artifactId": "answer", "parts": [part]}


def sent(run: Run, *, modern: bool) -> Document:
    """Return the result of sending a message."""
    document = task(run, modern=modern)
    return {"task": document} if modern else document


def status_update(run: Run, *, modern: bool) -> Document:
    """Return the event of a stream that tells where a run stands."""
    event = {"taskId": format_id("run", run.id), "contextId": context_of(run), "status": status(run)}
    if modern:
        return {"statusUpdate": event}
    return {"kind": "status-update", **_older(event), "final": run.state not in {RunState.QUEUED, RunState.RUNNING}}


def artifact_update(run: Run, document: Document, *, append: bool, last: bool, modern: bool) -> Document:
    """Return the event of a stream that adds to a run's answer."""
    event = {
        "taskId": format_id("run", run.id), "contextId": context_of(run), "artifact": document,
        "append": append, "lastChunk": last,
    }  # fmt: skip
    return {"artifactUpdate": event} if modern else {"kind": "artifact-update", **_older(event)}


def result(asked: Asked, document: Document) -> Document:
    """Return the answer to a request."""
    return {"jsonrpc": "2.0", "id": asked.id, "result": document}


def refusal(id_: str | int | None, refused: A2aRefused) -> Document:
    """Return the answer to a request that is refused."""
    error: Document = {"code": refused.code, "message": refused.message}
    if refused.reason:
        info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": refused.reason, "domain": "charter"}
        error["data"] = [info]
    return {"jsonrpc": "2.0", "id": id_, "error": error}


def refused_by(error: CharterError) -> A2aRefused:
    """Return one of our own refusals in the protocol's words; its code is the reason."""
    code = {
        "runs.not-found": TASK_NOT_FOUND,
        "runs.state-conflict": TASK_NOT_CANCELABLE,
    }.get(error.code, INVALID_PARAMS if error.status < 500 else INTERNAL_ERROR)
    return A2aRefused(code, error.detail or error.title, error.code)


def card(base_url: str, agent: Any) -> Document:
    """Return what is told of an agent to those who may run it; both revisions find their members in it."""
    url = f"{base_url}/a2a/{quote(agent.slug)}"
    description = f"The agent {agent.name}, version {agent.number}."
    skill = {"id": agent.slug, "name": agent.name, "description": description, "tags": ["charter"]}
    older: Document = {"url": url, "preferredTransport": "JSONRPC", "protocolVersion": "0.3.0"}
    scheme = {"type": "http", "scheme": "bearer", "httpAuthSecurityScheme": {"scheme": "bearer"}}
    return older | {
        "name": agent.name,
        "description": description,
        "version": str(agent.number),
        "supportedInterfaces": [
            {"url": url, "protocolBinding": "JSONRPC", "protocolVersion": "1.0"},
            {"url": url, "protocolBinding": "JSONRPC", "protocolVersion": "0.3"},
        ],
        "capabilities": {"streaming": True, "pushNotifications": False},
        "defaultInputModes": ["text/plain", "application/json"],
        "defaultOutputModes": ["text/plain", "application/json"],
        "skills": [skill],
        "securitySchemes": {"key": scheme},
        "security": [{"key": []}],
        "securityRequirements": [{"schemes": {"key": {"list": []}}}],
    }  # fmt: skip


def _older(value: Any) -> Any:
    """Return a document of revision 1.0 in the form of 0.3: kinds of parts and messages, small names of states."""
    match value:
        case dict():
            found = {name: _older(part) for name, part in value.items() if name != "data"} | (
                {"data": value["data"]} if "data" in value else {}
            )
            if "messageId" in found:
                found["kind"] = "message"
            if isinstance(found.get("state"), str):
                found["state"] = found["state"].removeprefix("TASK_STATE_").lower().replace("_", "-")
            if found.get("role") == "ROLE_AGENT":
                found["role"] = "agent"
            return found
        case list():
            return [_older(part) | _kind(part) if isinstance(part, dict) else _older(part) for part in value]
        case _:
            return value


def _kind(part: Document) -> Document:
    for name in ("text", "data"):
        if name in part:
            return {"kind": name}
    return {}
