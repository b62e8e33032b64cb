"""Property 5: every kind of provider with every failure, over real sockets.

Credentials are checked, each request is authenticated and routed to its own provider, the response is normalised,
fallback goes in order, and every failure has its type.
"""

from __future__ import annotations

import random
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, replace

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charter.core.guarded_client import AddressRules, GuardedClient
from charter.llm import provider_check
from charter.llm.client import CallPolicy, ModelClient
from charter.llm.errors import (
    AnswerCutOff,
    AnswerTooLarge,
    ContentFiltered,
    ContextTooLong,
    MalformedAnswer,
    ModelCallError,
    ModelNotFound,
    ModelTimeout,
    ProviderAuthFailed,
    ProviderCheckFailed,
    ProviderFailed,
    ProviderOverloaded,
    ProviderQuotaExhausted,
    ProviderRateLimited,
    ProviderUnreachable,
    RequestRefused,
)
from charter.llm.schemas import AttemptFailed, Completed, TextDelta, Usage
from tests.llm.factories import CLOCK, WIRES, make_request, make_route, make_target
from tests.llm.fake_server import FakeServer, Reply

POLICY = CallPolicy(attempts=2, base_delay_s=0.001, max_delay_s=0.002, max_response_bytes=256 << 10)
# Only a route with a provider that never answers waits this long for one; a busy machine must not look like that.
IMPATIENT = replace(POLICY, first_byte_timeout_s=0.5, idle_timeout_s=0.5)
# What goes wrong, and the type it must have.
FAILURES: dict[str, tuple[Reply, type[ModelCallError]]] = {
    "wrong key": (Reply(), ProviderAuthFailed),
    "forbidden": (Reply(status=403), ProviderAuthFailed),
    "no credit": (Reply(status=402), ProviderQuotaExhausted),
    "rate limit": (Reply(status=429, headers={"Retry-After": "0"}), ProviderRateLimited),
    "long rate limit": (Reply(status=429, headers={"Retry-After": "600"}), ProviderRateLimited),
    "no such model": (Reply(status=404), ModelNotFound),
    "bad request": (Reply(status=400, error="nonsense"), RequestRefused),
    "context": (Reply(status=400, error="maximum context length exceeded"), ContextTooLong),
    "filter": (Reply(status=400, error="content filter"), ContentFiltered),
    "server error": (Reply(status=500), ProviderFailed),
    "overloaded": (Reply(status=503), ProviderOverloaded),
    "hangs": (Reply(hang=True), ModelTimeout),
    "goes silent": (Reply(silent_after=1), ModelTimeout),
    "drops": (Reply(drop=True), AnswerCutOff),
    "cut off": (Reply(cut_after=1), AnswerCutOff),
    "malformed": (Reply(raw="{oops", content_type="application/json"), MalformedAnswer),
    "malformed stream": (Reply(raw="data: {oops\n\n"), MalformedAnswer),
    "endless": (Reply(endless=True), AnswerTooLarge),
    "nobody there": (Reply(), ProviderUnreachable),
}
SLOW = {"hangs", "goes silent"}


@dataclass(frozen=True)
class Case:
    """One provider of the route and how it behaves; ``recovers`` after its first failure."""

    kind: str
    failure: str | None
    recovers: bool
    text: str
    calls: tuple[tuple[str, str], ...]
    chunks: int


failures = st.one_of(st.none(), st.sampled_from(sorted(set(FAILURES) - SLOW)), st.sampled_from(sorted(FAILURES)))
texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=3, max_size=60).filter(str.strip)
calls = st.lists(
    st.tuples(st.just("clock"), st.fixed_dictionaries({"zone": st.text(st.characters(exclude_categories=("Cs",)))})),
    max_size=3,
).map(lambda found: tuple((name, orjson.dumps(arguments).decode()) for name, arguments in found))
cases = st.builds(
    Case,
    kind=st.sampled_from(sorted(WIRES)),
    failure=failures,
    recovers=st.booleans(),
    text=texts,
    calls=calls,
    chunks=st.integers(2, 6),
)


def key_of(number: int) -> str:
    return f"sk-key-of-provider-{number}"


async def start(stack: AsyncExitStack, case: Case, number: int) -> FakeServer:
    good = Reply(text=case.text, tool_calls=list(case.calls), chunks=case.chunks)
    key = "sk-something-else-entirely" if case.failure == "wrong key" else key_of(number)
    if case.failure is None or case.failure in {"wrong key", "nobody there"}:
        server = FakeServer(default=good, key=key)
    elif case.recovers:
        server = FakeServer([FAILURES[case.failure][0]], default=good, key=key)
    else:
        server = FakeServer(default=FAILURES[case.failure][0], key=key)
    return await stack.enter_async_context(server)


def expected(case: Case) -> tuple[bool, int, type[ModelCallError] | None]:
    """Return whether the provider answers, how often it is asked, and the type of its failure."""
    if case.failure is None:
        return True, 1, None
    kind = FAILURES[case.failure][1]
    again = kind.retryable and case.failure != "long rate limit"
    if case.recovers and again and case.failure != "nobody there":
        return True, 2, kind
    return False, 2 if again else 1, kind


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(route=st.lists(cases, min_size=1, max_size=3))
async def test_property_05_fallback_in_order_and_failures_typed(route):
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(GuardedClient(AddressRules(["127.0.0.1"])))
        servers = [await start(stack, case, number) for number, case in enumerate(route)]
        targets = [
            make_target(
                "http://127.0.0.1:1" if case.failure == "nobody there" else server.url,
                case.kind,
                number,
                model=f"model-{number}",
                api_key=key_of(number),
            )
            for number, (case, server) in enumerate(zip(route, servers, strict=True))
        ]
        policy = IMPATIENT if any(case.failure in SLOW for case in route) else POLICY
        models = ModelClient(http, policy=policy, chance=random.Random(5))
        events, error = [], None
        try:
            request = make_request(tools=[CLOCK])
            async with aclosing(models.stream(request, make_route(*targets))) as stream:
                async for event in stream:
                    events.append(event)  # noqa: PERF401 - what came before an error counts too
        except ModelCallError as caught:
            error = caught

        # The route is walked in order, each provider as often as its failure allows, until one answers.
        reached, winner, last = 0, None, None
        for number, case in enumerate(route):
            answers, asked, kind = expected(case)
            reached = number + 1
            calls_made = servers[number].calls
            assert len(calls_made) == (0 if case.failure == "nobody there" else asked)
            for request in calls_made:
                assert request.key == key_of(number)
                assert request.model == f"model-{number}"
            if answers:
                winner = number
                break
            last = kind
            if not kind.falls_back:
                break
        assert all(not server.calls for server in servers[reached:])

        failed = [event for event in events if isinstance(event, AttemptFailed)]
        assert [event.model for event in failed] == sorted((event.model for event in failed), key=lambda ref: ref[-1])
        assert all(event.error["code"].startswith("llm.") for event in failed)
        everything = str(events) + str(error and error.problem())
        assert not any(key_of(number) in everything for number in range(len(route)))
        if winner is None:
            assert type(error) is last
            assert error.members["attempts"][-1]["code"] == last.code
            assert not any(isinstance(event, Completed) for event in events)
        else:
            case = route[winner]
            assert error is None
            response = events[-1].response
            begun = max((number for number, event in enumerate(events) if isinstance(event, AttemptFailed)), default=-1)
            shown = "".join(event.text for event in events[begun + 1 :] if isinstance(event, TextDelta))
            assert shown == response.text == case.text
            assert [(call.name, orjson.loads(call.arguments)) for call in response.tool_calls] == [
                (name, orjson.loads(arguments)) for name, arguments in case.calls
            ]
            assert response.stop_reason == ("tool_calls" if case.calls else "end")
            assert response.usage == Usage(12, 34, 5)
            assert response.cost_micros == 76
            assert response.model == f"{case.kind}-{winner}/model-{winner}"


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    kind=st.sampled_from([*sorted(set(WIRES) - {"ollama"}), "openai_compatible"]),
    right=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=40),
    wrong=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=40),
    names=st.lists(st.from_regex(r"[a-z][a-z0-9.-]{0,20}", fullmatch=True), min_size=1, max_size=5, unique=True),
)
async def test_property_05_credentials_are_checked_by_a_real_call(kind, right, wrong, names):
    async with GuardedClient(AddressRules(["127.0.0.1"])) as http, FakeServer(key=right, models=names) as server:
        base_url = server.url + WIRES.get(kind, "/v1")
        assert await provider_check.check(http, kind, base_url, right) == sorted(names)
        assert server.requests[0].key == right
        if wrong != right:
            with pytest.raises(ProviderCheckFailed) as refused:
                await provider_check.check(http, kind, base_url, wrong)
            assert refused.value.members["cause"] == "llm.auth-failed"
            assert wrong not in refused.value.detail
