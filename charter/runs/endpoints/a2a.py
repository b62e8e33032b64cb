"""``/a2a/AGENT``: agents for other agents, by the Agent2Agent protocol; keys, budgets and guardrails are Charter's.

Only bearer credentials are taken, never a browser's cookie, so that no page can make a browser run agents.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Request, Response

from charter.agents.service import versions
from charter.core.errors import CharterError
from charter.core.http import sse
from charter.core.http.dependencies import Credential, authenticated, services_of
from charter.core.http.guarding import StreamGuard
from charter.core.ids import parse_id
from charter.core.principal import Principal
from charter.identity.errors import Unauthenticated
from charter.runs.endpoints import a2a_protocol as protocol
from charter.runs.endpoints.a2a_protocol import A2aRefused, Asked, Document
from charter.runs.endpoints.append_only import AppendOnly
from charter.runs.endpoints.opening import open_run
from charter.runs.models import ENDED, Run
from charter.runs.service import reading, steering
from charter.runs.service.events import TERMINAL, Begun
from charter.runs.service.planning import RunPlan
from charter.runs.service.starting import Wanted
from charter.runs.service.waiting import finished_run

door_routes = APIRouter(include_in_schema=False)

_CANCELLED_WITHIN_S = 10.0


@door_routes.get("/a2a/{agent}" + protocol.CARD_PATH)
async def card(request: Request, agent: str) -> Response:
    """Return an agent's card to those who may run it."""
    principal = await _bearer(request)
    services = services_of(request)
    async with services.database.tenant_session(principal.tenant_id) as db:
        found = await versions.get_published(db, principal, agent)
    return _json(protocol.card(services.settings.base_url, found))


@door_routes.post("/a2a/{agent}")
async def receive(request: Request, agent: str) -> Response:
    """Answer one request of another agent."""
    principal = await _bearer(request)
    body = await request.body()
    try:
        asked = protocol.read(body, request.headers.get(protocol.VERSION_HEADER, ""))
        return await _answered(request, principal, agent, asked)
    except A2aRefused as refused:
        return _json(protocol.refusal(protocol.id_of(body), refused))
    except Unauthenticated:
        raise
    except CharterError as error:
        return _json(protocol.refusal(protocol.id_of(body), protocol.refused_by(error)))


async def _answered(request: Request, principal: Principal, agent: str, asked: Asked) -> Response:
    services = services_of(request)
    match asked.verb:
        case "send":
            return await _sent(request, agent, asked)
        case "stream":
            return await _streamed(request, agent, asked)
        case "get":
            run = await _run(services, principal, agent, asked.params)
        case "cancel":
            run = await _cancelled(services, principal, agent, asked.params)
        case _:
            run = await _run(services, principal, agent, asked.params)
            return _stream(request, principal, run, asked, hold=False)
    return _json(protocol.result(asked, protocol.task(run, modern=asked.modern)))


async def _sent(request: Request, agent: str, asked: Asked) -> Response:
    """Start a run and answer with its end, or at once where the caller asks later."""
    services, configuration = services_of(request), _object(asked.params, "configuration")
    later = configuration.get("returnImmediately") is True or configuration.get("blocking") is False
    principal, _, started = await open_run(request, agent, None, _wanted(asked, streamed=False, background=later))
    if later:
        run = await _find(services, principal.tenant_id, started.run_id)
    else:
        run = await finished_run(services, principal.tenant_id, started)
    return _json(protocol.result(asked, protocol.sent(run, modern=asked.modern)))


async def _streamed(request: Request, agent: str, asked: Asked) -> Response:
    services = services_of(request)
    principal, plan, started = await open_run(request, agent, None, _wanted(asked, streamed=True, background=False))
    run = await _find(services, principal.tenant_id, started.run_id)
    return _stream(request, principal, run, asked, hold=plan.contract is not None, begun=started.begun)


def _wanted(asked: Asked, *, streamed: bool, background: bool) -> Any:
    """Return what makes the wanted run from a plan.

    Raises:
        A2aRefused: the message cannot be given to an agent.
    """
    message = _object(asked.params, "message")
    if message.get("taskId"):
        raise A2aRefused(protocol.UNSUPPORTED, "A task takes no more messages; send a new one with its contextId.")
    text, conversation_id = protocol.text_of(message), None
    if (context := message.get("contextId")) not in (None, ""):
        conversation_id = _parsed("conversation", context, protocol.INVALID_PARAMS)

    def make(plan: RunPlan, key: str | None, fingerprint: bytes | None) -> Wanted:
        return Wanted(
            text=text,
            conversation_id=conversation_id,
            streamed=streamed and plan.contract is None,
            background=background,
            idempotency_key=key,
            fingerprint=fingerprint,
        )

    return make


async def _run(services: Any, principal: Principal, agent: str, params: Document) -> Run:
    """Return the run that a request names.

    Raises:
        A2aRefused: there is none of this agent that the caller may see.
    """
    run_id = _parsed("run", params.get("id"), protocol.TASK_NOT_FOUND)
    async with services.database.tenant_session(principal.tenant_id) as db:
        run = await reading.get_run(db, principal, run_id)
    if run.agent_slug != agent:
        raise A2aRefused(protocol.TASK_NOT_FOUND, "This agent has no such task.", "runs.not-found")
    return run


async def _cancelled(services: Any, principal: Principal, agent: str, params: Document) -> Run:
    run = await _run(services, principal, agent, params)
    async with services.database.tenant_session(principal.tenant_id) as db:
        await steering.cancel(db, principal, services.runs.hub, run.id, now=services.clock())
    with suppress(TimeoutError):
        async with asyncio.timeout(_CANCELLED_WITHIN_S):
            async for batch in services.runs.hub.follow(principal.tenant_id, run.id):
                if batch[-1].type == "run.cancelled":
                    break
    return await _find(services, principal.tenant_id, run.id)


def _stream(
    request: Request, principal: Principal, run: Run, asked: Asked, *, hold: bool, begun: Begun | None = None
) -> Response:
    def refused(error: CharterError) -> bytes:
        return _event(protocol.refusal(asked.id, protocol.refused_by(error)))

    guard = StreamGuard(request, principal, reading.still(run.created_by, run.agent_id), refused)
    return sse.stream(_events(services_of(request), principal.tenant_id, run, asked, hold=hold, begun=begun), guard)


async def _events(
    services: Any, tenant_id: UUID, run: Run, asked: Asked, *, hold: bool, begun: Begun | None
) -> AsyncIterator[bytes]:
    """Yield the task, its answer piece by piece, and how it ended; text that was told is never taken back."""

    def event(document: Document) -> bytes:
        return _event(protocol.result(asked, document))

    yield event(protocol.sent(run, modern=asked.modern))
    if run.state in ENDED:
        return
    text, pieces = AppendOnly(hold=hold), 0
    batches = _until_it_stops(services.runs.hub.follow(tenant_id, run.id, begun=begun))
    async for kind, piece in text.of(batches):
        if kind == "text" and not hold:
            part = {"artifactId": "answer", "parts": [{"text": piece}]}
            yield event(protocol.artifact_update(run, part, append=pieces > 0, last=False, modern=asked.modern))
            pieces += 1
    run = await _find(services, tenant_id, run.id)
    if run.output is not None and (text.diverged or pieces == 0):
        # What was told piece by piece came out otherwise, or is no text: told whole, in place of it.
        whole = protocol.artifact(run)
        yield event(protocol.artifact_update(run, whole, append=False, last=True, modern=asked.modern))
    yield event(protocol.status_update(run, modern=asked.modern))


async def _until_it_stops(batches: AsyncIterator[list[Any]]) -> AsyncIterator[list[Any]]:
    """Yield a run's events until it has ended or waits for a person, which may take days."""
    async for batch in batches:
        yield batch
        if batch[-1].type in TERMINAL | {"run.paused"}:
            return


async def _find(services: Any, tenant_id: UUID, run_id: UUID) -> Run:
    async with services.database.tenant_session(tenant_id) as db:
        return await reading.find_run(db, run_id)


async def _bearer(request: Request) -> Principal:
    """Return who sends a bearer credential.

    Raises:
        Unauthenticated: nobody does.
    """
    if Credential(request).bearer is None:
        raise Unauthenticated("Send an API key or an access token as bearer.")
    return await authenticated(request)


def _object(params: Document, name: str) -> Document:
    value = params.get(name, {})
    if not isinstance(value, dict):
        raise A2aRefused(protocol.INVALID_PARAMS, f"{name} is an object.")
    return value


def _parsed(kind: str, value: object, code: int) -> UUID:
    try:
        return parse_id(kind, str(value))
    except ValueError:
        raise A2aRefused(code, f"There is no {'task' if kind == 'run' else 'context'} {str(value)[:100]!r}.") from None


def _event(document: Document) -> bytes:
    return b"data: " + orjson.dumps(document) + b"\n\n"


def _json(document: Document) -> Response:
    return Response(orjson.dumps(document), media_type="application/json")
