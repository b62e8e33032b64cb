"""Property 15: allowed exactly when a policy says so."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from charter.access import reference
from charter.access.rights import Effect, Rule, Snapshot, Subject, SubjectKind
from charter.access.roles import ALL_PERMISSIONS, Role
from charter.core.principal import PrincipalKind

TENANT, ELSEWHERE = UUID(int=1), UUID(int=2)
USERS = [UUID(int=10 + number) for number in range(3)]
KEYS = [UUID(int=20 + number) for number in range(2)]
TEAMS = [UUID(int=30 + number) for number in range(2)]
AGENTS = [UUID(int=40 + number) for number in range(2)]
CUSTOM = ["support", "release"]
PERMISSIONS = ["agents.read", "agents.write", "runs.create", "audit.read", "members.write"]
PATTERNS = [*PERMISSIONS, "agents.*", "runs.*"]

roles = st.dictionaries(st.sampled_from(CUSTOM), st.frozensets(st.sampled_from(PERMISSIONS), max_size=3))
role_names = st.sampled_from([*CUSTOM, *Role, "platform-operator"])
users = st.builds(Subject, st.just(SubjectKind.USER), st.sampled_from(USERS).map(str))
keys = st.builds(Subject, st.just(SubjectKind.API_KEY), st.sampled_from(KEYS).map(str))
teams = st.builds(Subject, st.just(SubjectKind.TEAM), st.sampled_from(TEAMS).map(str))
holders = users | keys | teams
subjects = holders | st.builds(Subject, st.just(SubjectKind.ROLE), role_names) | st.just(Subject(SubjectKind.EVERYONE))
rules = st.builds(
    Rule, subjects, st.sampled_from(Effect), st.sampled_from(PATTERNS), st.none() | st.sampled_from(AGENTS)
)
principals = st.tuples(
    *(st.tuples(st.just(PrincipalKind.USER), st.just(user), role_names) for user in USERS),
    *(st.tuples(st.just(PrincipalKind.API_KEY), st.just(key), role_names) for key in KEYS),
)


@settings(max_examples=150, deadline=None)
@given(
    roles,
    st.lists(st.tuples(holders, role_names), max_size=6),
    st.lists(st.tuples(st.sampled_from(TEAMS), st.sampled_from(USERS)), max_size=5, unique=True),
    st.lists(rules, max_size=8),
    principals,
)
def test_property_15_access_control(custom, assignments, memberships, given_rules, asked):
    """Access control: principals x actions x resources are allowed exactly when a policy says so.

    The compiled snapshot that decides at run time answers as the Casbin model does, and in another tenant nothing is
    allowed at all.
    """
    known = {*custom, *Role, "platform-operator"}
    asked = [(kind, id_, role if role in known else Role.GUEST) for kind, id_, role in asked]
    assignments = [(holder, role) for holder, role in assignments if role in known]
    parts = {"roles": custom, "assignments": assignments, "teams": memberships, "rules": given_rules}
    snapshot = Snapshot(1, **parts)
    casbin = reference.enforcer(TENANT, **parts, principals=asked)
    for kind, id_, role in asked:
        rights = snapshot.rights_of(kind, id_, role)
        for permission in PERMISSIONS:
            for agent in (None, *AGENTS):
                expected = reference.allowed(casbin, TENANT, kind, id_, permission, agent)
                assert rights.may(permission, agent) == expected, (kind, id_, role, permission, agent)
                assert not reference.allowed(casbin, ELSEWHERE, kind, id_, permission, agent)
                _explained(snapshot, kind, id_, role, permission, agent, allowed=expected)


def _explained(snapshot, kind, id_, role, permission, agent, *, allowed):
    """The explanation agrees with the decision: a denial among the reasons, or no reason at all, means no."""
    reasons = snapshot.explain(kind, id_, role, permission, agent)
    effects = [reason.effect for reason in reasons]
    assert allowed == (Effect.ALLOW in effects and Effect.DENY not in effects)


@settings(max_examples=100, deadline=None)
@given(roles, st.lists(rules, max_size=8), role_names, role_names)
def test_property_15_a_key_never_may_more_than_its_maker(custom, given_rules, key_role, maker_role):
    """Access control: an API key may do exactly what both it and its maker may."""
    snapshot = Snapshot(1, roles=custom, rules=given_rules)
    key = snapshot.rights_of(PrincipalKind.API_KEY, KEYS[0], key_role)
    maker = snapshot.rights_of(PrincipalKind.USER, USERS[0], maker_role)
    bounded = key.bounded_by(maker)
    for permission in sorted(ALL_PERMISSIONS):
        for agent in (None, *AGENTS):
            assert bounded.may(permission, agent) == (key.may(permission, agent) and maker.may(permission, agent))
