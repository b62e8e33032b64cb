"""The jobs that Charter does itself: agents, tools, HTTP requests, agents' decisions at gateways, messages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, cast
from uuid import UUID, uuid5

import orjson
from pydantic import JsonValue
from yarl import URL

from charter.core.crypto import Vault
from charter.core.db import Database, is_outage
from charter.core.errors import CharterError
from charter.core.guarded_client import GuardedClient, Limits
from charter.core.ids import format_id
from charter.core.principal import Principal, PrincipalKind
from charter.core.queue import Park, QueueItemView, Retry
from charter.core.telemetry import logs
from charter.guardrails.errors import GuardrailBlocked
from charter.llm.structured import compile_output_schema
from charter.runs.service import reading
from charter.runs.service.events import TERMINAL
from charter.runs.service.parts import RunParts
from charter.runs.service.starting import Wanted
from charter.tools.errors import ToolArgumentsInvalid, ToolResultInvalid, ToolResultTooLarge
from charter.tools.parts import ToolParts
from charter.tools.python.egress import place
from charter.tools.tool import Caller
from charter.workflows.engine.errors import CommandRejected, EvaluationFailed
from charter.workflows.schemas import MessageInput
from charter.workflows.service.leased import LeasedJob
from charter.workflows.service.leasing import lease_one
from charter.workflows.service.messages import deliver
from charter.workflows.service.outcomes import Done, JobError, JobFailed
from charter.workflows.service.runtime import WorkflowRuntime
from charter.workflows.service.tool_jobs import ToolJobs

_log = logs.get(__name__)
_HELD_AGAIN_S = 5.0
_BACK_OFF_S = (1.0, 5.0, 30.0)
_LEASE_S = 24 * 3600.0
_HTTP_LIMITS = Limits(header_timeout_s=30, total_timeout_s=60, max_response_bytes=2_000_000, max_redirects=3)
_STATES_WORTH_RETRYING = frozenset({408, 425, 429, 500, 502, 503, 504})
_FINAL = (EvaluationFailed, GuardrailBlocked, ToolArgumentsInvalid, ToolResultInvalid, ToolResultTooLarge)
"""What another try would meet again, after another effect of the tool where there was one."""
_SCHEMA: dict[str, JsonValue] = {
    "type": "object",
    "properties": {
        "flows": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "reason": {"type": "string"},
    },
    "required": ["flows", "confidence", "reason"],
    "additionalProperties": False,
}

_NEXT_STEPS: dict[str, JsonValue] = {
    "type": "object",
    "properties": {
        "activateElements": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"elementId": {"type": "string"}, "variables": {"type": "object"}},
                "required": ["elementId"],
            },
        },
        "isCompletionConditionFulfilled": {"type": "boolean"},
    },
}


class BuiltInWorker:
    """Does built-in jobs from the queue. One per process."""

    def __init__(
        self,
        database: Database,
        runtime: WorkflowRuntime,
        runs: RunParts,
        http: GuardedClient,
        tools: ToolParts,
        vault: Vault,
    ) -> None:
        self._database, self._runtime, self._runs, self._http, self._tools = database, runtime, runs, http, tools
        self._tool_jobs = ToolJobs(database, vault, runs.policies, tools, runtime.clock)
        self._kinds: dict[str, Callable[[UUID, LeasedJob], Awaitable[Done]]] = {
            "agent": self._agent,
            "tool": self._tool,
            "http": self._request,
            "charter:decision": self._decide,
            "charter:message": self._message,
        }

    async def work(self, item: QueueItemView) -> None:
        """Do the job of a queue item. Done again after a crash, it joins the run that it had started."""
        tenant_id, job_id = item.tenant_id, UUID(str(item.payload["job_id"]))
        async with self._database.tenant_connection(tenant_id) as connection:
            held = await connection.fetchval("SELECT held FROM workflow_jobs WHERE id = $1", job_id)
            if held:
                raise Retry(_HELD_AGAIN_S)
            now = self._runtime.clock()
            job = await lease_one(connection, job_id, worker="charter", timeout_s=_LEASE_S, now=now)
        if job is None:
            await self._tool_jobs.forget_gone(job_id, tenant_id)
            return
        command = await self._outcome(tenant_id, job)
        try:
            await self._runtime.submit(tenant_id, command, job=job.id, lease=job.lease)
        except CommandRejected as rejected:
            _log.info("workflows: a job's result came too late", extra={"job": str(job.id), "why": rejected.message})
            return
        if command["do"] == "complete_job" and job.type == "tool":
            await self._tool_jobs.forget(job, tenant_id)

    async def _outcome(self, tenant_id: UUID, job: LeasedJob) -> dict[str, Any]:
        """Return the command that tells the instance how the job went."""
        try:
            done = await self._kinds[job.type](tenant_id, job)
        except JobError as error:
            facts = {"code": error.code, "message": error.message, "variables": error.variables}
            return {"do": "throw_error", **facts}
        except (JobFailed, CharterError, EvaluationFailed) as error:
            again = error.again if isinstance(error, JobFailed) else not isinstance(error, _FINAL)
            message = error.detail if isinstance(error, CharterError) else str(error)
            retries = job.retries - 1 if again else 0
            back_off = _BACK_OFF_S[min(max(job.retries - retries, 0), len(_BACK_OFF_S)) - 1]
            return {"do": "fail_job", "retries": max(retries, 0), "message": message, "back_off_s": back_off}
        except (Retry, Park):
            raise
        except Exception as error:
            if is_outage(error):
                raise
            # Nobody knows what was done and what was not: the queue would do all of it again, for ever.
            _log.exception("workflows: a job could not be done", extra={"job": str(job.id)})
            message = f"Charter failed at this ({type(error).__name__}); the server's log says more."
            return {"do": "fail_job", "retries": 0, "message": message}
        return {"do": "complete_job", "variables": done.variables, "result": done.result, "record": done.record}

    # -- agents -------------------------------------------------------------------------------------------------------

    async def _agent(self, tenant_id: UUID, job: LeasedJob) -> Done:
        agent = job.headers.get("agent") or str(self._need(job, "agent"))
        if job.kind == "ad_hoc":
            return await self._use_tool_box(tenant_id, job, agent)
        run = await self._run(tenant_id, job, agent, self._input(job, "input"), None)
        value = run.structured_output if run.structured_output is not None else run.output
        name = job.headers.get("output") or "result"
        return Done({name: value}, None, {"run": format_id("run", run.id)})

    async def _use_tool_box(self, tenant_id: UUID, job: LeasedJob, agent: str) -> Done:
        """Let an agent choose what an ad-hoc sub-process does next, or that it is done."""
        elements = job.variables.get("adHocSubProcessElements") or []
        rest = {name: value for name, value in job.variables.items() if name != "adHocSubProcessElements"}
        text = "\n".join(
            [
                self._input(job, "input") if self._given(job, "input") is not None else "Work on this case.",
                "",
                "You can have these steps done, as often as is useful. As JSON:",
                orjson.dumps(elements).decode(),
                "",
                "The case so far, as JSON:",
                orjson.dumps(rest).decode(),
                "",
                (
                    "Which steps should be done next? Use JSON with the keys activateElements (a list of objects with "
                    "elementId and variables) and isCompletionConditionFulfilled (true when the case is done)."
                ),
            ]
        )
        run = await self._run(tenant_id, job, agent, text, _NEXT_STEPS)
        plan = run.structured_output if isinstance(run.structured_output, dict) else {}
        return Done({}, plan, {"run": format_id("run", run.id)})

    async def _decide(self, tenant_id: UUID, job: LeasedJob) -> Done:
        flows = {key[5:]: label for key, label in job.headers.items() if key.startswith("flow:")}
        several = job.headers.get("several") == "true"
        text = "\n".join(
            [
                job.headers.get("question") or "Which way should this case go?",
                "",
                f"Choose {'one or more' if several else 'exactly one'} of these ways, by id:",
                *(f"- {flow}: {label}" for flow, label in flows.items()),
                "",
                "The case, as JSON:",
                orjson.dumps(job.variables).decode(),
                "",
                "Use JSON with the keys flows (a list of ids), confidence (from 0 to 1) and reason (why).",
            ]
        )
        run = await self._run(tenant_id, job, job.headers["agent"], text, _SCHEMA)
        record = {"run": format_id("run", run.id)}
        answer = run.structured_output if isinstance(run.structured_output, dict) else {}
        return Done({}, answer | record, record)

    async def _run(
        self, tenant_id: UUID, job: LeasedJob, agent: str, text: str, schema: dict[str, JsonValue] | None
    ) -> Any:
        """Run an agent to its end, or join the run that this attempt started before a crash."""
        version = job.headers.get("version")
        pinned = {"agents.write"} if version else set()  # who deployed the model could run versions not published
        permissions = frozenset({"runs.create", "runs.read", "agents.read"} | pinned)
        label = f"workflow {job.process_id}"
        principal = Principal(job.definition_id, PrincipalKind.SERVICE, tenant_id, label, permissions, 0)
        async with self._database.tenant_session(tenant_id) as db:
            plan, _ = await self._runs.planner.plan(db, principal, agent, version=int(version) if version else None)
        if schema is not None:
            plan = replace(plan, contract=compile_output_schema(schema))
        run_id = uuid5(job.id, str(job.retries))
        await self._runs.starter.start(principal, plan, Wanted(text=text, run_id=run_id), epochs=None)
        async for batch in self._runs.hub.follow(tenant_id, run_id):
            if batch[-1].type in TERMINAL:
                break
        async with self._database.tenant_session(tenant_id) as db:
            run = await reading.get_run(db, principal, run_id)
        if run.state in {"queued", "running", "paused"}:
            raise Park  # this process is stopping; the run goes on elsewhere, and so does this
        if run.state != "completed":
            error = run.error or {}
            raise JobFailed(str(error.get("detail") or f"The agent's run was {run.state}."))
        return run

    # -- tools, requests, messages ------------------------------------------------------------------------------------

    async def _tool(self, tenant_id: UUID, job: LeasedJob) -> Done:
        name = job.headers.get("tool") or str(self._need(job, "tool"))
        return await self._tool_jobs.work(job, name, _caller(tenant_id, job))

    async def _request(self, tenant_id: UUID, job: LeasedJob) -> Done:
        method = str(self._given(job, "method") or "GET").upper()
        url, headers, body = await self._allowed_request(tenant_id, job)
        content = None
        if body is not None:
            content = body.encode() if isinstance(body, str) else orjson.dumps(body)
        sent = {str(name): str(value) for name, value in headers.items()}
        if content is not None and not any(name.lower() == "content-type" for name in sent):
            sent["content-type"] = "text/plain; charset=utf-8" if isinstance(body, str) else "application/json"
        secret = await self._credential(tenant_id, job, url)
        # A redirect could lead a secret elsewhere: with one it is not followed.
        limits = replace(_HTTP_LIMITS, max_redirects=0) if secret else _HTTP_LIMITS
        sent = {name: value for name, value in sent.items() if name.lower() not in secret} | secret
        async with await self._http.request(method, url, headers=sent, body=content, limits=limits) as answer:
            raw = await answer.read()
        if answer.status in _STATES_WORTH_RETRYING:
            raise JobFailed(f"{method} {url} answered {answer.status}.")
        response = {
            "status": answer.status,
            "headers": {str(name): value for name, value in answer.headers.items()},
            "body": _body(raw, answer.headers),
        }
        if answer.status >= 400:
            raise JobError(str(answer.status), f"{method} {url} answered {answer.status}.", {"response": response})
        return Done({job.headers.get("output") or "response": response})

    async def _allowed_request(self, tenant_id: UUID, job: LeasedJob) -> tuple[str, dict[str, JsonValue], JsonValue]:
        """Return address, headers and body as the guardrails let them go out."""
        headers = self._given(job, "headers") or {}
        if not isinstance(headers, dict):
            raise JobFailed("headers: expected a context of texts.", again=False)
        wanted = {"url": str(self._need(job, "url")), "headers": headers, "body": self._given(job, "body")}
        allowed = await self._tools.desk.texts.arguments(None, wanted, _caller(tenant_id, job))
        return str(allowed["url"]), cast("dict[str, JsonValue]", allowed["headers"]), allowed["body"]

    async def _credential(self, tenant_id: UUID, job: LeasedJob, url: str) -> dict[str, str]:
        """Return the header with the secret that a job names: no variable ever holds it."""
        name = job.headers.get("credential")
        if not name:
            return {}
        (found,) = await self._tools.credentials(tenant_id, [name])
        asked = URL(url)
        if place(asked) != found.host or not (asked.scheme == "https" or found.over_http):
            raise JobFailed(
                f"The credential {name} is for {found.host} and is not sent to {place(asked)}.", again=False
            )
        return {found.header.lower(): found.value}

    async def _message(self, tenant_id: UUID, job: LeasedJob) -> Done:
        given = {name: self._given(job, name) for name in ("name", "correlationKey", "timeToLiveSeconds", "payload")}
        payload = given["payload"] if isinstance(given["payload"], dict) else {}
        wanted = MessageInput(
            name=str(given["name"] or ""),
            correlation_key=str(given["correlationKey"] or ""),
            variables=payload,
            message_id=format_id("job", job.id),
            time_to_live_s=float(given["timeToLiveSeconds"] or 3600),
        )
        await deliver(self._runtime, tenant_id, wanted)
        return Done({})

    # -- what a job says ----------------------------------------------------------------------------------------------

    def _given(self, job: LeasedJob, name: str) -> Any:
        """Return a header (an expression, if it begins with ``=``), or else the variable of that name."""
        text = job.headers.get(name)
        if text is None:
            return job.variables.get(name)
        if not text.startswith("="):
            return text
        return self._runtime.ports.evaluate(text, job.variables, self._runtime.clock())

    def _need(self, job: LeasedJob, name: str) -> Any:
        value = self._given(job, name)
        if value in (None, ""):
            raise JobFailed(f"{name}: missing. Give it as a task header or map a variable of that name.", again=False)
        return value

    def _input(self, job: LeasedJob, name: str) -> str:
        value = self._given(job, name)
        if value is None:
            value = job.variables
        return value if isinstance(value, str) else orjson.dumps(value).decode()


def _caller(tenant_id: UUID, job: LeasedJob) -> Caller:
    return Caller(tenant_id, job.definition_id, "workflow", job.instance_id, job.id, process=job.process_id)


def _body(raw: bytes, headers: Any) -> Any:
    if "json" in str(headers.get("content-type", "")):
        try:
            return orjson.loads(raw)
        except orjson.JSONDecodeError:
            pass
    return raw.decode("utf-8", "replace")
