"""charter plan, and charter tenant create --plan, through a real socket."""

from __future__ import annotations

from charter.core.ids import format_id
from tests.tenants.conftest import operator

__all__ = ["operator"]


async def test_a_plan_is_made_shown_changed_given_and_retired(owner, operator, charter):
    made = await charter(operator, "plan", "create", "Small one", "--limit", "runs:day:5:90", "--json")
    assert (made.code, made.document["limits"][0]["warn_percent"]) == (0, 90), made
    assert "Small one, 1 limits, 0 tenants." in (await charter(operator, "plan", "show", "Small one")).out
    tenant = format_id("tenant", owner.tenant_id)
    given = await charter(operator, "plan", "set", tenant, "Small one", "--json")
    assert given.document["plan_id"] == made.document["id"], given
    listed = await charter(operator, "plan", "list", "--json")
    assert [it["tenants"] for it in listed.document["items"] if it["name"] == "Small one"] == [1]
    changed = await charter(operator, "plan", "change", "Small one", "--limit", "runs:day:9", "--json")
    assert changed.document["limits"][0]["limit"] == 9, changed
    arguments = ("--owner-email", "boss@small.example", "--password-stdin", "--plan", "Small one", "--json")
    founded = await charter(operator, "tenant", "create", "Small Inc", *arguments, stdin="correct horse battery\n")
    assert founded.document["plan_id"] == made.document["id"], founded
    assert "retired at" in (await charter(operator, "plan", "retire", "Small one")).out
    taken = await charter(operator, "plan", "set", tenant, "none")
    assert "has the plan none" in taken.out
    assert (await charter(owner, "plan", "list")).code == 1
    for wrong in (["show", "No such"], ["create", "X", "--limit", "runs:day"]):
        assert (await charter(operator, "plan", *wrong)).code == 2, wrong
