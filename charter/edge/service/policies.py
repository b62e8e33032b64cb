"""Reading edge policies, checking them, and putting them in force."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from charter.access import service as access
from charter.audit import service as audit
from charter.core.errors import InputInvalid, NotFound
from charter.core.principal import Principal
from charter.edge.addresses import parse_address
from charter.edge.decisions import AddressGate
from charter.edge.errors import EdgePolicyConflict, LocksYouOut
from charter.edge.models import EdgePolicyVersion, TenantEdgePolicyVersion
from charter.edge.policy import EdgePolicy
from charter.edge.repository import PolicyRepository
from charter.edge.schemas import (
    InstallationPolicyInput,
    InstallationPolicyRead,
    TenantPolicyInput,
    TenantPolicyRead,
)

_WIDE_V4, _WIDE_V6 = 8, 16


async def get_installation(db: AsyncSession, principal: Principal) -> InstallationPolicyRead:
    """Return the installation's policy in force. System session."""
    access.require(principal, "installation.read")
    return _read(await PolicyRepository(db, EdgePolicyVersion).find_newest(), InstallationPolicyRead)


async def list_installation_versions(db: AsyncSession, principal: Principal) -> Sequence[EdgePolicyVersion]:
    """Return the versions of the installation's policy, newest first. System session."""
    access.require(principal, "installation.read")
    return await PolicyRepository(db, EdgePolicyVersion).list()


async def get_installation_version(db: AsyncSession, principal: Principal, number: int) -> InstallationPolicyRead:
    """Return one version of the installation's policy. System session.

    Raises:
        NotFound: there is no version of this number.
    """
    access.require(principal, "installation.read")
    version = await PolicyRepository(db, EdgePolicyVersion).find(number)
    if version is None:
        raise NotFound(f"There is no version {number} of the edge policy.")
    return _read(version, InstallationPolicyRead)


def check_installation(principal: Principal, policy: EdgePolicy, *, has_countries: bool) -> list[str]:
    """Return what to think of before a policy is put in force.

    Raises:
        InputInvalid: it cannot be put in force here.
    """
    access.require(principal, "installation.read")
    _require_countries(policy, has_countries)
    return warnings_of(policy)


async def put_installation_in_force(
    db: AsyncSession, principal: Principal, given: InstallationPolicyInput, *, address: str, has_countries: bool
) -> InstallationPolicyRead:
    """Put a policy in force in every process, as a new version. System session.

    Args:
        address: the caller's, which the policy should not refuse.
        has_countries: whether the operator's GeoIP file is there.

    Raises:
        EdgePolicyConflict: another version came first.
        LocksYouOut: it refuses ``address``.
        InputInvalid: it has country rules and there is no file to know countries by.
    """
    access.require(principal, "installation.write")
    _require_countries(given.policy, has_countries)
    if not AddressGate(given.policy.network).admits(parse_address(address)):
        _refuse_lock_out(given.even_if_it_locks_me_out, address)
    versions = PolicyRepository(db, EdgePolicyVersion)
    before = await versions.find_newest()
    added = await _add(versions, before, given, principal)
    await audit.record(
        db, principal, "edge_policy.activated", "edge_policy", added.id,
        before=_facts(before), after=_facts(added), tenant_id=audit.INSTALLATION,
    )  # fmt: skip
    return _read(added, InstallationPolicyRead)


async def get_tenant(db: AsyncSession, principal: Principal) -> TenantPolicyRead:
    """Return the tenant's own part in force."""
    access.require(principal, "edge.read")
    return _read(await PolicyRepository(db, TenantEdgePolicyVersion).find_newest(), TenantPolicyRead)


def check_tenant(principal: Principal) -> None:
    """Require what reading takes; a part that could be read is valid."""
    access.require(principal, "edge.read")


async def put_tenant_in_force(
    db: AsyncSession, principal: Principal, given: TenantPolicyInput, *, address: str
) -> TenantPolicyRead:
    """Put a tenant's own part in force in every process, as a new version.

    Raises:
        EdgePolicyConflict: another version came first.
        LocksYouOut: it refuses ``address``.
    """
    access.require(principal, "edge.write")
    if not AddressGate(given.policy.network).admits(parse_address(address)):
        _refuse_lock_out(given.even_if_it_locks_me_out, address)
    versions = PolicyRepository(db, TenantEdgePolicyVersion)
    before = await versions.find_newest()
    added = await _add(versions, before, given, principal)
    await audit.record(
        db, principal, "tenant_edge_policy.activated", "tenant_edge_policy", added.id,
        before=_facts(before), after=_facts(added),
    )  # fmt: skip
    return _read(added, TenantPolicyRead)


def warnings_of(policy: EdgePolicy) -> list[str]:
    """Return what is allowed but seldom meant."""
    listed = {"unlimited": policy.unlimited, "trusted_proxies": policy.network.trusted_proxies}
    found = [
        f"{name} holds {network}, which is most of the world."
        for name, networks in listed.items()
        for network in networks
        if network.prefixlen < (_WIDE_V4 if network.version == 4 else _WIDE_V6)
    ]
    if not policy.rate_limits:
        found.append("rate_limits is empty: nobody is limited.")
    if not policy.bans.refusals:
        found.append("bans.refusals is 0: nobody is banned by rule.")
    if policy.cors.credentials and any(origin.startswith("http://") for origin in policy.cors.origins):
        found.append("cors.credentials with an http:// origin: whoever is on the way there can use people's sessions.")
    if "'unsafe-inline'" in policy.headers.content_security_policy:
        found.append("content_security_policy allows 'unsafe-inline': it stops no injected script or style.")
    if policy.bots.deny or policy.bots.require_user_agent:
        found.append("bots looks at User-Agent, which callers choose freely: it stops the careless only.")
    return found


_Stored = TypeVar("_Stored", EdgePolicyVersion, TenantEdgePolicyVersion)


async def _add(
    versions: PolicyRepository[_Stored], before: _Stored | None, given: Any, principal: Principal
) -> _Stored:
    number = before.number if before else 0
    document = given.policy.model_dump(mode="json", exclude_unset=True)
    fits = given.based_on in {None, number}
    added = await versions.add(number + 1, document, given.note, principal) if fits else None
    stored = await versions.find(number + 1) if added is not None else None
    if stored is None:
        newest = await versions.find_newest()
        raise EdgePolicyConflict(
            "Another version was put in force meanwhile: read it, and put your change on top of it.",
            number=newest.number if newest else 0,
        )
    return stored


Read = TypeVar("Read", InstallationPolicyRead, TenantPolicyRead)


def _read(version: EdgePolicyVersion | TenantEdgePolicyVersion | None, kind: type[Read]) -> Read:
    if version is None:
        return kind.model_validate({"number": 0, "policy": {}, "note": "", "created_by": None, "created_at": None})
    facts = {"number": version.number, "policy": version.document, "note": version.note}
    return kind.model_validate({**facts, "created_by": version.created_by_label, "created_at": version.created_at})


def _facts(version: EdgePolicyVersion | TenantEdgePolicyVersion | None) -> dict[str, JsonValue] | None:
    return None if version is None else {"number": version.number, "document": version.document, "note": version.note}


def _require_countries(policy: EdgePolicy, has_countries: bool) -> None:
    if (policy.countries.allow or policy.countries.deny) and not has_countries:
        message = "Set CHARTER_GEOIP_FILE to a MaxMind DB file first: without one no country is known."
        raise InputInvalid(message, fields=[{"path": "/policy/countries", "message": message}])


def _refuse_lock_out(meant: bool, address: str) -> None:
    if not meant:
        raise LocksYouOut(
            f"This policy refuses {address}, from where you ask: allow it, or send even_if_it_locks_me_out.",
        )
