"""What governing a request costs: decisions, compiling a snapshot, and credential, tenant, access and audit together.

The read with and without governance is the same: one agent with its definition, by the same statements and into the
same answer, on connection pools of the same kind, in one process, called without a socket. Without governance there is
no credential, no tenant to enter, no permission and no edge policy.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from fastapi import FastAPI
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from benchmarks.report import Target
from charter.access import reference
from charter.access.rights import Effect, Rights, Rule, Snapshot, Subject, SubjectKind
from charter.access.roles import BUILT_IN
from charter.agents.schemas import AgentRead
from charter.agents.service import agents
from charter.api.app import create_app
from charter.api.services import running_services
from charter.core.crypto import create_key_file, load_key_file
from charter.core.db import migrate, urls_for
from charter.core.postgres import EmbeddedPostgres
from charter.core.principal import Principal, PrincipalKind
from charter.core.settings import Settings
from charter.identity import api_keys
from charter.identity.models import ApiKey
from charter.tenants import service as tenants

_TENANTS, _RULES = 1_000, 10_000
_KIND, _ROLE = PrincipalKind.USER, "caller"
_PERMISSIONS = sorted(BUILT_IN["admin"])


@dataclass(frozen=True)
class _Company:
    """A tenant's users, objects and rules."""

    id: UUID
    users: list[UUID]
    objects: list[UUID]
    rules: list[Rule]

    @classmethod
    def made(cls, draw: random.Random, rules: int) -> _Company:
        users, objects = [uuid4() for _ in range(5)], [uuid4() for _ in range(5)]
        return cls(uuid4(), users, objects, [_rule(draw, users, objects) for _ in range(rules)])

    def snapshot(self) -> Snapshot:
        return Snapshot(1, rules=self.rules)

    def questions(self, draw: random.Random, count: int) -> list[tuple[UUID, str, UUID | None]]:
        return [
            (draw.choice(self.users), draw.choice(_PERMISSIONS), draw.choice([None, *self.objects]))
            for _ in range(count)
        ]


def _rule(draw: random.Random, users: list[UUID], objects: list[UUID]) -> Rule:
    subject = draw.choice(
        [
            Subject(SubjectKind.USER, str(draw.choice(users))),
            Subject(SubjectKind.ROLE, _ROLE),
            Subject(SubjectKind.EVERYONE),
        ]
    )
    effect = Effect.ALLOW if draw.random() < 0.8 else Effect.DENY
    return Rule(subject, effect, draw.choice(_PERMISSIONS), draw.choice([None, *objects]), uuid4())


def decisions(*, quick: bool) -> dict[str, float]:
    """Measure decisions: 1,000 tenants of ten rules each, and one tenant that has all 10,000."""
    draw = random.Random(3)
    many = [_Company.made(draw, _RULES // _TENANTS) for _ in range(_TENANTS)]
    one = _Company.made(draw, _RULES)
    figures = _compiling(many, one) | _deciding(many, draw, 20_000 if quick else 200_000)
    return figures | _asking_casbin(many, one, draw, 20 if quick else 100)


def _compiling(many: list[_Company], one: _Company) -> dict[str, float]:
    small = [_seconds(company.snapshot) for company in many[:200]]
    large = [_seconds(one.snapshot) for _ in range(5)]
    return {
        "compile_10_rules_us": 1e6 * statistics.median(small),
        "compile_10000_rules_ms": 1e3 * statistics.median(large),
    }


def _deciding(many: list[_Company], draw: random.Random, count: int) -> dict[str, float]:
    """Ask warm snapshots: the rights of the principal are compiled, as they are from its first request on."""
    rights: dict[UUID, Rights] = {}
    for company in many:
        snapshot = company.snapshot()
        rights |= {user: snapshot.rights_of(_KIND, user, _ROLE) for user in company.users}
    asked = [question for company in many for question in company.questions(draw, count // _TENANTS)]
    draw.shuffle(asked)
    times = []
    for user, permission, resource in asked:
        began = time.perf_counter_ns()
        rights[user].may(permission, resource)
        times.append(time.perf_counter_ns() - began)
    times.sort()
    return {"decision_p50_us": times[len(times) // 2] / 1e3, "decision_p99_us": times[int(len(times) * 0.99)] / 1e3}


def _asking_casbin(many: list[_Company], one: _Company, draw: random.Random, count: int) -> dict[str, float]:
    """Ask plain Casbin the same: of one small tenant alone, and of one with 10,000 rules."""
    figures = {}
    for name, company in (("10", many[0]), ("10000", one)):
        principals = [(_KIND, user, _ROLE) for user in company.users]
        enforcer = reference.enforcer(
            company.id, roles={}, assignments=[], teams=[], rules=company.rules, principals=principals
        )
        snapshot, times = company.snapshot(), []
        for user, permission, resource in company.questions(draw, count):
            began = time.perf_counter()
            answer = reference.allowed(enforcer, company.id, _KIND, user, permission, resource)
            times.append(time.perf_counter() - began)
            assert answer == snapshot.rights_of(_KIND, user, _ROLE).may(permission, resource)
        times.sort()
        figures[f"casbin_{name}_rules_p50_us"] = 1e6 * statistics.median(times)
        figures[f"casbin_{name}_rules_p99_us"] = 1e6 * times[int(len(times) * 0.99)]
    return figures


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


async def requests(folder: Path, *, quick: bool) -> dict[str, float]:
    """Measure a read with and without governance, on a Postgres that is made for it."""
    data_dir = folder / "data"
    postgres = EmbeddedPostgres(data_dir)
    url = postgres.start()
    try:
        create_key_file(data_dir / "charter.key")
        await migrate.upgrade(url, load_key_file(data_dir / "charter.key"))
        settings = Settings(data_dir=data_dir, database_url=url, demo_model="off", log_level="warning")
        async with running_services(settings, takes_queue_items=False) as services:
            return await _compare(services, settings, url, 1_000 if quick else 5_000)
    finally:
        postgres.stop()


async def _compare(services: Any, settings: Settings, url: str, times: int) -> dict[str, float]:
    governed = create_app(services)
    tenant_id, key = await _tenant(services)
    headers = [(b"host", b"charter"), (b"authorization", f"Bearer {key}".encode())]
    agent = await _agent(governed, headers)
    engine = create_async_engine(
        make_url(urls_for(settings, url, services.master).system).set(drivername="postgresql+asyncpg"), pool_size=4
    )
    bare = _bare(async_sessionmaker(engine, expire_on_commit=False), tenant_id)
    path = f"/v1/agents/{agent}"
    cases = {
        "governed": lambda: _call(governed, "GET", path, headers),
        "bare": lambda: _call(bare, "GET", path, headers[:1]),
    }
    answers = [await work() for work in cases.values()]
    assert answers[0] == answers[1], "both must answer alike"
    spent: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(7):  # in turns: both share every minute of a busy machine
        for name, work in cases.items():
            spent[name].append(await _cpu_ms(work, times // 7))
    await engine.dispose()
    cpu = {name: min(rounds) for name, rounds in spent.items()}
    return {
        "read_governed_cpu_ms": cpu["governed"],
        "read_bare_cpu_ms": cpu["bare"],
        "read_ratio": cpu["governed"] / cpu["bare"],
    }


def _bare(sessions: Any, tenant_id: UUID) -> FastAPI:
    """The same read as a plain route: no credential, no tenant, no decision, no edge, no audit."""
    app = FastAPI()
    anybody = Principal(tenant_id, PrincipalKind.USER, uuid4(), "", frozenset({"agents.read"}), 1)

    @app.get("/v1/agents/{agent}")
    async def get_agent(agent: str) -> AgentRead:
        async with sessions() as db:
            return await agents.get_agent(db, anybody, agent)

    return app


async def _tenant(services: Any) -> tuple[UUID, str]:
    async with services.database.system_session(reason="benchmark") as db:
        tenant_id = await tenants.create(db, "Measured")
    parts, text = api_keys.generate("test")
    async with services.database.tenant_session(tenant_id) as db:
        secret_hash = services.authenticator.key_hash(parts.secret)
        db.add(ApiKey(public_id=parts.public_id, name="bench", role="owner", secret_hash=secret_hash))
    return tenant_id, text


async def _agent(app: FastAPI, headers: list[tuple[bytes, bytes]]) -> str:
    import orjson  # noqa: PLC0415 - beside its only use

    body = orjson.dumps({"name": "helper", "slug": "helper", "definition": {"instructions": "Be brief."}})
    status, answer = await _call(app, "POST", "/v1/agents", [*headers, (b"content-type", b"application/json")], body)
    assert status == 201, answer
    return str(orjson.loads(answer)["id"])


async def _call(
    app: FastAPI, method: str, path: str, headers: list[tuple[bytes, bytes]], body: bytes = b""
) -> tuple[int, bytes]:
    """Call an application as a server does, with nothing else around it."""
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [*headers, (b"content-length", str(len(body)).encode())] if body else headers,
        "client": ("127.0.0.1", 50_000), "server": ("127.0.0.1", 8700),
    }  # fmt: skip
    status, chunks = 0, []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status
        status = message.get("status", status)
        chunks.append(message.get("body", b""))

    await app(scope, receive, send)
    return status, b"".join(chunks)


async def _cpu_ms(work: Callable[[], Awaitable[object]], times: int) -> float:
    for _ in range(20):
        await work()
    began = time.process_time()
    for _ in range(times):
        await work()
    return 1e3 * (time.process_time() - began) / times


def run(folder: Path, *, quick: bool) -> dict[str, float]:
    """Measure everything; returns the figures by name."""
    figures = decisions(quick=quick)
    print("decisions measured", file=sys.stderr, flush=True)
    return figures | asyncio.run(requests(folder, quick=quick))


def targets(figures: dict[str, float]) -> list[Target]:
    """Return what was asked of each figure beside what was found."""
    wanted = [
        ("decision, p99", "us", 20.0, "decision_p99_us"),
        ("governed read / bare read", "x", 1.6, "read_ratio"),
    ]
    return [Target(name, unit, asked, None, round(figures[key], 3)) for name, unit, asked, key in wanted]
