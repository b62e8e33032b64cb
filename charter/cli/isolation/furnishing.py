"""One thing of every kind in a tenant, made through the public API.

The requests are said, not sent: whoever drives the generator sends each one and gives back the decoded answer. So the
command line and the tests, which send in different ways, furnish alike.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """A request that makes or looks up something; ``bearer`` when it is not the owner's key, empty for none."""

    method: str
    path: str
    body: Any = None
    bearer: str | None = None


Furnishing = Generator[Step, Any, dict[str, str]]


def furnish(mark: str, *, provider: str | None = None) -> Furnishing:
    """Make things named ``mark``; returns their ids by the names that paths have for them.

    Args:
        mark: lower-case letters, digits and hyphens; in everything that is made here and in nothing else.
        provider: slug of a model provider that offers ``gpt-4o``; one that does not answer makes runs fail, which
            leaves as many traces. Without one there are no model routes and no runs.
    """
    model = f"{provider}/gpt-4o" if provider else None
    ids = (yield from _models(mark, model)) if model else {}
    ids |= yield from _work(mark, model)
    ids |= yield from _people(mark)
    ids |= yield from _access(mark, ids)
    ids |= yield from _workflows(mark)
    ids |= yield from _tools(mark)
    ids |= yield from _approvals(mark)
    budget = {"name": mark, "metric": "runs", "period": "total", "limit": 9, "scope": ids["agent"]}
    ids["budget_id"] = (yield Step("POST", "/v1/budgets", budget))["id"]
    limit = {"name": mark, "per": "key", "requests": 10_000, "seconds": 1}
    yield Step(
        "POST", "/v1/budgets", {"name": f"{mark}-kept", "metric": "storage_bytes", "period": "total", "limit": 10**9}
    )
    policy = {"policy": {"version": 1, "rate_limits": [limit]}, "note": mark, "even_if_it_locks_me_out": True}
    yield Step("PUT", "/v1/edge/policy", policy)
    yield Step("PUT", "/v1/audit/settings", {"retention_months": 12, "legal_hold": True, "hold_reason": mark})
    return ids


def _models(mark: str, model: str) -> Furnishing:
    route = {"name": mark, "strategy": "ordered", "targets": [{"model": model, "weight": 1}]}
    route_id = (yield Step("POST", "/v1/model-routes", route))["id"]
    ref = model.replace("/", "%2F")
    yield Step("PUT", f"/v1/models/{ref}/capabilities", {"tools": True})
    return {"route_id": route_id, "route": route_id, "ref": ref}


def _work(mark: str, model: str | None) -> Furnishing:
    definition = {"instructions": mark} | ({"model": model} if model else {})
    agent = yield Step("POST", "/v1/agents", {"name": mark, "slug": mark, "definition": definition})
    ids = {"agent": agent["id"], "agent_id": agent["id"], "number": "1"}
    ids |= yield from _guardrails(mark, agent["id"])
    if model is None:
        return ids
    run = yield Step("POST", "/v1/runs", {"agent": agent["id"], "input": mark, "wait": True})
    ids |= {"run_id": run["id"], "conversation_id": run["conversation_id"]}
    violation = (yield Step("GET", f"/v1/violations?run_id={run['id']}"))["items"][0]
    exception = {"reason": mark, "expires_at": (datetime.now(UTC) + timedelta(days=1)).isoformat()}
    excepted = yield Step("POST", f"/v1/violations/{violation['id']}/exception", exception)
    yield Step("PUT", "/v1/violations/seen", {"until": violation["id"]})
    return ids | {"violation_id": violation["id"], "exception_id": excepted["id"]}


def _guardrails(mark: str, agent: str) -> Furnishing:
    rule = {"stage": "input", "detector": "words", "action": "flag"}
    document = {"rules": [rule], "denied_words": [mark]}
    policy = yield Step("POST", "/v1/guardrail-policies", {"name": mark, "document": document})
    yield Step("PATCH", f"/v1/guardrail-policies/{policy['id']}", {"agents": [agent]})
    case = {"stage": "input", "detector": "words", "expected": "hits", "text": mark}
    made = yield Step("POST", "/v1/guardrail-cases", case)
    alert = yield Step("POST", "/v1/violation-alerts", {"kind": "mail"})
    return {"policy_id": policy["id"], "case_id": made["id"], "alert_id": alert["id"]}


def _people(mark: str) -> Furnishing:
    key = yield Step("POST", "/v1/api-keys", {"name": mark, "role": "caller"})
    person = {"email": f"{mark}@example.org", "password": f"correct horse {mark}", "role": "builder"}
    member = yield Step("POST", "/v1/members", person)
    sign_in = {name: person[name] for name in ("email", "password")}
    yield Step("POST", "/v1/session", sign_in, bearer="")
    session = (yield Step("GET", f"/v1/members/{member['id']}/sessions"))["items"][0]
    team = yield Step("POST", "/v1/teams", {"name": mark})
    yield Step("PUT", f"/v1/teams/{team['id']}/members/{member['user_id']}")
    account = yield Step("POST", "/v1/service-accounts", {"name": mark, "roles": ["caller"]})
    yield Step("POST", f"/v1/service-accounts/{account['id']}/keys", {"name": mark})
    yield Step("PUT", f"/v1/teams/{team['id']}/service-accounts/{account['id']}")
    guest = {"email": f"guest-{mark}@example.org", "role": "guest", "teams": [team["id"]]}
    invitation = yield Step("POST", "/v1/invitations", guest)
    yield Step("POST", "/v1/audit/erasures", {"email": f"gone-{mark}@example.org", "reason": mark})
    return {
        "key_id": key["id"],
        "member_id": member["id"],
        "user_id": member["user_id"],
        "team_id": team["id"],
        "service_account_id": account["id"],
        "invitation_id": invitation["id"],
        "session_id": session["id"],
    }


def _access(mark: str, ids: dict[str, str]) -> Furnishing:
    role = yield Step("POST", "/v1/roles", {"name": mark, "permissions": ["agents.read"]})
    assignment = yield Step("POST", "/v1/role-assignments", {"subject": ids["team_id"], "role": mark})
    rule = {"subject": ids["team_id"], "effect": "deny", "permission": "agents.read", "agent_id": ids["agent"]}
    rule = yield Step("POST", "/v1/permission-rules", rule | {"note": mark})
    return {"name": role["name"], "assignment_id": assignment["id"], "rule_id": rule["id"]}


_PROCESS = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  targetNamespace="urn:{mark}">
<bpmn:process id="{mark}" isExecutable="true">
  <bpmn:startEvent id="start"/><bpmn:parallelGateway id="fork"/>
  <bpmn:serviceTask id="job">
    <bpmn:extensionElements><zeebe:taskDefinition type="{mark}"/></bpmn:extensionElements>
  </bpmn:serviceTask>
  <bpmn:userTask id="person" name="{mark}">
    <bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements>
  </bpmn:userTask>
  <bpmn:serviceTask id="stuck">
    <bpmn:extensionElements><zeebe:taskDefinition type="=null"/></bpmn:extensionElements>
  </bpmn:serviceTask>
  <bpmn:sequenceFlow id="f0" sourceRef="start" targetRef="fork"/>
  <bpmn:sequenceFlow id="f1" sourceRef="fork" targetRef="job"/>
  <bpmn:sequenceFlow id="f2" sourceRef="fork" targetRef="person"/>
  <bpmn:intermediateCatchEvent id="later"><bpmn:timerEventDefinition>
    <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P30D</bpmn:timeDuration>
  </bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
  <bpmn:intermediateCatchEvent id="heard"><bpmn:messageEventDefinition messageRef="call"/></bpmn:intermediateCatchEvent>
  <bpmn:businessRuleTask id="rule"><bpmn:extensionElements>
    <zeebe:calledDecision decisionId="{mark}-rule" resultVariable="ruled"/>
  </bpmn:extensionElements></bpmn:businessRuleTask>
  <bpmn:sequenceFlow id="f3" sourceRef="fork" targetRef="stuck"/>
  <bpmn:sequenceFlow id="f4" sourceRef="fork" targetRef="later"/>
  <bpmn:sequenceFlow id="f5" sourceRef="fork" targetRef="heard"/>
  <bpmn:sequenceFlow id="f6" sourceRef="fork" targetRef="rule"/>
</bpmn:process>
<bpmn:message id="call" name="{mark}-call"><bpmn:extensionElements>
  <zeebe:subscription correlationKey="=secret"/>
</bpmn:extensionElements></bpmn:message></bpmn:definitions>"""
_DECISION = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="{mark}-model" name="{mark}"
  namespace="urn:{mark}"><decision id="{mark}-rule" name="{mark} rule">
  <variable name="{mark} rule"/><literalExpression><text>1 + 1</text></literalExpression>
</decision></definitions>"""


def _workflows(mark: str) -> Furnishing:
    models = {"bpmn": _PROCESS, "dmn": _DECISION}
    files = [{"name": f"{mark}.{kind}", "content": text.replace("{mark}", mark)} for kind, text in models.items()]
    deployed = yield Step("POST", "/v1/workflow-deployments", {"files": files})
    instance = yield Step("POST", "/v1/process-instances", {"process": mark, "variables": {"secret": mark}})
    job = (yield Step("GET", f"/v1/jobs?type={mark}"))["items"][0]
    incident = (yield Step("GET", "/v1/incidents"))["items"][0]
    task = (yield Step("GET", "/v1/user-tasks"))["items"][0]
    yield Step("POST", "/v1/messages", {"name": mark, "correlation_key": mark, "time_to_live_s": 3600})
    return {
        "definition_id": next(it["id"] for it in deployed["definitions"] if it["kind"] == "process"),
        "instance_id": instance["id"],
        "job_id": job["id"],
        "incident_id": incident["id"],
        "task_id": task["id"],
    }


def _tools(mark: str) -> Furnishing:
    code = f'def look(text: str) -> str:\n    """{mark}"""\n    return text\n'
    body = {"name": mark.replace("-", "_"), "title": mark, "definition": {"code": code}, "publish": True}
    tool = yield Step("POST", "/v1/tools", body)
    yield Step("POST", "/v1/tools/clock/disable")
    secret = {"name": body["name"], "host": f"{mark}.example.org", "value": f"Bearer secret of {mark}"}
    credential = yield Step("POST", "/v1/tool-credentials", secret)
    name = mark.replace("-", "_")[:30].rstrip("_")
    body = {"name": name, "url": f"https://{mark}.invalid/mcp", "even_if_it_does_not_answer": True}
    server = yield Step("POST", "/v1/mcp-servers", body)
    virtual = yield Step("POST", "/v1/mcp-virtual-servers", {"name": mark, "tools": [tool["name"]]})
    return {"tool": tool["id"], "credential_id": credential["id"], "server": server["id"], "virtual": virtual["id"]}


_ASKING = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="urn:charter:isolation">'
    '<process id="asking" isExecutable="true"><startEvent id="start"/><serviceTask id="ask"><extensionElements>'
    '<zeebe:taskDefinition type="tool"/><zeebe:taskHeaders><zeebe:header key="tool" value="calculator"/>'
    '</zeebe:taskHeaders></extensionElements></serviceTask><sequenceFlow id="go" sourceRef="start" targetRef="ask"/>'
    "</process></definitions>"
)
_LOOKS = 20


def _approvals(mark: str) -> Furnishing:
    policy = yield Step("POST", "/v1/tool-policies", {"name": mark, "effect": "ask", "tools": ["calculator"]})
    yield Step("POST", "/v1/workflow-deployments", {"files": [{"name": "asking.bpmn", "content": _ASKING}]})
    body = {"process": "asking", "variables": {"arguments": {"expression": "6*7"}}}
    asked: list[Any] = []
    for _ in range(_LOOKS):  # a worker asks: starting waits for a second
        yield Step("POST", "/v1/process-instances?wait=1s", body)
        asked = (yield Step("GET", "/v1/approvals"))["items"]
        if asked:
            break
    return {"policy_id": policy["id"], "approval_id": asked[0]["id"]}


def provision(mark: str, connection_id: str) -> Furnishing:
    """Let a directory provision somebody and a group over a sign-on connection; also returns its ``token``."""
    yield Step("PATCH", f"/v1/sign-on-connections/{connection_id}", {"client_secret": f"secret of {mark}"})
    token = (yield Step("POST", f"/v1/sign-on-connections/{connection_id}/scim-token"))["token"]
    user = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": f"scim-{mark}@example.org"}
    user = yield Step("POST", "/v1/scim/v2/Users", user, token)
    group = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": mark}
    group = yield Step("POST", "/v1/scim/v2/Groups", group | {"members": [{"value": user["id"]}]}, token)
    return {"connection_id": connection_id, "scim_user_id": user["id"], "scim_group_id": group["id"], "token": token}
