"""What a provider's claims mean in a tenant: its role, its teams, its organization. Default deny."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import JsonValue

from charter.identity.oidc.tokens import Claims

SCIM_GROUPS = "scim_groups"
"""The claim that provisioned groups count as; a token cannot bring it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who has ``value`` in ``claim`` has ``target``: a role's name, or a team's id as text."""

    claim: str
    value: str
    target: str


@dataclass(frozen=True, slots=True)
class Organization:
    """The provider's organization that a connection is bound to."""

    claim: str
    alias: str
    id: str | None

    def has(self, claims: Claims) -> bool:
        """True when the claims tell of a membership.

        Keycloak sends an array of aliases, or a map from alias to ``{"id": …}``. An alias can be given to another
        organization later, an id cannot: a binding with an id believes nothing else.
        """
        for value in _nodes(claims, self.claim):
            if isinstance(value, dict):
                if self.id is None and self.alias in value:
                    return True
                if self.id is not None and any(self.id == _id_of(entry) for entry in value.values()):
                    return True
            elif self.id is None and self.alias in _texts(value):
                return True
        return False


def _id_of(entry: JsonValue) -> JsonValue:
    return entry.get("id") if isinstance(entry, dict) else None


def values_at(claims: Claims, path: str) -> frozenset[str]:
    """Return the texts at a path: one text, a list's texts, a map's keys.

    Names of claims and clients may hold dots themselves (``https://example.org/roles``,
    ``resource_access.my.client.roles``): every way to read the path is tried.
    """
    return frozenset(text for node in _nodes(claims, path) for text in _texts(node))


def _nodes(value: JsonValue, path: str) -> Iterable[JsonValue]:
    if not isinstance(value, dict):
        return
    if path in value:
        yield value[path]
    for end, character in enumerate(path):
        if character == "." and path[:end] in value:
            yield from _nodes(value[path[:end]], path[end + 1 :])


def _texts(value: JsonValue) -> list[str]:
    match value:
        case bool():
            return ["true" if value else "false"]
        case str():
            return [value]
        case list():
            return [item for item in value if isinstance(item, str)]
        case dict():
            return list(value)
        case _:
            return []


def first_match(rules: Iterable[Rule], claims: Claims) -> str | None:
    """Return the target of the first rule that matches."""
    return next(iter(all_matches(rules, claims)), None)


def all_matches(rules: Iterable[Rule], claims: Claims) -> list[str]:
    """Return the targets of all rules that match, in the rules' order, each once."""
    matching = [rule.target for rule in rules if rule.value in values_at(claims, rule.claim)]
    return list(dict.fromkeys(matching))


def lacks_a_claim(rules: Iterable[Rule], claims: Claims) -> bool:
    """True when some rule asks for a claim that is not there, so that it is worth asking the provider for more."""
    return any(rule.claim != SCIM_GROUPS and not list(_nodes(claims, rule.claim)) for rule in rules)
