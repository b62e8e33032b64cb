"""Finding tools by what they do: measured on a handful of questions in words that the tools do not use."""

from __future__ import annotations

import pytest

from charter.tools.meaning import Meanings
from charter.tools.schemas import ToolFacts
from charter.tools.service import registry
from charter.tools.tool import Risk, ToolKind
from tests.approvals.conftest import bank, builder, calling, make_agent, model, start

__all__ = ["bank", "builder", "make_agent", "model", "start"]

TOOLS = {
    "get_forecast": "Weather for a city: temperature, rain and wind of the next days.",
    "mail": "Sends a mail to one address, as plain text.",
    "create_invoice": "Makes an invoice for a customer with its positions and VAT.",
    "refund_payment": "Pays money back to a card.",
    "translate": "Says a text in another language.",
    "fetch": "Fetches a public web address and returns its text.",
    "calculator": "Evaluates arithmetic.",
    "search_flights": "Finds connections between two airports on a date.",
    "book_room": "Reserves a hotel room for some nights.",
    "query_database": "Runs a read-only SQL query on the warehouse.",
    "resize_image": "Makes a picture smaller.",
    "schedule_meeting": "Puts an appointment into the calendar of several people.",
    "lookup_customer": "Finds a client by name, phone or address.",
    "stock_level": "How many pieces of an article are in the store.",
    "list_issues": "Lists open tickets of a repository.",
    "ask_person": "Asks a person a question and waits for the answer.",
}
ASKED = {
    "will it rain tomorrow": "get_forecast", "send an email": "mail", "bill a client": "create_invoice",
    "give the money back": "refund_payment", "bugs on github": "list_issues", "open a website": "fetch",
    "german version of a document": "translate", "add up numbers": "calculator", "airplane tickets": "search_flights",
    "hotel reservation": "book_room", "data analysis with SQL": "query_database", "shrink a photo": "resize_image",
    "plan an appointment": "schedule_meeting", "find a customer by phone number": "lookup_customer",
    "inventory of the warehouse": "stock_level", "human in the loop": "ask_person",
}  # fmt: skip
PATH = "/v1/tools"


async def test_most_questions_find_their_tool_among_the_first_three():
    meanings, names = Meanings(), list(TOOLS)
    ranks = []
    for question, wanted in ASKED.items():
        scores = await meanings.ranked(question, names, [f"{name}. {text}" for name, text in TOOLS.items()])
        assert all(0 <= score <= 1 for score in scores)
        ranks.append(sorted(names, key=lambda name: -dict(zip(names, scores, strict=True))[name]).index(wanted))
    assert sum(rank == 0 for rank in ranks) >= 12
    assert sum(rank < 3 for rank in ranks) >= 15


@pytest.fixture
async def shelf(services, owner):
    """The owner's tools: one of each state."""
    async with services.database.tenant_session(owner.tenant_id) as db:
        for name in ("get_forecast", "refund_payment", "book_room"):
            facts = ToolFacts(description=TOOLS[name], input_schema={"type": "object"}, definition={})
            await registry.register_tool(
                db, owner.principal, name, ToolKind.MCP, facts, risk=Risk.WRITE,
                publish=name != "book_room", now=services.clock(),
            )  # fmt: skip
    await owner.client.post(f"{PATH}/refund_payment/disable")
    return owner


async def found(caller, query: str) -> list[str]:
    answer = await caller.client.get(f"{PATH}?{query}")
    assert answer.status == 200, answer.body
    return [tool["name"] for tool in answer.json()["items"]]


async def test_the_best_come_first_with_a_score_and_others_are_left_out(shelf):
    answer = (await shelf.client.get(f"{PATH}?q=will+it+rain&by=meaning")).json()
    assert answer["items"][0]["name"] == "get_forecast"
    scores = [tool["score"] for tool in answer["items"]]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= 0.25
    assert answer["next_cursor"] is None
    assert "get_forecast" not in await found(shelf, "q=will+it+rain")
    assert await found(shelf, "q=zzz+qqq+xxx&by=meaning&kind=mcp") == []
    assert "get_forecast" in await found(shelf, "q=&by=meaning")
    assert (await shelf.client.get(f"{PATH}?q=x&by=magic")).status == 422


@pytest.mark.parametrize("by", ["words", "meaning"])
async def test_filters_narrow_both_ways(shelf, by):
    query = f"q=money&by={by}"
    assert await found(shelf, query + "&state=disabled") == ["refund_payment"]
    assert "refund_payment" not in await found(shelf, query + "&state=ready")
    assert "refund_payment" not in await found(shelf, query + "&risk=read")


async def test_states_are_told_apart(shelf):
    assert await found(shelf, "state=draft") == ["book_room"]
    assert "get_forecast" in await found(shelf, "state=ready")
    assert "calculator" in await found(shelf, "state=ready")
    assert await found(shelf, "state=quarantined") == []
    await shelf.client.post(f"{PATH}/calculator/disable")
    assert await found(shelf, "state=disabled") == ["calculator", "refund_payment"]


async def test_another_tenants_tools_are_not_found(shelf, stranger):
    assert await found(stranger, "q=will+it+rain&by=meaning&kind=mcp") == []


async def test_recent_calls_are_told(builder, bank, start):
    await start(calling(("look_up", {"query": "x"})))
    tools = (await builder.client.get(f"{PATH}?recent=true&kind=mcp")).json()["items"]
    recent = {tool["name"]: tool["recent"] for tool in tools}
    assert (recent["look_up"]["calls"], recent["look_up"]["failures"]) == (1, 0)
    assert recent["transfer"] is None
