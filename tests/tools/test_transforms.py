"""Transforms through the API: checked, tried, published, called; what they cannot do is said before."""

from __future__ import annotations

from uuid import uuid4

import pytest

from charter.tools.errors import ToolOutOfLimits
from charter.tools.service.catalogue import load_catalogue
from charter.tools.tool import Caller as ToolCaller

CODE = '''def total(numbers: list[int], most: int = 100) -> int:
    """Adds numbers up.

    Args:
        numbers: what is added.
        most: the largest that counts.
    """
    return sum(number for number in numbers if number <= most)
'''
LOOP = CODE.replace("    return sum", "    while most < 0:\n        pass\n    return sum")


def definition(code: str, **more):
    return {"code": code, "tier": "transform", "limits": {"cpu_s": 0.5, "wall_s": 10}} | more


async def test_a_transform_is_made_tried_and_called(services, owner):
    tests = [{"name": "small", "input": {"numbers": [1, 2, 300]}, "expect": 3, "compare": True}]
    body = {"name": "total", "definition": definition(LOOP, tests=tests), "publish": True, "risk": "read"}
    made = await owner.client.post("/v1/tools", body)
    assert made.status == 201, made.body
    assert (made.json()["state"], made.json()["definition"]["tier"]) == ("ready", "transform")
    dry = await owner.client.post("/v1/tools/dry-run", {"definition": body["definition"], "input": {"numbers": [4, 5]}})
    assert (dry.json()["ok"], dry.json()["result"]) == (True, 9)
    assert dry.json()["used"]["cpu_ms"] < 100
    report = (await owner.client.post("/v1/tools/total/versions/1/test")).json()
    assert report["passed"], report
    async with services.database.tenant_session(owner.tenant_id) as db:
        tool = (await load_catalogue(db, services.tools.builtins)).get("total")
    caller = ToolCaller(owner.tenant_id, owner.principal.id, "trial", uuid4(), uuid4())
    assert await services.tools.desk.call(tool, {"numbers": [1, 2]}, caller) == 3
    with pytest.raises(ToolOutOfLimits):
        await services.tools.desk.call(tool, {"numbers": [1], "most": -1}, caller)


@pytest.mark.parametrize(
    ("code", "more", "said"),
    [
        ("import csv\n" + CODE, {}, "cannot import csv"),
        ("from os import path\n" + CODE, {}, "cannot import os"),
        ("async " + CODE, {}, "neither a class nor async"),
        (CODE.replace("return sum(", "yield sum("), {}, "yield"),
        (CODE, {"hosts": ["api.example.org"]}, "reaches no hosts"),
    ],
)
async def test_what_a_transform_cannot_do_is_said_before(owner, code, more, said):
    body = {"definition": definition(code, **more)}
    checked = (await owner.client.post("/v1/tools/validate", body)).json()
    assert not checked["valid"]
    assert said in " ".join(problem["message"] for problem in checked["problems"])
