"""Property 19, as far as workflows go: jobs and process instances take only legal steps of their lives."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.drawing import end, file, job, process, start

_OPERATIONS = (
    "lease", "lease", "complete", "complete", "complete again", "fail", "fail for good", "throw", "resolve", "pause",
    "resume", "cancel", "modify", "migrate", "set variables",
)  # fmt: skip


class _Life:
    """What must be true of one instance, told by a few words: where it stands, and what its job is doing."""

    def __init__(self, client: Any, definitions: list[str]) -> None:
        self.client, self.definitions = client, definitions
        self.state, self.paused, self.version, self.incident = "active", False, 1, False
        self.element, self.job, self.leased = "a", "ready", None
        self.done: dict[str, Any] | None = None

    async def begin(self) -> None:
        answer = await self.client.post("/v1/process-instances", {"process": "p", "version": 1})
        assert answer.status == 201, answer.json()
        self.path = f"/v1/process-instances/{answer.json()['id']}"
        self.id = answer.json()["id"]

    async def _post(self, path: str, body: Any = None) -> int:
        status: int = (await self.client.post(path, body)).status
        return status

    def _next(self) -> None:
        """The job was completed."""
        self.done, self.leased, self.incident = self.leased, None, False
        if self.element == "a":
            self.element, self.job = "b", "ready"
        else:
            self.state, self.job = "completed", "none"

    async def lease(self) -> None:
        given = self.state == "active" and self.job == "ready" and not self.paused
        answer = await self.client.post("/v1/jobs/lease", {"type": f"19-{self.element}"})
        mine = [found for found in answer.json()["jobs"] if found["instance_id"] == self.id]
        assert len(mine) == given, answer.json()
        if given:
            self.job, self.leased = "leased", mine[0]

    async def _answer(self, verb: str, **more: Any) -> int:
        """Answer the job in hand; 0 when there is none."""
        if self.job != "leased" or self.leased is None:
            return 0
        return await self._post(f"/v1/jobs/{self.leased['id']}/{verb}", {"lease": self.leased["lease"], **more})

    async def complete(self) -> None:
        if status := await self._answer("complete"):
            assert status == 204
            self._next()

    async def complete_again(self) -> None:
        if self.done is not None:
            path = f"/v1/jobs/{self.done['id']}/complete"
            assert await self._post(path, {"lease": self.done["lease"]}) == 404
        if self.leased is not None and self.job == "leased":
            path = f"/v1/jobs/{self.leased['id']}/complete"
            assert await self._post(path, {"lease": self.leased["lease"] + 1}) == 409

    async def fail(self) -> None:
        if status := await self._answer("fail", retries=2):
            assert status == 204
            self.job = "ready"

    async def fail_for_good(self) -> None:
        if status := await self._answer("fail", retries=0):
            assert status == 204
            self.job, self.incident = "failed", True

    async def throw(self) -> None:
        if status := await self._answer("error", code="nobody"):
            assert status == 204
            self.job, self.incident = "none", True

    async def resolve(self) -> None:
        path = f"/v1/incidents?resolved=false&instance={self.id}"
        open_now = (await self.client.get(path)).json()["items"]
        assert len(open_now) == self.incident
        for found in open_now:
            assert await self._post(f"/v1/incidents/{found['id']}/resolve", {"retries": 2}) == 204
            assert await self._post(f"/v1/incidents/{found['id']}/resolve", {"retries": 2}) in {404, 409}
            self.job, self.incident = "ready", False

    async def pause(self) -> None:
        legal = self.state == "active" and not self.paused
        assert (await self._post(f"{self.path}/pause") == 204) == legal
        self.paused = self.paused or legal

    async def resume(self) -> None:
        legal = self.state == "active" and self.paused
        assert (await self._post(f"{self.path}/resume") == 204) == legal
        self.paused = self.paused and not legal

    async def cancel(self) -> None:
        assert (await self._post(f"{self.path}/cancel") == 204) == (self.state == "active")
        if self.state == "active":
            self.state, self.job, self.incident, self.done = "terminated", "none", False, self.leased or self.done

    async def modify(self) -> None:
        """Move the token back to the first element."""
        elements = (await self.client.get(self.path)).json()["elements"]
        keys = [found["key"] for found in elements if found["element"] != "p"]
        body = {"activate": [{"element": self._name("a")}], "terminate": keys}
        assert (await self._post(f"{self.path}/modify", body) == 204) == (self.state == "active")
        if self.state == "active":
            self.element, self.job, self.incident = "a", "ready", False
            self.done, self.leased = self.leased or self.done, None

    async def migrate(self) -> None:
        body = {"definition_id": self.definitions[1], "mapping": {"a": "a2", "b": "b2"}}
        legal = self.state == "active"
        assert (await self._post(f"{self.path}/migrate", body) == 204) == legal
        self.version = 2 if legal else self.version

    async def set_variables(self) -> None:
        answer = await self.client.put(f"{self.path}/variables", {"variables": {"x": 1}})
        assert (answer.status < 300) == (self.state == "active"), answer.json()

    def _name(self, element: str) -> str:
        return element if self.version == 1 else f"{element}2"

    async def check(self) -> None:
        """The instance shows exactly what the story so far says."""
        found = (await self.client.get(self.path)).json()
        assert (found["state"], found["version"]) == (self.state, self.version)
        assert found["incidents"] == self.incident
        assert found["paused"] == self.paused or self.state != "active"
        active = [element["element"] for element in found["elements"] if element["element"] != "p"]
        assert active == ([self._name(self.element)] if self.state == "active" else [])
        jobs = (await self.client.get(f"/v1/jobs?instance={self.id}")).json()["items"]
        assert [each["state"] for each in jobs] == ([self.job] if self.job != "none" else [])


@pytest.fixture(scope="module")
async def world(make_caller):
    caller = await make_caller("owner")
    definitions = []
    for suffix in ("", "2"):
        parts = [job(f"a{suffix}", "19-a"), job(f"b{suffix}", "19-b")]
        model = file(process("p", start(), *parts, end(), flows=f"start>a{suffix}>b{suffix}>end"))
        body = {"files": [{"name": "p.bpmn", "content": model.decode()}]}
        answer = await caller.client.post("/v1/workflow-deployments", body)
        assert answer.status == 201, answer.json()
        definitions.append(answer.json()["definitions"][0]["id"])
    return caller, definitions


@settings(max_examples=100, deadline=None)
@given(operations=st.lists(st.sampled_from(_OPERATIONS), min_size=4, max_size=10))
async def test_property_19_life_cycle_of_jobs_and_instances(world, operations):
    """Life cycle: lease, answer, pause, resume, cancel, modify, migrate and retry in any order, on a real database."""
    caller, definitions = world
    life = _Life(caller.client, definitions)
    await life.begin()
    await life.check()
    for name in operations:
        await getattr(life, name.replace(" ", "_"))()
        await life.check()
    if life.state == "active":
        await life.cancel()
        await life.check()
    assert life.state in {"completed", "terminated"}
