"""What a redaction took out of a run's texts comes back where the policy permits it, and nowhere else."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.guardrails.detectors.findings import Span
from charter.guardrails.placeholders import Placeholders
from charter.guardrails.policy import Guard, PolicyDocument, Redaction
from charter.guardrails.service.guards import checker
from charter.guardrails.stages import Stage
from charter.guardrails.streaming import GuardedStream
from tests.approvals.conftest import bank, builder, calling, decide, ended, make_agent, model, pending, policy, start
from tests.guardrails.test_policies import PATH, make_policy
from tests.llm.fake_server import Reply
from tests.sse_reader import read_events

__all__ = ["bank", "builder", "make_agent", "model", "start"]

TEXT = "Pay anna@example.org and then bob@example.org, but anna@example.org first."
BOTH = frozenset({Stage.TOOL_ARGUMENT, Stage.OUTPUT})


def document(*restore_in: str, **more: Any) -> dict[str, Any]:
    return {"rules": [{"stage": "input", "detector": "pii", "action": "redact", "restore_in": list(restore_in)} | more]}


async def test_the_model_sees_placeholders_and_the_tool_and_reader_the_originals(builder, start, bank, model):
    await make_policy(builder, document=document("tool_argument", "output"), for_all=True)
    calls = [calling(("transfer", {"to": "[MAIL_2]", "amount": 1})), calling(("look_up", {"query": "x"}))]
    bank.found = {"seen": "bob@example.org"}
    run = await start(*calls, Reply(text="Paid [MAIL_2], not [MAIL_1]; [MAIL_9] is nobody."), text=TEXT)
    assert run["output"] == "Paid bob@example.org, not anna@example.org; [MAIL_9] is nobody."
    assert bank.transfers == [{"to": "bob@example.org", "amount": 1}]
    said = str([call.body for call in model.calls])
    assert "Pay [MAIL_1] and then [MAIL_2], but [MAIL_1] first." in said
    assert "@example.org" not in said
    steps = (await builder.client.get(f"/v1/runs/{run['id']}/steps")).json()["items"]
    assert "[MAIL_2]" in str(steps[1]["input"])
    assert "@example.org" not in str([step["output"] for step in steps])


async def test_nothing_comes_back_where_the_policy_does_not_say_so(builder, start, bank):
    await make_policy(builder, document=document("output"), for_all=True)
    run = await start(calling(("transfer", {"to": "[MAIL_1]", "amount": 1})), Reply(text="To [MAIL_1]."), text=TEXT)
    assert (run["output"], bank.transfers) == ("To anna@example.org.", [{"to": "[MAIL_1]", "amount": 1}])


async def test_whoever_goes_on_with_a_run_knows_the_originals(builder, start, bank):
    await make_policy(builder, document=document("tool_argument"), for_all=True)
    await policy(builder, "moves", "ask", "transfer")
    run = await start(calling(("transfer", {"to": "[MAIL_2]", "amount": 1})), Reply(text="To [MAIL_2]."), text=TEXT)
    (asked,) = await pending(builder, run)
    assert asked["arguments"] == {"to": "[MAIL_2]", "amount": 1}
    await decide(builder, asked, "approve")
    assert (await ended(builder, run))["output"] == "To [MAIL_2]."
    assert bank.transfers == [{"to": "bob@example.org", "amount": 1}]


async def test_a_stream_never_shows_half_a_placeholder(builder, make_agent, model):
    await make_agent(builder)
    await make_policy(builder, document=document("output"), for_all=True)
    answer = "The harbour was quiet, said [MAIL_1] to [MAIL_2]. " * 20
    model.default = Reply(text=answer, chunks=60, chunk_delay_s=0.01)
    body, accept = {"agent": "helper", "input": TEXT}, {"accept": "text/event-stream"}
    async with asyncio.timeout(30), builder.client.stream("POST", "/v1/runs", body, accept) as (_, chunks):
        events = [event async for event in read_events(chunks)]
    deltas = [event.data["text"] for event in events if event.type == "message.delta"]
    said = answer.replace("[MAIL_1]", "anna@example.org").replace("[MAIL_2]", "bob@example.org")
    assert "".join(deltas) == said
    assert len(deltas) > 1
    assert not [event for event in events if event.type == "message.reset"]


@pytest.mark.parametrize("wrong", [{"action": "block"}, {"stage": "tool_result"}, {"stage": "output"}])
async def test_a_rule_that_could_not_put_anything_back_is_refused(builder, wrong):
    answer = await builder.client.post(PATH, {"name": "odd", "document": document("output", **wrong)})
    assert (answer.status, answer.json()["errors"][0]["path"]) == (422, "/document/rules/0")


_REDACTIONS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20), st.sampled_from([frozenset(), BOTH])), max_size=8
)


_DISTINCT = "".join(chr(0x4E00 + place) for place in range(90))


@given(found=_REDACTIONS)
def test_what_is_taken_out_comes_back_as_it_was(found):
    redactions = [Redaction(Span(start, start + size, "mail"), where) for start, size, where in found]
    hidden = Placeholders()
    shown = hidden.hide(_DISTINCT, redactions)
    assert hidden.restore(shown, Stage.INPUT) == shown
    assert hidden.hide_known(shown) == shown
    restored = hidden.restore(shown, Stage.OUTPUT)
    if all(one.restored_in for one in redactions):
        assert restored == _DISTINCT
    for one in redactions:  # what one rule never puts back is not put back because another would
        if not one.restored_in:
            assert not set(restored) & set(_DISTINCT[one.span.start : one.span.end])


def test_values_in_json_are_restored_whatever_they_hold():
    hidden = Placeholders()
    quoted = 'x"y\\z'
    assert hidden.hide(quoted, [Redaction(Span(0, 5, "github token"), BOTH)]) == "[GITHUB-TOKEN_1]"
    given_ = {"to": ["[GITHUB-TOKEN_1]", 1, None], "[GITHUB-TOKEN_1]": True}
    assert hidden.restore_value(given_, Stage.OUTPUT) == {"to": [quoted, 1, None], "[GITHUB-TOKEN_1]": True}
    assert quoted not in repr(hidden)


_WORDS = {
    "rules": [{"stage": stage, "detector": "words", "action": "redact"} for stage in ("input", "stream")],
    "denied_words": ["zorbium"],
}


@settings(deadline=None, max_examples=20)
@given(times=st.integers(1, 120), size=st.integers(50, 900))
def test_every_denied_word_is_redacted_however_many_there_are(times, size):
    guard = Guard(checker(), PolicyDocument.model_validate(_WORDS))
    text = "we sell zorbium here " * times
    assert "zorbium" not in guard.check(text, Stage.INPUT).text
    stream = GuardedStream(guard)
    for start_ in range(0, len(text), size):
        stream.feed(text[start_ : start_ + size])
    assert "zorbium" not in stream.shown
