"""Tools for tests, made through the API."""

from __future__ import annotations

import itertools
from typing import Any

from tests.conftest import Caller

_numbers = itertools.count(1)

CODE = '''
def double(number: int) -> int:
    """Doubles a number.

    Args:
        number: what is doubled.
    """
    return 2 * number
'''


async def make_tool(
    caller: Caller, name: str | None = None, *, code: str = CODE, publish: bool = True, **settings: Any
) -> Any:
    """Make a Python tool and return its document."""
    body = {"name": name or f"tool_{next(_numbers)}", "definition": {"code": code} | settings, "publish": publish}
    answer = await caller.client.post("/v1/tools", body)
    assert answer.status == 201, answer.body
    return answer.json()


async def make_version(caller: Caller, tool: Any, *, code: str = CODE, publish: bool = False, **settings: Any) -> Any:
    """Add a version to a tool and return its document."""
    body = {"definition": {"code": code} | settings, "publish": publish}
    answer = await caller.client.post(f"/v1/tools/{tool['name']}/versions", body)
    assert answer.status == 201, answer.body
    return answer.json()


async def everything(caller: Caller) -> Any:
    """Return all that the API shows of a tenant's tools, to tell whether something changed."""
    tools = (await caller.client.get("/v1/tools?limit=200")).json()["items"]
    found = []
    for tool in tools:
        path = f"/v1/tools/{tool['name']}/versions?limit=200"
        versions = (await caller.client.get(path)).json()["items"] if tool["id"] else []
        found.append((tool, versions))
    return found
