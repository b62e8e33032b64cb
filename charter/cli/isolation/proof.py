"""The whole proof: two tenants are made, filled, turned against each other and removed."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from charter.cli.http import ApiClient, ServerRefusal, segment
from charter.cli.isolation.findings import Findings
from charter.cli.isolation.furnishing import Furnishing, Step, furnish, provision
from charter.cli.isolation.routes import operations, uncovered
from charter.cli.isolation.walk import Side, Walk

if TYPE_CHECKING:
    from charter.cli.isolation.database import IsolationDatabase

_LOG_WITHIN_S = 15.0


def prove(operator: ApiClient, database: IsolationDatabase | None, why_not: str) -> Findings:
    """Make two tenants, fill them, and try everything both ways; they are removed at the end.

    Args:
        operator: a client of somebody who may make tenants.
        why_not: why there is no ``database``.

    Raises:
        ServerRefusal: the tenants cannot be made or filled.
    """
    findings, described = Findings(), operations(operator.get("/openapi.json"))
    with _two_tenants(operator) as (one, other):
        for side in (one, other):
            _fill(side, database)
        missing = uncovered(described, one.ids)
        for name in sorted(missing):
            findings.lack("routes", name, f"not covered: nothing is made for {{{name}}} in a path; furnish it")
        covered = [each for each in described if not missing & set(each.crossing)]
        for me, theirs in ((one, other), (other, one)):
            Walk(covered, me, theirs, findings).run()
        if database is None:
            findings.lack("database", "row security", f"not done: {why_not}", state="not done")
            return findings
        for me, theirs in ((one, other), (other, one)):
            database.examine(me, theirs, findings)
    return findings


@contextmanager
def _two_tenants(operator: ApiClient) -> Iterator[tuple[Side, Side]]:
    made: list[Side] = []
    try:
        made.append(_found(operator, "A"))
        made.append(_found(operator, "B"))
        yield made[0], made[1]
    finally:
        for side in made:
            operator.request("DELETE", f"/v1/tenants/{segment(side.tenant_id)}", query={"grace_days": 0})


def _found(operator: ApiClient, name: str) -> Side:
    mark = f"isolation-{secrets.token_hex(6)}-{name.lower()}"
    body = {
        "name": mark,
        "owner_email": f"owner-{mark}@example.org",
        "owner_password": secrets.token_urlsafe(24),
        "with_api_key": True,
    }
    founded = operator.request("POST", "/v1/tenants", body)
    return Side(name, mark, founded["tenant"]["id"], operator.url, founded["api_key"])


def _fill(side: Side, database: IsolationDatabase | None) -> None:
    side.ids = {"tenant_id": side.tenant_id}
    if database is not None:
        side.ids |= database.connect(side)
        provisioned = drive(side, provision(side.mark, side.ids["connection_id"]))
        side.scim_token = provisioned.pop("token")
        side.ids |= provisioned
    side.ids |= drive(side, furnish(side.mark, provider=side.mark if database is not None else None))
    side.ids["entry_id"] = _first_entry(side)


def drive(side: Side, steps: Furnishing) -> dict[str, str]:
    """Send what a furnishing says; returns the ids it ends with."""
    answer: Any = None
    try:
        while True:
            answer = _send(side, steps.send(answer))
    except StopIteration as end:
        ids: dict[str, str] = end.value
        return ids


def _send(side: Side, step: Step) -> Any:
    try:
        key = side.key if step.bearer is None else step.bearer or None
        return ApiClient(side.url, key).request(step.method, step.path, step.body)
    except ServerRefusal as refusal:
        refusal.add_note(f"while filling a tenant: {step.method} {step.path}")
        raise


def _first_entry(side: Side) -> str:
    """Return the id of an audit entry, once the log has one."""
    deadline = time.monotonic() + _LOG_WITHIN_S
    while not (found := side.client().get("/v1/audit/entries", limit=1)["items"]):
        if time.monotonic() > deadline:
            return ""
        time.sleep(0.2)
    return str(found[0]["id"])
