"""Large results: the model is given the first page and asks for the others."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charter.llm.schemas import Message
from charter.runs.service import paging
from charter.tools.errors import ToolArgumentsInvalid
from tests.approvals.conftest import bank, calling, start
from tests.approvals.test_runs_that_ask import heard

__all__ = ["bank", "start"]

_ROWS = "\n".join(f"row {number:05}" for number in range(5_000))  # 50,000 characters
_LOOK = ("look_up", {"query": "rows"})


@pytest.fixture(autouse=True)
async def unguarded(builder) -> None:
    """Pages are about any text at all; endless rows of numbers are strange to a classifier."""
    policy = {"name": "none", "document": {"rules": []}, "for_all": True}
    assert (await builder.client.post("/v1/guardrail-policies", policy)).status == 201


def offered(model: Any, call: int) -> set[str]:
    return {tool["function"]["name"] for tool in model.calls[call].body["tools"]}


async def test_the_first_page_is_given_and_the_others_are_read(builder, start, bank, model):
    bank.found = _ROWS
    begin = len(model.calls)
    run = await start(
        calling(_LOOK),
        calling(("read_more", {"result": 2, "page": 2})),
        calling(("read_more", {"result": 2, "page": 4}), ("read_more", {"result": 2, "page": 5})),
        calling(("read_more", {"result": 1, "page": 1}), ("read_more", {"result": 2, "page": "all"})),
    )
    assert run["state"] == "completed", run
    assert ["read_more" in offered(model, begin + call) for call in range(5)] == [False, True, True, True, True]
    first, second, fourth, *refused = heard(model)
    assert first.startswith("row 00000\n")
    assert first.endswith('[page 1 of 4 of a result of 49999 characters: call read_more with {"result": 2, "page": 2} '
                          "for the next]")  # fmt: skip
    assert "row 03000" in second
    assert "row 03000" not in first
    assert fourth.endswith("row 04999\n[page 4 of 4 of a result of 49999 characters: the last one]")
    errors = [json.loads(text)["error"] for text in refused]
    assert [error["code"] for error in errors] == ["tools.arguments-invalid"] * 3
    assert "4 pages" in errors[0]["detail"]
    assert "no result 1" in errors[1]["detail"]
    steps = (await builder.client.get(f"/v1/runs/{run['id']}/steps")).json()["items"]
    assert steps[1]["output"] == {"result": _ROWS}


async def test_a_small_result_is_given_whole_and_nothing_more_is_offered(start, bank, model):
    bank.found = _ROWS[:20_000]
    await start(calling(_LOOK))
    assert heard(model) == [_ROWS[:20_000]]
    assert "read_more" not in offered(model, -1)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=400), st.integers(1, 9))
def test_the_pages_of_a_text_are_the_text(part, times):
    text = part * times * 20
    first = paging.shown(7, text)
    if first == text:
        assert len(text) <= 20_000
        assert paging.offered([Message("tool", first)]) == []
        return
    pages = -(-len(text) // paging.PAGE_CHARACTERS)
    shown = [paging.more({7: text}, {"result": 7, "page": number}) for number in range(1, pages + 1)]
    assert shown[0] == first
    assert "".join(page.rpartition("\n[page ")[0] for page in shown) == text
    assert paging.offered([Message("tool", first)]) == [paging.SPEC]
    assert all(paging.shown(8, page) == page for page in shown)  # a page is never cut again
    for number in (0, pages + 1):
        with pytest.raises(ToolArgumentsInvalid):
            paging.more({7: text}, {"result": 7, "page": number})
