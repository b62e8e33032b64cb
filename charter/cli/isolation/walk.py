"""The first half of the proof: every documented route, asked with one tenant's key for the other tenant's things."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from charter.cli.http import Answer, ApiClient
from charter.cli.isolation.findings import Findings
from charter.cli.isolation.routes import Operation, absent, comparable
from charter.core.ids import parse_id

_STREAM = {"Accept": "text/event-stream"}
_FORMS: tuple[dict[str, str], ...] = ({}, _STREAM, {"Accept": "text/csv"})
# What counts up by itself or by our own reading says nothing about the other tenant's doing.
_MOVES_BY_ITSELF = ("/v1/audit", "/v1/usage", "/v1/system", "/v1/models", "/v1/model-offers", "/healthz", "/readyz")
_MOVING_FIELDS = frozenset({"last_used_at", "used_at", "checked_at", "state", "state_detail", "model_count", "number"})
_GO_ON = frozenset({"followProcessInstance"})
"""Streams that do not end while what they tell of goes on; the instance's history shows the same."""


@dataclass
class Side:
    """A tenant of the proof: its key, what is in it, and by which texts that is recognised."""

    name: str
    mark: str
    tenant_id: str
    url: str
    key: str
    ids: dict[str, str] = field(default_factory=dict)
    scim_token: str | None = None

    def client(self, path: str = "") -> ApiClient:
        """Return a client with the credential that a path takes."""
        scim = path.startswith("/v1/scim/") and self.scim_token
        return ApiClient(self.url, self.scim_token if scim else self.key)

    @property
    def marks(self) -> list[str]:
        """What is in this tenant's things alone."""
        return [self.mark, self.tenant_id, *(value for value in self.ids.values() if "_" in value)]


class Walk:
    """Asks as ``me`` for what is ``theirs``."""

    def __init__(self, operations: list[Operation], me: Side, theirs: Side, findings: Findings) -> None:
        self._operations, self._me, self._theirs, self._findings = operations, me, theirs, findings
        self._way = f"{me.name} asks for {theirs.name}'s"

    def run(self) -> None:
        """Try every operation and see afterwards whether anything of theirs has changed."""
        before = dict(self._looks())
        # First without a word of theirs: later on one's own audit log repeats what one asked for.
        leaks = {
            operation: [] if operation.id in _GO_ON else list(self._own(operation)) for operation in self._operations
        }
        for path in ("/v1/tenant/export", "/v1/tenant/backup"):
            self._findings.add(self._way, f"POST {path}, unpacked", list(self._try_archive(path)))
        for operation, own in leaks.items():
            found = [*own, *self._named(operation)]
            self._findings.add(self._way, f"{operation.method} {operation.path}", found)
        for name, method, path, bodies in _BODIES_WITH_IDS:
            try:
                self._findings.add(self._way, name, list(self._try_body(method, path, bodies)))
            except KeyError as error:
                self._findings.lack(self._way, name, f"not covered: nothing is made for {error}; furnish it")
        self._findings.add(self._way, "POST with the same Idempotency-Key", self._try_idempotency())
        after = dict(self._looks())
        for path, look in before.items():
            if after[path] != look:
                self._findings.add(self._way, f"GET {path} of {self._theirs.name}", ["changed"])

    def _own(self, operation: Operation) -> Iterator[str]:
        """Ask for one's own, in every form and with every choice of its query parameters."""
        if operation.method != "GET":
            return
        path, required = operation.filled(self._me.ids), _required(operation)
        for headers in _FORMS:
            yield from self._shown(self._send("GET", _with(path, required), None, headers), path)
        for query in operation.queries:
            for choice in query.choices:
                target = _with(path, required | {query.name: choice})
                yield from self._shown(self._send("GET", target, None, {}), target)

    def _try_archive(self, path: str) -> Iterator[str]:
        """Look into an archive of one's own tenant, where ids are plain UUIDs."""
        answer = self._send("POST", path, None, {})
        if answer.status != 200:
            yield f"answers {answer.status} instead of an archive"
            return
        with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
            unpacked = Answer(200, {}, b"\n".join(archive.read(name) for name in archive.namelist()))
        yield from self._shown(unpacked, "")
        for name, value in self._theirs.ids.items():
            prefix, _, rest = value.rpartition("_")
            if prefix and rest and str(parse_id(prefix, value)).encode() in unpacked.body:
                yield f"shows the {name} {value}"

    def _named(self, operation: Operation) -> Iterator[str]:
        """Name what is theirs in the path, and in query parameters."""
        if operation.crossing:
            names = operation.crossing
            yield from self._same_as_absent(
                operation, operation.filled(self._theirs.ids), operation.filled(self._absent(names))
            )
            # One name after the other as well: a mixture of both tenants' ids crosses, too.
            for name in names if len(names) > 1 else ():
                mixed = self._me.ids | {name: self._theirs.ids[name]}
                other = self._me.ids | {name: absent(self._theirs.ids[name])}
                yield from self._same_as_absent(operation, operation.filled(mixed), operation.filled(other))
        if operation.method == "GET":
            yield from self._named_in_queries(operation)

    def _absent(self, names: list[str]) -> dict[str, str]:
        return self._theirs.ids | {name: absent(self._theirs.ids[name]) for name in names}

    def _same_as_absent(self, operation: Operation, path: str, other: str) -> Iterator[str]:
        for headers in _FORMS if operation.method == "GET" else _FORMS[:1]:
            answer = self._send(operation.method, path, operation.body, headers)
            yield from self._shown(answer, path)
            missing = self._send(operation.method, other, operation.body, headers)
            if answer.status != missing.status or comparable(answer.body, path) != comparable(missing.body, other):
                yield f"answers {answer.status} otherwise than for an id that does not exist ({missing.status})"

    def _named_in_queries(self, operation: Operation) -> Iterator[str]:
        path, required = operation.filled(self._me.ids), _required(operation)
        for query in operation.queries:
            for theirs in _values(query.name, self._theirs):
                target = _with(path, required | {query.name: theirs})
                other = _with(path, required | {query.name: absent(theirs)})
                found, missing = self._send("GET", target, None, {}), self._send("GET", other, None, {})
                if not path.startswith("/v1/audit/"):
                    yield from self._shown(found, target)
                if found.status != missing.status:
                    yield f"?{query.name}= answers {found.status}, and {missing.status} for an id that does not exist"

    def _try_body(self, method: str, path: str, body_of: Callable[[Mapping[str, str]], Any]) -> Iterator[str]:
        """Name the other tenant's things in a body: as unknown as ids that do not exist."""
        theirs = body_of(self._me.ids | {"other_" + name: value for name, value in self._theirs.ids.items()})
        nobody = body_of(self._me.ids | {"other_" + name: absent(value) for name, value in self._theirs.ids.items()})
        for headers in ({}, _STREAM):
            found, missing = self._send(method, path, theirs, headers), self._send(method, path, nobody, headers)
            known = "/".join(_texts(theirs))
            yield from self._shown(found, known)
            if found.status < 400:
                yield f"takes the other tenant's id ({found.status})"
            elif comparable(found.body, known) != comparable(missing.body, "/".join(_texts(nobody))):
                yield f"answers {found.status} otherwise than for an id that does not exist ({missing.status})"

    def _try_idempotency(self) -> list[str]:
        """Use a key of the other tenant's for the same request: it is another request."""
        headers, body = {"Idempotency-Key": f"shared-{self._theirs.mark}"}, {"name": f"shared {self._theirs.mark}"}
        made = self._theirs.client().exchange("POST", "/v1/teams", body, headers=headers)
        answer = self._me.client().exchange("POST", "/v1/teams", body, headers=headers)
        for side, done in ((self._theirs, made), (self._me, answer)):
            if done.status == 201:
                side.client().exchange("DELETE", f"/v1/teams/{_id_of(done)}")
        replayed = any(name.lower() == "idempotency-replayed" for name in answer.headers)
        return ["the other tenant's answer was replayed"] if replayed or answer.body == made.body else []

    def _send(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> Answer:
        self._findings.requests += 1
        return self._me.client(path).exchange(method, path, body, headers=headers)

    def _shown(self, answer: Answer, asked: str) -> Iterator[str]:
        text = f"{answer.headers} ".encode() + answer.body
        for mark in self._theirs.marks:
            if mark.encode() in text and mark not in asked:
                yield f"shows {mark}"

    def _looks(self) -> Iterator[tuple[str, object]]:
        """Return how everything of theirs looks to themselves."""
        for operation in self._operations:
            if (
                operation.method == "GET"
                and not operation.path.startswith(_MOVES_BY_ITSELF)
                and operation.path != "/metrics"
                and operation.id not in _GO_ON
            ):
                path = operation.filled(self._theirs.ids)
                if "nothing" not in path and not _required(operation):
                    answer = self._theirs.client(path).exchange("GET", path)
                    yield path, (answer.status, _still(_document(answer)))


def _document(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except ValueError:
        return answer.body


def _still(value: Any) -> Any:
    """Return a document without what moves by itself."""
    if isinstance(value, dict):
        return {name: _still(each) for name, each in value.items() if name not in _MOVING_FIELDS | {"request_id"}}
    return [_still(each) for each in value] if isinstance(value, list) else value


def _required(operation: Operation) -> dict[str, str]:
    known = {"permission": "agents.read"}
    return {query.name: known.get(query.name, "1") for query in operation.queries if query.required}


_QUERY_IDS = {
    "agent": ("agent",),
    "agent_id": ("agent",),
    "conversation_id": ("conversation_id",),
    "who": ("user_id", "key_id"),
    "actor": ("user_id", "key_id"),
    "resource": ("agent", "run_id", "team_id", "member_id"),
}


def _values(query: str, side: Side) -> list[str]:
    """Return what of a tenant a query parameter could name."""
    return [side.ids[name] for name in _QUERY_IDS.get(query, ()) if name in side.ids]


def _with(path: str, query: Mapping[str, str]) -> str:
    joined = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
    return f"{path}?{joined}" if joined else path


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value


def _id_of(answer: Answer) -> str:
    return str(_document(answer)["id"])


_Ids = Mapping[str, str]
_BODIES_WITH_IDS: tuple[tuple[str, str, str, Callable[[_Ids], Any]], ...] = (
    ("run of the other's agent", "POST", "/v1/runs", lambda ids: {"agent": ids["other_agent"], "input": "x"}),
    (
        "run in the other's conversation", "POST", "/v1/runs",
        lambda ids: {"agent": ids["agent"], "input": "x", "conversation_id": ids["other_conversation_id"]},
    ),
    (
        "chat completion by the other's agent", "POST", "/v1/openai/chat/completions",
        lambda ids: {"model": ids["other_agent"], "messages": [{"role": "user", "content": "x"}]},
    ),
    (
        "response by the other's agent", "POST", "/v1/openai/responses",
        lambda ids: {"model": ids["other_agent"], "input": "x"},
    ),
    (
        "role for the other's team", "POST", "/v1/role-assignments",
        lambda ids: {"subject": ids["other_team_id"], "role": "builder"},
    ),
    (
        "role for the other's key", "POST", "/v1/role-assignments",
        lambda ids: {"subject": ids["other_key_id"], "role": "builder"},
    ),
    (
        "rule for the other's user", "POST", "/v1/permission-rules",
        lambda ids: {"subject": ids["other_user_id"], "effect": "allow", "permission": "agents.read"},
    ),
    (
        "rule on the other's agent", "POST", "/v1/permission-rules",
        lambda ids: {
            "subject": ids["team_id"], "effect": "allow", "permission": "agents.read", "agent_id": ids["other_agent"],
        },
    ),
    (
        "invitation to the other's team", "POST", "/v1/invitations",
        lambda ids: {"email": "somebody@example.org", "role": "guest", "teams": [ids["other_team_id"]]},
    ),
    (
        "budget of the other's agent", "POST", "/v1/budgets",
        lambda ids: {"name": "x", "metric": "runs", "period": "total", "limit": 1, "scope": ids["other_agent"]},
    ),
)  # fmt: skip
