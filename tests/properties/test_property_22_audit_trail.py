"""Property 22: every operation leaves exactly one entry with who, what, when, where, before and after."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.audit.sequencer import Sequencer
from charter.core.ids import format_id
from tests.conftest import Caller, MakeCaller

_numbers = itertools.count(1)
_ABOUT_THE_LOG = ("audit_log.searched", "tenant_log.signed")


@dataclass
class Tenant:
    """A tenant on which operations are tried, with what they are tried on."""

    owner: Caller
    guest: Caller
    sequencer: Sequencer

    async def entries(self) -> list[dict]:
        """Return what the log says now, oldest first, without the searches for it."""
        await self.sequencer.settle()
        found = (await self.owner.client.get("/v1/audit/entries?limit=200")).json()["items"]
        return [entry for entry in reversed(found) if entry["action"] not in _ABOUT_THE_LOG]

    async def make(self, path: str, body: dict) -> dict:
        answer = await self.owner.client.post(path, body)
        assert answer.status == 201, answer.body
        return answer.json()


async def _agent(tenant: Tenant) -> dict:
    name = f"agent {next(_numbers)}"
    return await tenant.make("/v1/agents", {"name": name, "definition": {"instructions": "Be brief."}})


async def _create_agent(tenant: Tenant):
    name = f"agent {next(_numbers)}"
    body = {"name": name, "definition": {"instructions": "Be brief."}}
    return ("POST", "/v1/agents", body, "agent.created", None, {"name": name})


async def _rename_agent(tenant: Tenant):
    made = await _agent(tenant)
    body = {"name": "Other"}
    return ("PATCH", f"/v1/agents/{made['id']}", body, "agent.renamed", {"name": made["name"]}, {"name": "Other"})


async def _delete_agent(tenant: Tenant):
    made = await _agent(tenant)
    return ("DELETE", f"/v1/agents/{made['id']}", None, "agent.deleted", {"name": made["name"]}, None)


async def _create_key(tenant: Tenant):
    name = f"key {next(_numbers)}"
    return ("POST", "/v1/api-keys", {"name": name, "role": "caller"}, "api_key.created", None, {"name": name})


async def _revoke_key(tenant: Tenant):
    made = await tenant.make("/v1/api-keys", {"name": f"key {next(_numbers)}", "role": "caller"})
    return ("DELETE", f"/v1/api-keys/{made['id']}", None, "api_key.revoked", None, {"name": made["name"]})


async def _change_role(tenant: Tenant):
    body = {"email": f"p22m{next(_numbers)}@example.org", "password": "correct horse battery", "role": "caller"}
    made = await tenant.make("/v1/members", body)
    path = f"/v1/members/{made['id']}"
    return ("PATCH", path, {"role": "builder"}, "member.role_changed", {"role": "caller"}, {"role": "builder"})


async def _create_team(tenant: Tenant):
    name = f"team {next(_numbers)}"
    return ("POST", "/v1/teams", {"name": name}, "team.created", None, {"name": name})


async def _change_audit_settings(tenant: Tenant):
    months = (await tenant.owner.client.get("/v1/audit/settings")).json()["retention_months"]
    wanted = 100 + next(_numbers)
    body = {"retention_months": wanted, "legal_hold": False}
    before, after = {"retention_months": months}, {"retention_months": wanted}
    return ("PUT", "/v1/audit/settings", body, "audit_log.settings_changed", before, after)


async def _read_an_entry(tenant: Tenant):
    await _agent(tenant)
    entry = (await tenant.entries())[-1]
    return ("GET", f"/v1/audit/entries/{entry['id']}", None, "audit_entry.read", None, None)


async def _make_a_report(tenant: Tenant):
    return ("GET", "/v1/audit/reports/changes?format=csv", None, "audit_report.made", None, {"kind": "changes"})


OPERATIONS = [
    _create_agent, _rename_agent, _delete_agent, _create_key, _revoke_key, _change_role, _create_team,
    _change_audit_settings, _read_an_entry, _make_a_report,
]  # fmt: skip


@pytest.fixture(scope="module")
async def make_tenant_of_operations(make_caller: MakeCaller, sequencer: Sequencer):
    async def make() -> Tenant:
        owner = await make_caller("owner")
        return Tenant(owner, await make_caller("caller", owner.tenant_id), sequencer)

    return make


@settings(max_examples=100, deadline=None)
@given(operation=st.sampled_from(OPERATIONS), permitted=st.booleans())
async def test_property_22_every_operation_leaves_exactly_one_entry(
    make_tenant_of_operations, services, operation, permitted
):
    tenant = await make_tenant_of_operations()
    method, path, body, action, before, after = await operation(tenant)
    known = {entry["id"] for entry in await tenant.entries()}
    caller = tenant.owner if permitted else tenant.guest
    began = datetime.now(UTC)
    answer = await caller.client.request(method, path, body)
    await services.refusals.flush()
    assert (answer.status < 300) == permitted, answer.body
    new = [entry for entry in await tenant.entries() if entry["id"] not in known]
    if not permitted:
        action, before, after = "request.refused", None, {"code": "access.forbidden", "method": method}
    assert [entry["action"] for entry in new] == [action]
    (entry,) = new
    assert entry["actor"]["label"] == caller.principal.label
    assert entry["actor"]["id"].endswith(_suffix(caller))
    assert entry["address"] == caller.client.address
    assert entry["request_id"] == answer.headers["x-request-id"]
    assert began <= datetime.fromisoformat(entry["at"]) <= began + timedelta(seconds=30)
    for side, expected in (("before", before), ("after", after)):
        assert (expected or {}).items() <= (entry[side] or {}).items(), entry


def _suffix(caller: Caller) -> str:

    return format_id("x", caller.principal.id).partition("_")[2]


async def test_a_failed_operation_leaves_no_entry(make_tenant_of_operations):
    """What was rolled back did not happen: no entry says so."""
    tenant = await make_tenant_of_operations()
    known = len(await tenant.entries())
    for method, path, body in (
        ("POST", "/v1/agents", {"name": ""}),
        ("DELETE", "/v1/agents/agent_00000000000000000000000000", None),
        ("POST", "/v1/api-keys", {"name": "x", "role": "nobody"}),
    ):
        assert (await tenant.owner.client.request(method, path, body)).status >= 400
    assert len(await tenant.entries()) == known
