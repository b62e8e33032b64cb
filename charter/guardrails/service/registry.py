"""Installed models: put in, taken out, activated, tried beside the active version, compared, rolled back.

Models belong to the installation: its operator installs them and says which version decides for everybody. All verbs
that change something are for system sessions, and are told to every process when they commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.principal import Principal
from charter.guardrails.errors import (
    GuardrailModelExists,
    GuardrailModelInUse,
    GuardrailModelNotFound,
    NothingToRollBack,
)
from charter.guardrails.models import GuardrailModelLineup, GuardrailModelVersion
from charter.guardrails.packages import OWN_NAME, ModelKind, Package
from charter.guardrails.repository import ModelRepository
from charter.guardrails.schemas import GuardrailModelComparison, GuardrailModelDetail, GuardrailModelVersionRead
from charter.guardrails.service.guards import checker

_REMEMBERED = 20


async def list_models(db: AsyncSession, principal: Principal) -> list[GuardrailModelVersionRead]:
    """Return every version of every model, with what it does now.

    Raises:
        Forbidden: the principal has neither ``guardrails.read`` nor ``system.read``.
    """
    _require_reader(principal)
    repository = ModelRepository(db)
    lineups = {lineup.model: lineup for lineup in await repository.lineups()}
    own = checker().own.card
    shown = [_of_card(own, lineups.get(OWN_NAME))]
    return shown + [_of_row(row, lineups.get(row.model)) for row in await repository.versions()]


async def get_model(db: AsyncSession, principal: Principal, model: str, version: str) -> GuardrailModelDetail:
    """Return a version with its card.

    Raises:
        Forbidden: the principal has neither ``guardrails.read`` nor ``system.read``.
        GuardrailModelNotFound: there is none.
    """
    _require_reader(principal)
    repository = ModelRepository(db)
    lineup = next((one for one in await repository.lineups() if one.model == model), None)
    if _comes_with_charter(model, version):
        card = checker().own.card
        return GuardrailModelDetail(**_of_card(card, lineup).model_dump(), card=card)
    row = await _get(repository, model, version)
    return GuardrailModelDetail(**_of_row(row, lineup).model_dump(), card=row.card)


def _require_reader(principal: Principal) -> None:
    """Whoever reads guardrails may know what they decide with, and so may whoever runs the installation."""
    if not access.may(principal, "system.read"):
        access.require(principal, "guardrails.read")


async def install(db: AsyncSession, principal: Principal, package: Package) -> GuardrailModelVersionRead:
    """Install a version; it is not in use yet. The same again changes nothing. System session.

    Raises:
        Forbidden: the principal lacks ``installation.write``.
        GuardrailModelExists: there is another version of this name.
    """
    access.require(principal, "installation.write")
    repository, card = ModelRepository(db), package.card
    lineup = await repository.lock_lineup(card.name)
    known = await repository.version(card.name, card.version)
    if known is not None and known.sha256 == package.sha256:
        return _of_row(known, lineup)
    if known is not None or _comes_with_charter(card.name, card.version):
        raise GuardrailModelExists(f"{card.name} {card.version} is there with other content; give it a new version.")
    row = GuardrailModelVersion(
        model=card.name, version=card.version, kind=card.kind, card=package.document, sha256=package.sha256,
        size_bytes=package.size_bytes, installed_by=principal.id,
    )  # fmt: skip
    await repository.add(row, package.files)
    await _record(db, principal, "installed", row, after={"sha256": row.sha256, "licence": card.licence})
    return _of_row(row, lineup)


async def activate(db: AsyncSession, principal: Principal, model: str, version: str, share_percent: int) -> None:
    """Have a version decide about all texts, or about a share of them beside the active one. System session.

    Raises:
        Forbidden: the principal lacks ``installation.write``.
        GuardrailModelNotFound: there is none.
        GuardrailModelInUse: it is to be tried beside itself.
    """
    change = await _begin(db, principal, model, version)
    lineup, stored = change.lineup, change.stored
    if share_percent < 100:
        _require_other(lineup, stored, version)
        if model != OWN_NAME and lineup.active is None:
            raise GuardrailModelInUse(f"No version of {model} is active that this one could be tried beside.")
        lineup.trial, lineup.share_percent = version, share_percent
        lineup.shadow = None if lineup.shadow == version else lineup.shadow
        await change.end("tried")
        return
    if not _is_active(lineup, stored):
        lineup.earlier = [*lineup.earlier, lineup.active or ""][-_REMEMBERED:]
    lineup.active, lineup.trial, lineup.share_percent = stored, None, 0
    lineup.shadow = None if lineup.shadow == version else lineup.shadow
    await change.end("activated")


async def shadow(db: AsyncSession, principal: Principal, model: str, version: str) -> None:
    """Have a version read every text beside the one that decides, without effect. System session.

    Raises:
        Forbidden: the principal lacks ``installation.write``.
        GuardrailModelNotFound: there is none.
        GuardrailModelInUse: it decides already.
    """
    change = await _begin(db, principal, model, version)
    _require_other(change.lineup, change.stored, version)
    if model != OWN_NAME and change.lineup.active is None:
        raise GuardrailModelInUse(f"No version of {model} is active that this one could be compared with.")
    if change.lineup.trial == version:
        raise GuardrailModelInUse(f"{model} {version} is on trial; roll that back first.")
    change.lineup.shadow = version
    await change.end("shadowed")


async def roll_back(db: AsyncSession, principal: Principal, model: str) -> None:
    """End what is on trial or in the shadow; where nothing is, go back to the version before. System session.

    Raises:
        Forbidden: the principal lacks ``installation.write``.
        NothingToRollBack: there is nothing of both.
    """
    access.require(principal, "installation.write")
    repository = ModelRepository(db)
    lineup = await repository.lock_lineup(model)
    before = _facts(lineup)
    if lineup.trial is not None or lineup.shadow is not None:
        lineup.trial, lineup.share_percent, lineup.shadow = None, 0, None
    elif lineup.earlier:
        *lineup.earlier, last = lineup.earlier
        lineup.active = last or None
    else:
        raise NothingToRollBack(f"Of {model} nothing is on trial or in the shadow, and nothing was active before.")
    await _Change(db, principal, lineup, before, None, None).end("rolled_back")


async def remove(db: AsyncSession, principal: Principal, model: str, version: str) -> None:
    """Delete a version that is not in use. System session.

    Raises:
        Forbidden: the principal lacks ``installation.write``.
        GuardrailModelNotFound: there is none that was installed.
        GuardrailModelInUse: it is active, on trial or in the shadow.
    """
    access.require(principal, "installation.write")
    repository = ModelRepository(db)
    lineup = await repository.lock_lineup(model)
    row = await _get(repository, model, version)
    if version in {lineup.active, lineup.trial, lineup.shadow}:
        raise GuardrailModelInUse(f"{model} {version} is in use; activate another version or roll back first.")
    lineup.earlier = [one for one in lineup.earlier if one != version]
    await _record(db, principal, "removed", row, before={"sha256": row.sha256})
    await db.delete(row)
    await db.flush()


async def compare(db: AsyncSession, principal: Principal, model: str, *, since: date) -> list[GuardrailModelComparison]:
    """Return what versions of a model said while they were compared: of all tenants, counted. System session.

    Raises:
        Forbidden: the principal lacks ``installation.read``.
    """
    access.require(principal, "installation.read")
    repository = ModelRepository(db)
    versions = [row.version for row in await repository.versions() if row.model == model]
    if model == OWN_NAME:
        versions.append(checker().own.version)
    else:
        versions = [f"{model} {version}" for version in versions]
    found = await repository.scores(versions, since)
    return [
        GuardrailModelComparison(
            version=compared.version,
            beside=compared.beside or None,
            stage=compared.stage,
            head=compared.head,
            texts=sums.texts,
            hits=sums.hits,
            mean_score=round(sums.score_sum / sums.texts, 5),
            beside_hits=sums.beside_hits if compared.beside else None,
            both_hit=sums.both_hit if compared.beside else None,
            beside_mean_score=round(sums.beside_score_sum / sums.texts, 5) if compared.beside else None,
        )
        for compared, sums in found
    ]


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of which versions are in use, with how it was before."""

    db: AsyncSession
    principal: Principal
    lineup: GuardrailModelLineup
    before: dict[str, JsonValue]
    stored: str | None
    row: GuardrailModelVersion | None

    async def end(self, what: str) -> None:
        """Write it down and tell every process."""
        repository = ModelRepository(self.db)
        await repository.tell()
        after, resource = _facts(self.lineup), self.row.id if self.row else None
        if self.before != after:
            await audit.record(
                self.db, self.principal, f"guardrail_model.{what}", "guardrail_model", resource,
                before=self.before, after=after, tenant_id=audit.INSTALLATION,
            )  # fmt: skip


async def _begin(db: AsyncSession, principal: Principal, model: str, version: str) -> _Change:
    access.require(principal, "installation.write")
    repository = ModelRepository(db)
    lineup = await repository.lock_lineup(model)
    if _comes_with_charter(model, version):
        return _Change(db, principal, lineup, _facts(lineup), None, None)
    row = await _get(repository, model, version)
    return _Change(db, principal, lineup, _facts(lineup), version, row)


def _facts(lineup: GuardrailModelLineup) -> dict[str, JsonValue]:
    return {
        "model": lineup.model, "active": lineup.active, "trial": lineup.trial, "share_percent": lineup.share_percent,
        "shadow": lineup.shadow,
    }  # fmt: skip


def _comes_with_charter(model: str, version: str) -> bool:
    return model == OWN_NAME and version == checker().own.version


def _is_active(lineup: GuardrailModelLineup, stored: str | None) -> bool:
    """Return whether a version decides; of a model of the operator's none does before one was activated."""
    return lineup.active == stored and (stored is not None or lineup.model == OWN_NAME)


def _require_other(lineup: GuardrailModelLineup, stored: str | None, version: str) -> None:
    if _is_active(lineup, stored):
        raise GuardrailModelInUse(f"{lineup.model} {version} decides about all texts already.")
    if stored is None:
        raise GuardrailModelInUse(f"{version} comes with Charter; it can be activated, not tried.")


async def _get(repository: ModelRepository, model: str, version: str) -> GuardrailModelVersion:
    row = await repository.version(model, version)
    if row is None:
        raise GuardrailModelNotFound(f"There is no {model} {version}; see GET /v1/guardrail-models.")
    return row


async def _record(
    db: AsyncSession, principal: Principal, what: str, row: GuardrailModelVersion, **facts: dict[str, JsonValue]
) -> None:
    named: dict[str, JsonValue] = {"model": row.model, "version": row.version}
    told = {when: named | more for when, more in facts.items()}
    await audit.record(
        db, principal, f"guardrail_model.{what}", "guardrail_model", row.id, tenant_id=audit.INSTALLATION, **told
    )


_State = Literal["active", "trial", "shadow", "installed"]


def _standing(lineup: GuardrailModelLineup | None, version: str, *, own: bool) -> tuple[_State, int]:
    """Return what a version does, and about how many of a hundred texts it decides."""
    if lineup is None:
        return ("active", 100) if own else ("installed", 0)
    if (lineup.active is None) if own else (lineup.active == version):
        return "active", 100 - lineup.share_percent
    if lineup.trial == version:
        return "trial", lineup.share_percent
    return ("shadow", 0) if lineup.shadow == version else ("installed", 0)


def _of_card(card: dict[str, Any], lineup: GuardrailModelLineup | None) -> GuardrailModelVersionRead:
    state, share = _standing(lineup, card["version"], own=True)
    return GuardrailModelVersionRead(
        model=card["name"],
        kind=ModelKind.CLASSIFIERS,
        state=state,
        share_percent=share,
        comes_with_charter=True,
        installed_at=None,
        **{name: card[name] for name in _FROM_CARD},
        sha256=card["sha256"],
        size_bytes=card["size_bytes"],
        can_roll_back=_can_roll_back(lineup),
    )


def _of_row(row: GuardrailModelVersion, lineup: GuardrailModelLineup | None) -> GuardrailModelVersionRead:
    state, share = _standing(lineup, row.version, own=False)
    return GuardrailModelVersionRead(
        model=row.model,
        kind=ModelKind(row.kind),
        state=state,
        share_percent=share,
        comes_with_charter=False,
        installed_at=row.installed_at,
        **{name: row.card[name] for name in _FROM_CARD},
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        can_roll_back=_can_roll_back(lineup),
    )


def _can_roll_back(lineup: GuardrailModelLineup | None) -> bool:
    return lineup is not None and (lineup.trial is not None or lineup.shadow is not None or bool(lineup.earlier))


_FROM_CARD = ("version", "description", "licence", "threshold", "held_out")
