"""Property 17: the next decision anywhere reflects a grant or a revocation."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from charter.access.roles import BUILT_IN
from charter.api.app import create_app
from charter.api.services import background, running_services
from charter.core.settings import Settings
from tests.asgi_client import Client
from tests.conftest import MakeCaller

ROLES = ["guest", "caller", "auditor", "builder", "admin"]
QUESTIONS = [("keys.read", "GET", "/v1/api-keys"), ("agents.read", "GET", "/v1/agents")]
DENIED = [permission for permission, _, _ in QUESTIONS]

changes = st.lists(
    st.one_of(
        st.tuples(st.just("membership"), st.sampled_from(ROLES)),
        st.tuples(st.just("assign"), st.sampled_from(ROLES[1:])),
        st.tuples(st.just("unassign"), st.none()),
        st.tuples(st.just("deny"), st.sampled_from(DENIED)),
        st.tuples(st.just("lift"), st.none()),
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture(scope="module")
async def elsewhere(settings: Settings) -> AsyncIterator[FastAPI]:
    """The application of a second API process, with caches of its own."""
    async with running_services(settings, takes_queue_items=False) as services, background(services):
        yield create_app(services)


@pytest.fixture(scope="module")
async def people(make_caller: MakeCaller, app: FastAPI, elsewhere: FastAPI):
    """An owner, a member, and the member's sessions at both processes."""
    owner = await make_caller("owner")
    body = {"email": "immediate@example.org", "password": "correct horse battery", "role": "guest"}
    member = (await owner.client.post("/v1/members", body)).json()
    here = Client(app)
    body.pop("role")
    assert (await here.post("/v1/session", body)).status == 200
    there = Client(elsewhere)
    there.cookies = dict(here.cookies)
    return owner, member, (here, there)


@examples(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes)
async def test_property_17_permission_immediacy(people, wanted):
    """Permission immediacy: for all grants and revocations the next decision anywhere reflects them.

    Two processes are asked after each change: the one that made it, and one that has cached the state before.
    """
    owner, member, sessions = people
    membership, assigned, denied = "guest", {}, {}
    await _change(owner, f"/v1/members/{member['id']}", {"role": "guest"})
    try:
        for verb, what in wanted:
            match verb:
                case "membership":
                    await _change(owner, f"/v1/members/{member['id']}", {"role": what})
                    membership = what
                case "assign" if what not in assigned:
                    body = {"subject": member["user_id"], "role": what}
                    assigned[what] = (await owner.client.post("/v1/role-assignments", body)).json()["id"]
                case "unassign" if assigned:
                    await owner.client.delete(f"/v1/role-assignments/{assigned.popitem()[1]}")
                case "deny" if what not in denied:
                    body = {"subject": member["user_id"], "effect": "deny", "permission": what}
                    denied[what] = (await owner.client.post("/v1/permission-rules", body)).json()["id"]
                case "lift" if denied:
                    await owner.client.delete(f"/v1/permission-rules/{denied.popitem()[1]}")
            held = BUILT_IN[membership].union(*(BUILT_IN[role] for role in assigned)) - set(denied)
            for session in sessions:
                for permission, method, path in QUESTIONS:
                    answer = await session.request(method, path)
                    assert answer.status == (200 if permission in held else 403), (permission, membership, assigned)
    finally:
        for path, made in (("/v1/role-assignments", assigned), ("/v1/permission-rules", denied)):
            for each in made.values():
                await owner.client.delete(f"{path}/{each}")


async def _change(owner, path, body):
    answer = await owner.client.patch(path, body)
    assert answer.status == 200, answer.body
