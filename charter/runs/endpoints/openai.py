"""OpenAI-compatible doors: an agent is a model. Checked with the official client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

import orjson
from fastapi import Request, Response
from pydantic import JsonValue

from charter.access.errors import Forbidden
from charter.agents.errors import AgentNotFound, AgentNotPublished
from charter.agents.service import versions
from charter.core.errors import CharterError, InputInvalid
from charter.core.http import (
    CurrentPrincipal,
    ProcessServices,
    TenantDb,
    problems,
    router,
    sse,
)
from charter.core.http.dependencies import authenticated
from charter.core.http.guarding import StreamGuard
from charter.core.ids import format_id, parse_id
from charter.core.principal import Principal
from charter.identity.errors import Unauthenticated
from charter.llm.errors import CapabilityMissing, ModelUnknown, NoModelAvailable
from charter.llm.schemas import Message
from charter.runs.endpoints.append_only import AppendOnly
from charter.runs.endpoints.openai_schemas import (
    ChatCompletionInput,
    ChatMessage,
    OpenAiModel,
    OpenAiModelList,
    ResponseInput,
)
from charter.runs.endpoints.opening import open_run
from charter.runs.errors import RunNotFound
from charter.runs.models import Run
from charter.runs.service import reading
from charter.runs.service.planning import RunPlan
from charter.runs.service.starting import Started, Wanted
from charter.runs.service.waiting import finished_run

routes = router("/openai", "OpenAI-compatible")

_REFUSALS = problems(
    Unauthenticated, Forbidden, AgentNotFound, AgentNotPublished, ModelUnknown, CapabilityMissing, NoModelAvailable
)


@routes.get("/models", operation_id="listOpenAiModels", responses=problems(Unauthenticated, Forbidden))
async def list_models(principal: CurrentPrincipal, db: TenantDb) -> OpenAiModelList:
    """List the agents that can be run, as models."""
    agents = await versions.list_published(db, principal)
    return OpenAiModelList(
        data=[OpenAiModel(id=agent.slug, created=_seconds(agent.version_id), owned_by="charter") for agent in agents]
    )


@routes.post(
    "/chat/completions", operation_id="createChatCompletion", response_model=dict[str, JsonValue], responses=_REFUSALS
)
async def create_chat_completion(body: ChatCompletionInput, request: Request, services: ProcessServices) -> Response:
    """Answer a conversation as an agent, whole or streamed.

    The agent's charter decides temperature, tools and limits; what the request says of them is read over. The
    conversation is the one in the request: nothing is remembered between calls.
    """
    messages = _messages(body.messages)

    def make(plan: RunPlan, key: str | None, fingerprint: bytes | None) -> Wanted:
        return Wanted(
            text=messages[-1].text,
            messages=messages,
            streamed=body.stream and plan.contract is None,
            idempotency_key=key,
            fingerprint=fingerprint,
        )

    principal, plan, started = await open_run(request, body.model, None, make)
    if body.stream:
        usage = body.stream_options is not None and body.stream_options.include_usage
        frames = _chat_chunks(services, principal.tenant_id, plan, started, body.model, include_usage=usage)
        return sse.stream(frames, _guard(request, principal, plan, lambda error: _data({"error": _error_of(error)})))
    run = await finished_run(services, principal.tenant_id, started)
    if run.error is not None:
        return _failed(request, run.error)
    return _json(
        {
            "id": _chat_id(run.id),
            "object": "chat.completion",
            "created": int(run.created_at.timestamp()),
            "model": body.model,
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": run.output, "refusal": None},
                    "logprobs": None,
                    "finish_reason": "stop",
                }
            ],
            "usage": _chat_usage(run.input_tokens, run.output_tokens),
        }
    )


async def _chat_chunks(
    services: Any, tenant_id: UUID, plan: RunPlan, started: Started, model: str, *, include_usage: bool
) -> AsyncIterator[bytes]:
    head = {
        "id": _chat_id(started.run_id),
        "object": "chat.completion.chunk",
        "created": _seconds(started.run_id),
        "model": model,
    }

    def chunk(delta: dict[str, Any], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return _data({**head, "choices": [choice]})

    yield chunk({"role": "assistant", "content": ""})
    ended: dict[str, Any] = {}
    text = AppendOnly(hold=plan.contract is not None)
    async for kind, piece in text.of(services.runs.hub.follow(tenant_id, started.run_id, begun=started.begun)):
        if kind == "text":
            yield chunk({"content": piece})
        else:
            ended = piece
    if error := ended.get("error"):
        yield _data({"error": _openai_error(error)})
        return
    yield chunk({}, "stop")
    if include_usage:
        run = await _read(services, tenant_id, started.run_id)
        yield _data({**head, "choices": [], "usage": _chat_usage(run.input_tokens, run.output_tokens)})
    yield b"data: [DONE]\n\n"


@routes.post("/responses", operation_id="createResponse", response_model=dict[str, JsonValue], responses=_REFUSALS)
async def create_response(body: ResponseInput, request: Request, services: ProcessServices) -> Response:
    """Answer as an agent in the form of OpenAI's Responses API, whole or streamed.

    A text as `input` begins a conversation, or goes on with that of `previous_response_id`.
    """
    messages = _messages(body.input) if isinstance(body.input, list) else None
    if messages is not None and body.instructions:
        messages.insert(0, Message("system", body.instructions))
    conversation_id = await _conversation_of(request, services, body.previous_response_id)
    if conversation_id is not None and messages is not None and len(messages) > 1:
        message = "With previous_response_id send the new message alone: the earlier ones are known."
        raise InputInvalid(message, fields=[{"path": "/input", "message": message}])
    text = body.input if isinstance(body.input, str) else _messages(body.input)[-1].text

    def make(plan: RunPlan, key: str | None, fingerprint: bytes | None) -> Wanted:
        return Wanted(
            text=text,
            conversation_id=conversation_id,
            messages=None if conversation_id is not None else messages,
            streamed=body.stream and plan.contract is None,
            idempotency_key=key,
            fingerprint=fingerprint,
        )

    principal, plan, started = await open_run(request, body.model, None, make)
    if body.stream:
        frames = _response_events(services, principal.tenant_id, plan, started, body)
        return sse.stream(frames, _guard(request, principal, plan, _error_event))
    run = await finished_run(services, principal.tenant_id, started)
    if run.error is not None:
        return _failed(request, run.error)
    return _json(_response(body, run.id, "completed", run.output or "", _response_usage(run)))


def _guard(
    request: Request, principal: Principal, plan: RunPlan, refused: Callable[[CharterError], bytes]
) -> StreamGuard:
    return StreamGuard(request, principal, reading.still(principal.id, plan.agent.agent_id), refused)


def _error_of(error: CharterError) -> dict[str, Any]:
    return _openai_error(dict(error.problem()))


def _error_event(error: CharterError) -> bytes:
    """Return the error event of the Responses API."""
    facts = _error_of(error)
    event = {"type": "error", "code": facts["code"], "message": facts["message"], "param": None, "sequence_number": 0}
    return sse.event("error", orjson.dumps(event))


async def _response_events(
    services: Any, tenant_id: UUID, plan: RunPlan, started: Started, body: ResponseInput
) -> AsyncIterator[bytes]:
    run_id, item_id, number, whole = started.run_id, f"msg_{_suffix(started.run_id)}", 0, ""
    place = {"item_id": item_id, "output_index": 0, "content_index": 0}

    def frame(kind: str, **facts: Any) -> bytes:
        nonlocal number
        number += 1
        return sse.event(kind, orjson.dumps({"type": kind, "sequence_number": number - 1, **facts}))

    empty = {"type": "output_text", "text": "", "annotations": [], "logprobs": []}
    item = {"id": item_id, "type": "message", "role": "assistant", "status": "in_progress", "content": []}
    yield frame("response.created", response=_response(body, run_id, "in_progress", None, None))
    yield frame("response.in_progress", response=_response(body, run_id, "in_progress", None, None))
    yield frame("response.output_item.added", output_index=0, item=item)
    yield frame("response.content_part.added", **place, part=empty)
    ended: dict[str, Any] = {}
    text = AppendOnly(hold=plan.contract is not None)
    async for kind, piece in text.of(services.runs.hub.follow(tenant_id, run_id, begun=started.begun)):
        if kind == "text":
            whole += piece
            yield frame("response.output_text.delta", **place, delta=piece, logprobs=[])
        else:
            ended = piece
    if error := ended.get("error"):
        failed = _response(body, run_id, "failed", None, None)
        failed["error"] = {"code": "server_error", "message": error["detail"]}
        yield frame("response.failed", response=failed)
        return
    run = await _read(services, tenant_id, run_id)
    part = {**empty, "text": whole}
    yield frame("response.output_text.done", **place, text=whole, logprobs=[])
    yield frame("response.content_part.done", **place, part=part)
    yield frame("response.output_item.done", output_index=0, item={**item, "status": "completed", "content": [part]})
    yield frame("response.completed", response=_response(body, run_id, "completed", whole, _response_usage(run)))


def _response(
    body: ResponseInput, run_id: UUID, status: str, text: str | None, usage: dict[str, Any] | None
) -> dict[str, Any]:
    content: list[dict[str, Any]] = [{"type": "output_text", "text": text, "annotations": [], "logprobs": []}]
    message = {
        "id": f"msg_{_suffix(run_id)}",
        "type": "message",
        "role": "assistant",
        "status": "completed",
        "content": content,
    }
    return {
        "id": f"resp_{_suffix(run_id)}",
        "object": "response",
        "created_at": _seconds(run_id),
        "status": status,
        "error": None,
        "incomplete_details": None,
        "instructions": body.instructions,
        "metadata": body.metadata or {},
        "model": body.model,
        "output": [message] if text is not None else [],
        "parallel_tool_calls": True,
        "previous_response_id": body.previous_response_id,
        "temperature": None,
        "tool_choice": "auto",
        "tools": [],
        "top_p": None,
        "usage": usage,
    }


async def _conversation_of(request: Request, services: Any, response_id: str | None) -> UUID | None:
    if response_id is None:
        return None
    principal = await authenticated(request)
    try:
        run_id = parse_id("resp", response_id)
    except ValueError as error:
        message = f"previous_response_id is {error}."
        raise InputInvalid(message, fields=[{"path": "/previous_response_id", "message": message}]) from error
    async with services.database.tenant_session(principal.tenant_id) as db:
        run = await reading.get_run(db, principal, run_id)
    if run.conversation_id is None:
        raise RunNotFound("That response kept no conversation: its input was a list of messages. Send them all again.")
    return run.conversation_id


async def _read(services: Any, tenant_id: UUID, run_id: UUID) -> Run:
    async with services.database.tenant_session(tenant_id) as db:
        run: Run = await reading.find_run(db, run_id)
    return run


def _messages(given: list[ChatMessage]) -> list[Message]:
    roles = {"developer": "system"}
    messages = [Message(roles.get(message.role, message.role), message.text) for message in given]  # type: ignore[arg-type] # checked by the schema
    if messages[-1].role != "user":
        message = "The last message must be the user's."
        raise InputInvalid(message, fields=[{"path": f"/messages/{len(messages) - 1}/role", "message": message}])
    return messages


def _failed(request: Request, problem: dict[str, JsonValue]) -> Response:
    status = problem.get("status")
    body = problem | {"instance": request.url.path, "error": _openai_error(problem)}
    code = status if isinstance(status, int) else 500
    return Response(orjson.dumps(body), code, media_type="application/problem+json")


def _openai_error(problem: dict[str, Any]) -> dict[str, Any]:
    return {"message": problem.get("detail", ""), "type": "charter_error", "code": problem.get("code"), "param": None}


def _chat_usage(input_tokens: int, output_tokens: int) -> dict[str, int]:
    return {
        "prompt_tokens": input_tokens,
        "completion_tokens": output_tokens,
        "total_tokens": input_tokens + output_tokens,
    }


def _response_usage(run: Run) -> dict[str, Any]:
    return {
        "input_tokens": run.input_tokens,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": run.output_tokens,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": run.input_tokens + run.output_tokens,
    }


def _data(document: dict[str, Any]) -> bytes:
    return b"data: " + orjson.dumps(document) + b"\n\n"


def _json(document: dict[str, Any]) -> Response:
    return Response(orjson.dumps(document), media_type="application/json")


def _suffix(run_id: UUID) -> str:
    return format_id("run", run_id).removeprefix("run_")


def _chat_id(run_id: UUID) -> str:
    return f"chatcmpl-{_suffix(run_id)}"


def _seconds(time_ordered_id: UUID) -> int:
    """Return the second in which a UUIDv7 was made."""
    return (time_ordered_id.int >> 80) // 1000
