"""The model client against a scripted server: streaming, retries, fallback, cancellation, nonsense."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace

import orjson
import pytest

from charter.core.circuit import CircuitPolicy
from charter.core.guarded_client import AddressRules, GuardedClient
from charter.llm.circuit import Circuits
from charter.llm.client import CallPolicy, ModelClient
from charter.llm.errors import (
    AnswerCutOff,
    AnswerTooLarge,
    CircuitOpen,
    ContentFiltered,
    ContextTooLong,
    DeadlineExceeded,
    MalformedAnswer,
    ModelCallError,
    ModelNotFound,
    ModelTimeout,
    NoModelAvailable,
    ProviderAddressRefused,
    ProviderAuthFailed,
    ProviderFailed,
    ProviderOverloaded,
    ProviderQuotaExhausted,
    ProviderRateLimited,
    ProviderUnreachable,
    RequestRefused,
)
from charter.llm.schemas import AttemptFailed, Completed, Image, Message, TextDelta, Usage
from tests.llm.factories import ABLE, CLOCK, WIRES, make_request, make_route, make_target
from tests.llm.fake_server import FakeServer, Reply, Rule

KINDS = list(WIRES)
QUICK = CallPolicy(attempts=2, base_delay_s=0.001, max_delay_s=0.002, first_byte_timeout_s=0.3, idle_timeout_s=0.3)


@pytest.fixture
async def http() -> AsyncIterator[GuardedClient]:
    async with GuardedClient(AddressRules(["127.0.0.1"])) as client:
        yield client


@pytest.fixture
def models(http: GuardedClient) -> ModelClient:
    return ModelClient(http, policy=QUICK, chance=random.Random(1))


async def play(models, route, request=None, **options):
    """Return all events of a call, and its response or error last."""
    events = []
    try:
        async with aclosing(models.stream(request or make_request(), route, **options)) as stream:
            async for event in stream:
                events.append(event)  # noqa: PERF401 - what came before an error counts too
    except ModelCallError as error:
        events.append(error)
    return events


def texts(events):
    return "".join(event.text for event in events if isinstance(event, TextDelta))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("streamed", [True, False])
async def test_an_answer_is_the_same_from_every_provider(models, kind, streamed):
    async with FakeServer([Reply(text="It is noon — 12 o'clock.")]) as server:
        events = await play(models, make_route(make_target(server.url, kind)), streamed=streamed)
        response = events[-1].response
        assert texts(events) == response.text == "It is noon — 12 o'clock."
        assert (response.stop_reason, response.usage) == ("end", Usage(12, 34, 5))
        assert response.cost_micros == 76  # 7 at 1.0 + 5 at 0.1 + 34 at 2.0 = 75.5 millionths of a dollar
        assert response.model == f"{kind}-1/fake-large"
        assert server.calls[0].key == "sk-test-key-0123456789"
        assert "sk-test-key" not in str(response.wire_request)
        assert orjson.dumps(response.wire_request)
        assert orjson.dumps(response.wire_response)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("streamed", [True, False])
async def test_parallel_tool_calls(models, kind, streamed):
    calls = [("clock", '{"zone":"Europe/Berlin"}'), ("clock", '{"zone":"Asia/Tokyo"}')]
    async with FakeServer([Reply(text="", tool_calls=calls)]) as server:
        request = make_request(tools=[CLOCK])
        events = await play(models, make_route(make_target(server.url, kind)), request, streamed=streamed)
        response = events[-1].response
        assert response.stop_reason == "tool_calls"
        assert [(call.name, orjson.loads(call.arguments)) for call in response.tool_calls] == [
            (name, orjson.loads(arguments)) for name, arguments in calls
        ]
        assert len({call.id for call in response.tool_calls}) == 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [1, 7])
async def test_a_stream_in_tiny_pieces(models, kind, size):
    async with FakeServer(
        [Reply(text="Größe: 日本 🎈", fragment=size, tool_calls=[("clock", '{"zone":"ü"}')])]
    ) as server:
        events = await play(models, make_route(make_target(server.url, kind)))
        assert texts(events) == events[-1].response.text == "Größe: 日本 🎈"
        assert events[-1].response.tool_calls[0].arguments == '{"zone":"ü"}'


@pytest.mark.parametrize("kind", KINDS)
async def test_the_connection_is_kept_between_calls(models, kind):
    async with FakeServer() as server:
        for _ in range(3):
            await play(models, make_route(make_target(server.url, kind)))
        assert server.open_connections == 1


NONSENSE = '{"choices": "no", "content": 5, "output": 7, "candidates": 3}'
FAILURES = [
    (Reply(status=401, error="bad key sk-test-key-0123456789"), ProviderAuthFailed),
    (Reply(status=403), ProviderAuthFailed),
    (Reply(status=402), ProviderQuotaExhausted),
    (Reply(status=429, error_type="insufficient_quota"), ProviderQuotaExhausted),
    (Reply(status=429), ProviderRateLimited),
    (Reply(status=404), ModelNotFound),
    (Reply(status=400, error="This model's maximum context length is 8192 tokens"), ContextTooLong),
    (Reply(status=400, error="prompt is too long: 210000 tokens"), ContextTooLong),
    (Reply(status=413), ContextTooLong),
    (Reply(status=400, error="blocked by our content filter"), ContentFiltered),
    (Reply(status=400, error="temperature: must be below 2"), RequestRefused),
    (Reply(status=307, headers={"Location": "http://127.0.0.1:1/"}), RequestRefused),
    (Reply(status=500), ProviderFailed),
    (Reply(status=500, raw="<html>nginx</html>"), ProviderFailed),
    (Reply(status=503), ProviderOverloaded),
    (Reply(status=529), ProviderOverloaded),
    (Reply(status=504), ModelTimeout),
    (Reply(hang=True), ModelTimeout),
    (Reply(silent_after=1), ModelTimeout),
    (Reply(drop=True), AnswerCutOff),
    (Reply(cut_after=1), AnswerCutOff),
    (Reply(raw="{not json", content_type="application/json"), MalformedAnswer),
    (Reply(raw="[]", content_type="application/json"), MalformedAnswer),
    (Reply(raw=NONSENSE, content_type="application/json"), MalformedAnswer),
    (Reply(raw="data: {not json}\n\n"), MalformedAnswer),
    (Reply(raw="data: [1, 2]\n\n"), MalformedAnswer),
    (Reply(raw='data: {"type": 5, "choices": 5, "candidates": 5}\n\n'), MalformedAnswer),
    (Reply(raw="<html>hello</html>"), AnswerCutOff),
    (Reply(raw=""), AnswerCutOff),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "kind_of_error"), FAILURES)
@pytest.mark.parametrize("kind", ["openai", "openai_responses", "anthropic", "gemini"])
async def test_each_failure_has_its_type(models, kind, reply, kind_of_error):
    async with FakeServer(default=reply) as server:
        events = await play(models, make_route(make_target(server.url, kind)))
        error = events[-1]
        if reply.raw == 'data: {"type": 5, "choices": 5, "candidates": 5}\n\n' and kind in {
            "openai_responses",
            "anthropic",
        }:
            kind_of_error = AnswerCutOff  # an event of a type nobody knows is passed over
        assert type(error) is kind_of_error, error
        assert "sk-test-key" not in str(error.problem())
        assert len(server.calls) == (2 if error.retryable else 1)
        assert error.members["attempts"][0]["model"] == f"{kind}-1/fake-large"


@pytest.mark.parametrize("kind", ["openai", "openai_responses", "anthropic", "gemini"])
async def test_an_endless_answer_is_given_up(http, kind):
    models = ModelClient(http, policy=replace(QUICK, max_response_bytes=1 << 20))
    async with FakeServer(default=Reply(endless=True)) as server:
        events = await play(models, make_route(make_target(server.url, kind)))
        assert isinstance(events[-1], AnswerTooLarge)
        assert events[-1].code == "llm.malformed-answer"
        assert len(server.calls) == 1
        await asyncio.wait_for(server.closed_early.wait(), 5)


async def test_an_error_inside_the_stream(models):
    body = (
        'data: {"choices":[{"delta":{"content":"a"}}]}\n\ndata: {"error":{"message":"boom","code":"server_error"}}\n\n'
    )
    async with FakeServer([Reply(raw=body)]) as server:
        events = await play(models, make_route(make_target(server.url)))
        assert isinstance(events[-2], TextDelta | Completed)
        assert isinstance(next(event for event in events if isinstance(event, AttemptFailed)), AttemptFailed)
        assert events[-1].response.text == "Hello from the fake model."


async def test_a_retry_is_seen_and_its_text_replaced(models):
    async with FakeServer([Reply(text="wrong beginning", cut_after=2), Reply(text="right")]) as server:
        events = await play(models, make_route(make_target(server.url)))
        failed = next(number for number, event in enumerate(events) if isinstance(event, AttemptFailed))
        assert texts(events[:failed])
        assert texts(events[failed:]) == events[-1].response.text == "right"
        assert events[failed].error["code"] == "llm.cut-off"
        assert events[failed].retry_in_s is not None


async def test_fallback_in_order(models):
    async with (
        FakeServer(default=Reply(status=500)) as one,
        FakeServer(default=Reply(status=401)) as two,
        FakeServer() as three,
    ):
        route = make_route(
            make_target(one.url, "openai", 1), make_target(two.url, "anthropic", 2), make_target(three.url, "gemini", 3)
        )
        events = await play(models, route)
        failed = [event for event in events if isinstance(event, AttemptFailed)]
        assert [(event.model, event.next_model) for event in failed] == [
            ("openai-1/fake-large", None),
            ("openai-1/fake-large", "anthropic-2/fake-large"),
            ("anthropic-2/fake-large", "gemini-3/fake-large"),
        ]
        assert events[-1].response.model == "gemini-3/fake-large"


async def test_a_content_filter_is_not_walked_around(models):
    async with FakeServer(default=Reply(status=400, error="content filter")) as one, FakeServer() as two:
        events = await play(models, make_route(make_target(one.url), make_target(two.url, number=2)))
        assert isinstance(events[-1], ContentFiltered)
        assert two.calls == []


async def test_retry_after_is_kept_to(models):
    async with FakeServer([Reply(status=429, headers={"Retry-After": "0.05"})]) as server:
        began = asyncio.get_running_loop().time()
        events = await play(models, make_route(make_target(server.url)))
        assert asyncio.get_running_loop().time() - began >= 0.05
        assert events[0].retry_in_s >= 0.05
        assert isinstance(events[-1], Completed)


async def test_a_long_retry_after_is_not_waited_for(models):
    async with FakeServer(default=Reply(status=429, headers={"Retry-After": "3000"})) as one, FakeServer() as two:
        events = await play(models, make_route(make_target(one.url), make_target(two.url, number=2)))
        assert len(one.calls) == 1
        assert events[0].next_model == "openai-2/fake-large"
        alone = await play(models, make_route(make_target(one.url)))
        assert alone[-1].retry_after_s == 3000


async def test_weights_choose_the_first_model(models):
    async with FakeServer() as server:
        targets = [make_target(server.url, number=1, weight=9), make_target(server.url, number=2, weight=1)]
        chosen = [(await play(models, make_route(*targets, strategy="weighted")))[-1].response.model for _ in range(60)]
        assert 40 <= chosen.count("openai-1/fake-large") < 60


async def test_the_deadline_ends_everything(models):
    async with FakeServer(default=Reply(hang=True)) as server:
        route = make_route(make_target(server.url), make_target(server.url, number=2))
        began = asyncio.get_running_loop().time()
        events = await play(models, route, deadline=began + 0.1)
        assert isinstance(events[-1], DeadlineExceeded)
        assert asyncio.get_running_loop().time() - began < 0.25


@pytest.mark.parametrize("how", ["aclose", "cancel"])
@pytest.mark.parametrize("kind", ["openai", "openai_responses", "anthropic", "gemini"])
async def test_leaving_closes_the_connection_at_once(models, kind, how):
    async with FakeServer([Reply(text="x" * 100, chunks=100, chunk_delay_s=0.05)]) as server:
        stream = models.stream(make_request(), make_route(make_target(server.url, kind)))
        assert isinstance(await anext(stream), TextDelta)
        if how == "aclose":
            await stream.aclose()
        else:

            async def read() -> None:
                async for _ in stream:
                    pass

            reading = asyncio.ensure_future(read())
            await asyncio.sleep(0.01)
            reading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reading
        await asyncio.wait_for(server.closed_early.wait(), 1)


async def test_a_failing_provider_is_left_alone_and_probed_by_one(http):
    circuits = Circuits(CircuitPolicy(failures=2, open_s=0.1))
    models = ModelClient(http, policy=replace(QUICK, attempts=1), circuits=circuits)
    async with FakeServer([Reply(status=500), Reply(status=500)], default=Reply(delay_s=0.05)) as server:
        route = make_route(make_target(server.url))
        for _ in range(2):
            assert isinstance((await play(models, route))[-1], ProviderFailed)
        paused = (await play(models, route))[-1]
        assert isinstance(paused, CircuitOpen)
        assert paused.retry_after_s > 0
        other_tenant = make_route(replace(make_target(server.url), tenant_id=make_target().provider_id))
        assert isinstance((await play(models, other_tenant))[-1], Completed)
        await asyncio.sleep(0.12)
        outcomes = await asyncio.gather(*(play(models, route) for _ in range(4)))
        assert sorted(type(outcome[-1]).__name__ for outcome in outcomes) == ["CircuitOpen"] * 3 + ["Completed"]
        assert isinstance((await play(models, route))[-1], Completed)


async def test_a_probe_that_is_left_lets_the_next_one_probe(http):
    circuits = Circuits(CircuitPolicy(failures=1, open_s=0.0))
    models = ModelClient(http, policy=replace(QUICK, attempts=1), circuits=circuits)
    async with FakeServer([Reply(status=500), Reply(chunk_delay_s=0.05)]) as server:
        route = make_route(make_target(server.url))
        await play(models, route)
        stream = models.stream(make_request(), route)
        await anext(stream)
        await stream.aclose()
        assert isinstance((await play(models, route))[-1], Completed)


async def test_an_inside_address_is_refused_without_a_retry():
    async with GuardedClient() as guarded, FakeServer() as server:
        events = await play(ModelClient(guarded, policy=QUICK), make_route(make_target(server.url)))
        assert isinstance(events[-1], ProviderAddressRefused)
        assert server.requests == []


async def test_nobody_there(models):
    events = await play(models, make_route(make_target("http://127.0.0.1:1")))
    assert isinstance(events[-1], ProviderUnreachable)


async def test_a_route_without_targets(models):
    with pytest.raises(NoModelAvailable):
        await anext(models.stream(make_request(), make_route()))


async def test_a_server_that_does_not_stream(models):
    async with FakeServer() as server:
        plain = Reply(raw='{"choices":[{"message":{"content":"whole"}}]}', content_type="application/json")
        server.sequence.append(plain)
        events = await play(models, make_route(make_target(server.url)))
        assert texts(events) == events[-1].response.text == "whole"


async def test_usage_is_estimated_where_the_provider_does_not_count(models):
    async with FakeServer([Reply(text="x" * 400, usage=None)]) as server:
        response = (await play(models, make_route(make_target(server.url))))[-1].response
        assert response.usage.output_tokens == 100
        assert response.usage.input_tokens > 10
        assert response.wire_response["usage_estimated"] is True


async def test_images_are_sent_and_not_kept(models):
    picture = Image("image/png", "aGVsbG8=" * 20)
    for kind in ("openai", "openai_responses", "anthropic", "gemini"):
        async with FakeServer() as server:
            request = make_request(messages=[Message("user", "What is this?", images=[picture])])
            response = (await play(models, make_route(make_target(server.url, kind)), request))[-1].response
            assert picture.data.encode() in server.calls[0].raw
            assert picture.data not in str(response.wire_request)


async def test_text_that_cannot_be_written(models):
    async with FakeServer() as server:
        events = await play(models, make_route(make_target(server.url)), make_request("\ud800"))
        assert isinstance(events[-1], RequestRefused)


async def test_rules_of_the_fake_server_follow_the_conversation(models):
    rules = [Rule({"tool_result": True}, Reply(text="42"))]
    async with FakeServer(rules=rules, default=Reply(text="", tool_calls=[("clock", '{"zone":"x"}')])) as server:
        route = make_route(make_target(server.url, capabilities=ABLE))
        first = (await play(models, route))[-1].response
        messages = [
            Message("user", "?"),
            Message("assistant", "", tool_calls=first.tool_calls),
            Message("tool", "noon", tool_call_id=first.tool_calls[0].id),
        ]
        assert (await play(models, route, make_request(messages=messages)))[-1].response.text == "42"
