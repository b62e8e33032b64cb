"""Reports for people who answer for an installation: who has access, what changed, what was refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.audit.repository import AuditRepository, Filters
from charter.compliance.schemas import AuditEntryRead, ReportFormat, ReportKind
from charter.compliance.service.search import read_of, require_span
from charter.core.principal import Principal
from charter.identity.service import keys, members, service_accounts

_MOST_ROWS: Final = 5_000
_PAGE: Final = 500

_TITLES = {
    ReportKind.ACCESS_REVIEW: "Access review",
    ReportKind.CHANGES: "Changes",
    ReportKind.REFUSALS: "Refusals",
    ReportKind.MODELS_AND_TOOLS: "Access to models and tools",
}
_SELECTED = {
    ReportKind.ACCESS_REVIEW: Filters(
        actions=("member.", "api_key.", "role.", "team.", "access_rule.", "invitation.", "session.refused")
    ),
    # What reads, runs or signs in changes nothing that a tenant set up.
    ReportKind.CHANGES: Filters(
        without=(
            "run.", "session.", "request.", "audit_entry.read", "audit_log.searched", "audit_log.exported",
            "audit_report.made",
        )
    ),
    ReportKind.REFUSALS: Filters(actions=("request.refused", "request.refusals_lost", "session.refused")),
    ReportKind.MODELS_AND_TOOLS: Filters(
        actions=(
            "model_provider.", "model_route.", "model_capabilities.", "model.", "tool.", "mcp_server.", "run.started",
        )
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a report."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Report:
    """A report, not yet in any form."""

    title: str
    tenant: str
    since: datetime
    until: datetime
    made_at: datetime
    made_by: str
    note: str
    tables: list[Table]


async def make_report(
    db: AsyncSession,
    principal: Principal,
    kind: ReportKind,
    form: ReportFormat,
    *,
    tenant: str,
    since: datetime,
    until: datetime,
    now: datetime,
) -> Report:
    """Return a report over a span of time; making it is an entry itself.

    Raises:
        Forbidden: the principal lacks ``audit.export``; for an access review also ``members.read`` or ``keys.read``.
        InputInvalid: the time ends before it begins.
    """
    access.require(principal, "audit.export")
    require_span(since, until)
    span = replace(_SELECTED[kind], since=since, until=until)
    log = AuditRepository(db)
    tables = await _people_and_keys(db, principal, now) if kind is ReportKind.ACCESS_REVIEW else []
    counted = await log.count_by(span, "action")
    tables.append(Table("By action", ("action", "entries"), [(action, str(count)) for action, count in counted]))
    entries = [read_of(placed) for placed in await log.search(span, before_seq=None, limit=_MOST_ROWS)]
    if kind is ReportKind.REFUSALS:
        tables.append(_by_route(entries))
    tables.append(Table("Entries, newest first", _ENTRY_COLUMNS, [_row_of(entry) for entry in entries]))
    total = sum(count for _, count in counted)
    after = {"kind": str(kind), "format": str(form), "since": since.isoformat(), "until": until.isoformat()}
    await audit.record(db, principal, "audit_report.made", "audit_log", None, after=dict(after))
    note = f"The newest {_MOST_ROWS} of {total} entries; shorten the span for the rest." if total > _MOST_ROWS else ""
    return Report(_TITLES[kind], tenant, since, until, made_at=now, made_by=principal.label, note=note, tables=tables)


_ENTRY_COLUMNS = ("seq", "when", "who", "from", "action", "what", "before", "after")


def _row_of(entry: AuditEntryRead) -> tuple[str, ...]:
    who = entry.actor.label or entry.actor.id or entry.actor.kind
    what = f"{entry.resource.kind} {entry.resource.id or ''}".rstrip()
    return (
        str(entry.seq), _moment(entry.at), who, entry.address or "", entry.action, what, _facts(entry.before),
        _facts(entry.after),
    )  # fmt: skip


def _facts(document: object) -> str:
    if not isinstance(document, dict):
        return ""
    return ", ".join(f"{name}: {value}" for name, value in document.items() if value is not None)


def _moment(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S") if moment else ""


async def _people_and_keys(db: AsyncSession, principal: Principal, now: datetime) -> list[Table]:
    """Return who and what can sign in, as of now."""
    people: list[tuple[str, ...]] = []
    after = None
    while page := await members.list_members(db, principal, after=after, limit=_PAGE):
        people += [(member.email, str(member.role), _moment(member.created_at)) for member in page]
        after = page[-1].id
    programs: list[tuple[str, ...]] = []
    after = None
    while listed := await keys.list_keys(db, principal, after=after, limit=_PAGE):
        programs += [_key_row(key, "", now) for key in listed]
        after = listed[-1].id
    services: list[tuple[str, ...]] = []
    after = None
    while accounts := await service_accounts.list_accounts(db, principal, after=after, limit=_PAGE):
        for account in accounts:
            state = "active" if account.enabled else "disabled"
            services.append((account.name, ", ".join(account.roles), state, _moment(account.created_at)))
            held = await service_accounts.list_keys(db, principal, account.id, after=None, limit=_PAGE)
            programs += [_key_row(key, account.name, now) for key in held]
        after = accounts[-1].id
    columns = ("name", "of", "role", "scope", "state", "made", "expires", "last used")
    return [
        Table("Members now", ("email", "role", "since"), people),
        Table("Service accounts now", ("name", "roles", "state", "made"), services),
        Table("API keys now", columns, programs),
    ]


class _Key(Protocol):
    """What a report says of an API key."""

    name: Any
    role: Any
    scope: Any
    created_at: Any
    expires_at: Any
    revoked_at: Any
    last_used_at: Any


def _key_row(key: _Key, account: str, now: datetime) -> tuple[str, ...]:
    state = "revoked" if key.revoked_at else "expired" if key.expires_at and key.expires_at <= now else "active"
    moments = (_moment(key.created_at), _moment(key.expires_at), _moment(key.last_used_at))
    return (key.name, account, str(key.role or ""), ", ".join(key.scope or ()), state, *moments)


def _by_route(entries: list[AuditEntryRead]) -> Table:
    counted = Counter(
        (str(facts.get("code", "")), str(facts.get("method", "")), str(facts.get("route", "")))
        for entry in entries
        if (facts := entry.after or {}).get("code")
    )
    rows: list[tuple[str, ...]] = [(*where, str(count)) for where, count in counted.most_common()]
    return Table("By code and route", ("code", "method", "route", "entries"), rows)
