"""The access model in Casbin: the definition that the compiled snapshot must equal, and a second opinion on it.

A request is (subject, tenant, permission, object); ``*`` as object means "on everything". Too slow for every request
(15 ms at 10,000 lines), so it is asked by tests and by ``charter access explain``, never on the way of a request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

import casbin

from charter.access.rights import Rule, Subject, SubjectKind, expand
from charter.access.roles import BUILT_IN
from charter.core.principal import PrincipalKind

MODEL = """
[request_definition]
r = sub, dom, act, obj

[policy_definition]
p = sub, dom, act, obj, eft

[role_definition]
g = _, _, _

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = r.dom == p.dom && r.act == p.act && (p.obj == "*" || p.obj == r.obj) && g(r.sub, p.sub, r.dom)
"""


def enforcer(
    tenant_id: UUID,
    *,
    roles: Mapping[str, Iterable[str]],
    assignments: Iterable[tuple[Subject, str]],
    teams: Iterable[tuple[UUID, UUID]],
    rules: Iterable[Rule],
    principals: Iterable[tuple[PrincipalKind, UUID, str]],
) -> casbin.Enforcer:
    """Return a Casbin enforcer over a tenant's access rules.

    Args:
        principals: (kind, id, role of the membership or key) of those who will be asked about.
    """
    model = casbin.Model()
    model.load_model_from_text(MODEL)
    made, domain = casbin.Enforcer(model), str(tenant_id)
    for name, given in {**roles, **BUILT_IN}.items():
        for permission in given:
            made.add_policy(_name(Subject(SubjectKind.ROLE, name)), domain, permission, "*", "allow")
    for rule in rules:
        target = "*" if rule.resource_id is None else str(rule.resource_id)
        for permission in expand(rule.permission):
            made.add_policy(_name(rule.subject), domain, permission, target, rule.effect.value)
    for subject, role in assignments:
        made.add_grouping_policy(_name(subject), _name(Subject(SubjectKind.ROLE, role)), domain)
    for team, user in teams:
        for holder in (SubjectKind.USER, SubjectKind.SERVICE):
            made.add_grouping_policy(
                _name(Subject(holder, str(user))), _name(Subject(SubjectKind.TEAM, str(team))), domain
            )
    for kind, id_, role in principals:
        me = _name(Subject.of(kind, id_))
        made.add_grouping_policy(me, _name(Subject(SubjectKind.ROLE, role)), domain)
        made.add_grouping_policy(me, _name(Subject(SubjectKind.EVERYONE)), domain)
    return made


def allowed(
    made: casbin.Enforcer, tenant_id: UUID, kind: PrincipalKind, id_: UUID, permission: str, resource_id: UUID | None
) -> bool:
    """Return Casbin's answer to one question."""
    target = "*" if resource_id is None else str(resource_id)
    answer: bool = made.enforce(_name(Subject.of(kind, id_)), str(tenant_id), permission, target)
    return answer


def _name(subject: Subject) -> str:
    return f"{subject.kind}:{subject.name}"
