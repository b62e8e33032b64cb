"""What follows from roles, teams and permission rules: compiled once per change, asked in nanoseconds.

The meaning is that of the Casbin model in ``charter.access.reference`` (RBAC with tenants as domains, object-level
grants, deny beats allow); a property test keeps the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from charter.access.roles import ALL_PERMISSIONS, BUILT_IN
from charter.core.principal import PrincipalKind, Right

NO_ROLE = ""
"""The role of a service account before any is assigned to it: of no name, so that it gives nothing."""


class Effect(StrEnum):
    ALLOW = "allow"
    DENY = "deny"


class SubjectKind(StrEnum):
    EVERYONE = "everyone"
    ROLE = "role"
    TEAM = "team"
    USER = "user"
    API_KEY = "api_key"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a rule or an assignment is about: ``name`` is a role's name, or an id as text; empty for everyone."""

    kind: SubjectKind
    name: str = ""

    @classmethod
    def of(cls, kind: PrincipalKind, id_: UUID) -> Subject:
        """Return the subject that a principal is itself."""
        return cls(SubjectKind(kind.value), str(id_))


@dataclass(frozen=True, slots=True)
class Rule:
    """One permission rule; without ``resource_id`` it is about every object."""

    subject: Subject
    effect: Effect
    permission: str
    resource_id: UUID | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a decision fell: one role or rule, and through whom it reaches the principal."""

    effect: Effect
    text: str
    rule_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Rights:
    """What a principal may do: on everything, on single objects, and on single objects not."""

    permissions: frozenset[str] = frozenset()
    granted: frozenset[Right] = frozenset()
    denied: frozenset[Right] = frozenset()
    roles: frozenset[str] = frozenset()
    teams: frozenset[UUID] = frozenset()

    def may(self, permission: str, resource_id: UUID | None = None) -> bool:
        """True when the permission holds: on this object, or on everything when none is named."""
        if resource_id is None:
            return permission in self.permissions
        right = (permission, resource_id)
        return right not in self.denied and (permission in self.permissions or right in self.granted)

    def bounded_by(self, other: Rights) -> Rights:
        """Return what both allow: an API key never may more than the user who made it."""
        candidates = self.granted | other.granted
        both = self.permissions & other.permissions
        return Rights(
            permissions=both,
            granted=frozenset(
                right for right in candidates if right[0] not in both and self.may(*right) and other.may(*right)
            ),
            denied=self.denied | other.denied,
            roles=self.roles,
            teams=self.teams,
        )

    def scoped(self, scope: frozenset[str] | None) -> Rights:
        """Return what is left of these rights for a key limited to ``scope``; None leaves everything."""
        if scope is None:
            return self
        granted = frozenset(right for right in self.granted if right[0] in scope)
        return replace(self, permissions=self.permissions & scope, granted=granted)


@dataclass(slots=True)
class _Bundle:
    """What the rules of one subject say."""

    allowed: set[str] = field(default_factory=set)
    forbidden: set[str] = field(default_factory=set)
    granted: set[Right] = field(default_factory=set)
    denied: set[Right] = field(default_factory=set)


class Snapshot:
    """A tenant's access rules at one epoch."""

    def __init__(
        self,
        epoch: int,
        *,
        roles: Mapping[str, Iterable[str]] | None = None,
        assignments: Iterable[tuple[Subject, str]] = (),
        teams: Iterable[tuple[UUID, UUID]] = (),
        rules: Iterable[Rule] = (),
        team_names: Mapping[UUID, str] | None = None,
    ) -> None:
        """Compile.

        Args:
            roles: custom roles by name.
            assignments: (subject, role name): roles beyond the one of a membership or key.
            teams: (team id, user id).
        """
        self.epoch = epoch
        self.rules = tuple(rules)
        self._roles: dict[str, frozenset[str]] = {name: frozenset(given) for name, given in (roles or {}).items()}
        self._roles |= BUILT_IN
        self._assigned: dict[Subject, set[str]] = {}
        for subject, role in assignments:
            self._assigned.setdefault(subject, set()).add(role)
        self._teams: dict[UUID, set[UUID]] = {}
        for team, user in teams:
            self._teams.setdefault(user, set()).add(team)
        self._team_names = dict(team_names or {})
        self._bundles: dict[Subject, _Bundle] = {}
        for rule in self.rules:
            _add(self._bundles.setdefault(rule.subject, _Bundle()), rule)

    def permissions_of(self, role: str) -> frozenset[str]:
        """Return what a role, built-in or custom, may do by itself; an unknown one may do nothing."""
        return self._roles.get(role, frozenset())

    def role_names(self) -> frozenset[str]:
        """Return the names of all roles, built-in ones included."""
        return frozenset(self._roles)

    def rights_of(self, kind: PrincipalKind, id_: UUID, role: str) -> Rights:
        """Return the rights of a user, key or service whose membership or key has ``role``."""
        roles, teams = self._holdings(kind, id_, role)
        subjects = self._subjects(kind, id_, roles, teams)
        bundles = [self._bundles[subject] for subject in subjects if subject in self._bundles]
        forbidden = {permission for bundle in bundles for permission in bundle.forbidden}
        denied = frozenset(right for bundle in bundles for right in bundle.denied)
        allowed = {permission for name in roles for permission in self.permissions_of(name)}
        allowed.update(permission for bundle in bundles for permission in bundle.allowed)
        return Rights(
            permissions=frozenset(allowed - forbidden),
            granted=frozenset(right for bundle in bundles for right in bundle.granted if right[0] not in forbidden)
            - denied,
            denied=denied,
            roles=roles,
            teams=teams,
        )

    def rights_of_team(self, team_id: UUID) -> Rights:
        """Return what a team gives to whoever is put into it: by its roles, and by rules for it or for them."""
        team = Subject(SubjectKind.TEAM, str(team_id))
        roles = frozenset(self._assigned.get(team, ())) & self._roles.keys()
        subjects = [team, *(Subject(SubjectKind.ROLE, name) for name in roles)]
        bundles = [self._bundles[subject] for subject in subjects if subject in self._bundles]
        given = {permission for name in roles for permission in self.permissions_of(name)}
        return Rights(
            permissions=frozenset(given.union(*(bundle.allowed for bundle in bundles))),
            granted=frozenset(right for bundle in bundles for right in bundle.granted),
            roles=roles,
        )

    def explain(
        self, kind: PrincipalKind, id_: UUID, role: str, permission: str, resource_id: UUID | None = None
    ) -> list[Reason]:
        """Return every role and rule that speaks to the question, denials first."""
        roles, teams = self._holdings(kind, id_, role)
        reasons = [
            Reason(Effect.ALLOW, f"The role {name} gives {permission}.")
            for name in sorted(roles)
            if permission in self.permissions_of(name)
        ]
        subjects = self._subjects(kind, id_, roles, teams)
        for rule in self.rules:
            about = rule.resource_id is None or rule.resource_id == resource_id
            if rule.subject in subjects and about and permission in expand(rule.permission):
                scope = "on everything" if rule.resource_id is None else "on this object"
                verb = "allows" if rule.effect == Effect.ALLOW else "denies"
                text = f"A rule for {self._name(rule.subject)} {verb} {rule.permission} {scope}."
                reasons.append(Reason(rule.effect, text, rule.id))
        return sorted(reasons, key=lambda reason: reason.effect == Effect.ALLOW)

    def _holdings(self, kind: PrincipalKind, id_: UUID, role: str) -> tuple[frozenset[str], frozenset[UUID]]:
        teams = frozenset(self._teams.get(id_, ()))
        holders = [Subject.of(kind, id_), *(Subject(SubjectKind.TEAM, str(team)) for team in teams)]
        assigned = (name for holder in holders for name in self._assigned.get(holder, ()))
        return frozenset({role, *assigned} & self._roles.keys()), teams

    @staticmethod
    def _subjects(kind: PrincipalKind, id_: UUID, roles: frozenset[str], teams: frozenset[UUID]) -> frozenset[Subject]:
        return frozenset(
            [
                Subject(SubjectKind.EVERYONE),
                Subject.of(kind, id_),
                *(Subject(SubjectKind.ROLE, name) for name in roles),
                *(Subject(SubjectKind.TEAM, str(team)) for team in teams),
            ]
        )

    def _name(self, subject: Subject) -> str:
        match subject.kind:
            case SubjectKind.EVERYONE:
                return "everyone"
            case SubjectKind.ROLE:
                return f"the role {subject.name}"
            case SubjectKind.TEAM:
                return f"the team {self._team_names.get(UUID(subject.name), subject.name)}"
            case _:
                return "this principal"


def _add(bundle: _Bundle, rule: Rule) -> None:
    for permission in expand(rule.permission):
        if rule.resource_id is None:
            (bundle.allowed if rule.effect == Effect.ALLOW else bundle.forbidden).add(permission)
        else:
            right = (permission, rule.resource_id)
            (bundle.granted if rule.effect == Effect.ALLOW else bundle.denied).add(right)


def expand(pattern: str) -> frozenset[str]:
    """Return the permissions that a rule's pattern stands for: itself, or all of a kind for ``agents.*``."""
    if pattern.endswith(".*"):
        return frozenset(name for name in ALL_PERMISSIONS if name.startswith(pattern[:-1]))
    return frozenset({pattern}) & ALL_PERMISSIONS
