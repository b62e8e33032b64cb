"""Calls a language model: retries, falls back, streams, and closes the connection when the caller leaves."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import JsonValue

from charter.core.event_stream import SseSplitter
from charter.core.guarded_client import (
    ConnectionCutOff,
    ConnectionRefused,
    GuardedClient,
    GuardedResponse,
    HostUnresolvable,
    Limits,
    OutgoingError,
    OutgoingTimeout,
    ResponseNotHttp,
    ResponseTooLarge,
)
from charter.llm.adapters.wire import Adapter, Answer, StreamParser, excerpt
from charter.llm.circuit import Circuits
from charter.llm.errors import (
    AnswerCutOff,
    AnswerTooLarge,
    DeadlineExceeded,
    MalformedAnswer,
    ModelCallError,
    ModelTimeout,
    NoModelAvailable,
    ProviderAddressRefused,
    ProviderUnreachable,
    RequestRefused,
)
from charter.llm.kinds import KINDS
from charter.llm.schemas import (
    AttemptFailed,
    Completed,
    ModelRequest,
    ModelResponse,
    ResolvedRoute,
    StreamEvent,
    Target,
    TextDelta,
    Usage,
)

_FAILURES: dict[type[OutgoingError], type[ModelCallError]] = {
    OutgoingTimeout: ModelTimeout,
    ConnectionRefused: ProviderUnreachable,
    HostUnresolvable: ProviderUnreachable,
    ConnectionCutOff: AnswerCutOff,
    ResponseTooLarge: AnswerTooLarge,
    ResponseNotHttp: MalformedAnswer,
}


@dataclass(frozen=True, slots=True)
class CallPolicy:
    """How patient a call is.

    Attributes:
        attempts: at one model, the first included.
        base_delay_s, max_delay_s: the wait before attempt n+1 is drawn from 0 to base * 2^(n-1), at most max
            (full jitter).
        longest_retry_after_s: a provider that asks for a longer wait is not waited for.
        first_byte_timeout_s: from the request to the response's head; a local model may load first.
        idle_timeout_s: between two pieces of a stream.
        attempt_timeout_s: one attempt in all.
    """

    attempts: int = 3
    base_delay_s: float = 0.5
    max_delay_s: float = 8.0
    longest_retry_after_s: float = 30.0
    connect_timeout_s: float = 10.0
    first_byte_timeout_s: float = 300.0
    idle_timeout_s: float = 120.0
    attempt_timeout_s: float = 900.0
    max_response_bytes: int = 32 << 20


class ModelClient:
    """One per process: shares connections and circuit breakers between all calls."""

    def __init__(
        self,
        http: GuardedClient,
        *,
        policy: CallPolicy | None = None,
        circuits: Circuits | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self._http = http
        self._policy = policy or CallPolicy()
        self._circuits = circuits or Circuits()
        self._chance = chance or random.SystemRandom()

    async def stream(
        self, request: ModelRequest, route: ResolvedRoute, *, deadline: float | None = None, streamed: bool = True
    ) -> AsyncGenerator[StreamEvent, None]:
        """Yield the answer's text as it arrives, and last of all the whole answer.

        ``AttemptFailed`` means: throw away the text so far, another attempt follows. When no attempt is left the
        last error is raised, with all of them in its member ``attempts``. Use it inside ``contextlib.aclosing``:
        closing the generator, or cancelling the task that reads it, closes the connection to the provider at once.

        Args:
            route: models to try, in order; see :class:`ResolvedRoute`.
            deadline: moment on the running loop's clock after which nothing more is tried.
            streamed: False asks for the answer in one piece, which is cheaper when nobody watches.

        Raises:
            ModelCallError: the typed failure of the last model tried.
            NoModelAvailable: the route has no target.
        """
        loop = asyncio.get_running_loop()
        targets = self._order(route)
        if not targets:
            raise NoModelAvailable(f"The model route {route.name} leads to no model. Add a target to it.")
        failures: list[JsonValue] = []
        for position, target in enumerate(targets):
            following = targets[position + 1] if position + 1 < len(targets) else None
            attempt = 0
            wait_s: float | None = 0.0
            while wait_s is not None:
                if wait_s:
                    await asyncio.sleep(wait_s)
                attempt += 1
                call = _Call(self._http, self._policy, request, target, deadline=deadline, streamed=streamed)
                try:
                    async with aclosing(self._attempt(call, target)) as events:
                        async for event in events:
                            yield event
                    return
                except ModelCallError as caught:
                    error = call.without_key(caught)
                wait_s = self._wait_before_retry(error, attempt, deadline, loop.time())
                failures.append({"model": target.ref, "code": error.code, "detail": error.detail})
                if wait_s is None and (following is None or not error.falls_back):
                    error.members["attempts"] = failures
                    raise error
                yield AttemptFailed(
                    target.ref, error.problem(), wait_s, following.ref if wait_s is None and following else None
                )

    async def _attempt(self, call: _Call, target: Target) -> AsyncGenerator[StreamEvent, None]:
        circuits = self._circuits
        circuits.enter(target, asyncio.get_running_loop().time())
        settled = False
        try:
            await call.start()
            while (text := await call.next_text()) is not None:
                if text:
                    yield TextDelta(text)
            response = call.finish()
            circuits.succeeded(target)
            settled = True
            if rest := response.text[call.shown :]:
                yield TextDelta(rest)
            yield Completed(response)
        except ModelCallError as error:
            circuits.failed(target, error, asyncio.get_running_loop().time())
            settled = True
            raise
        finally:
            call.close()
            if not settled:
                circuits.abandoned(target)

    def _order(self, route: ResolvedRoute) -> list[Target]:
        targets = list(route.targets)
        if route.strategy == "weighted" and len(targets) > 1:
            weights = [max(target.weight, 0) for target in targets]
            if sum(weights) > 0:
                first = self._chance.choices(range(len(targets)), weights)[0]
                targets.insert(0, targets.pop(first))
        return targets

    def _wait_before_retry(
        self, error: ModelCallError, attempt: int, deadline: float | None, now: float
    ) -> float | None:
        policy = self._policy
        if not error.retryable or attempt >= policy.attempts:
            return None
        wait_s = self._chance.uniform(0.0, min(policy.base_delay_s * 2 ** (attempt - 1), policy.max_delay_s))
        if error.retry_after_s is not None:
            if error.retry_after_s > policy.longest_retry_after_s:
                return None
            wait_s += error.retry_after_s
        if deadline is not None and now + wait_s >= deadline:
            return None
        return wait_s


class _Call:
    """One attempt at one model."""

    __slots__ = (
        "_adapter",
        "_answer",
        "_body",
        "_deadline",
        "_http",
        "_parser",
        "_policy",
        "_request",
        "_response",
        "_splitter",
        "_streamed",
        "_target",
        "shown",
    )

    def __init__(
        self,
        http: GuardedClient,
        policy: CallPolicy,
        request: ModelRequest,
        target: Target,
        *,
        deadline: float | None,
        streamed: bool,
    ) -> None:
        self.shown = 0
        self._http = http
        self._policy = policy
        self._request = request
        self._target = target
        self._deadline = deadline
        self._streamed = streamed
        self._adapter: Adapter = KINDS[target.kind].adapter
        self._body: dict[str, Any] = {}
        self._response: GuardedResponse | None = None
        self._parser: StreamParser | None = None
        self._splitter = SseSplitter()
        self._answer: Answer | None = None

    async def start(self) -> None:
        """Send the request and look at the response's head."""
        wire = self._adapter.build(self._request, self._target, stream=self._streamed)
        self._body = wire.body
        try:
            body = orjson.dumps(wire.body)
        except TypeError as error:
            raise RequestRefused(f"The request cannot be written as JSON: {error}") from error
        headers = {"Content-Type": "application/json", **wire.headers}
        try:
            response = await self._http.request("POST", wire.url, headers=headers, body=body, limits=self._limits())
        except OutgoingError as error:
            raise self._typed(error) from error
        self._response = response
        if not 200 <= response.status < 300:
            raise await self._refusal(response)
        if self._streamed and not response.headers.get("Content-Type", "").startswith("application/json"):
            self._parser = self._adapter.stream()

    async def next_text(self) -> str | None:
        """Return the text in the next piece of the response, None at its end."""
        response = self._response
        if response is None or self._answer is not None:
            return None
        try:
            if self._parser is None:
                self._answer = self._adapter.parse(self._document(await response.read()))
                return None
            chunk = await response.read_chunk()
            events = self._splitter.feed(chunk) if chunk else self._splitter.flush()
        except OutgoingError as error:
            raise self._typed(error) from error
        parser = self._parser
        text = ""
        for event in events:
            text += parser.feed(event)
        if not chunk or parser.done:
            self._answer = parser.finish()
            if chunk:
                await response.drain()
        self.shown += len(text)
        return text

    def finish(self) -> ModelResponse:
        """Return the answer with its usage and cost."""
        answer = self._answer
        if answer is None:
            raise AnswerCutOff("The response ended before the answer began.")
        usage = answer.usage
        if usage is None:
            # Limits on tokens and money must hold at a provider that does not count; about four characters a token.
            usage = self._estimate(answer)
            answer.wire["usage_estimated"] = True
        return ModelResponse(
            text=answer.text,
            tool_calls=answer.tool_calls,
            stop_reason=answer.stop_reason,
            usage=usage,
            cost_micros=self._target.capabilities.cost_micros(usage),
            model=self._target.ref,
            wire_request=self._without_images(self._body),
            wire_response=answer.wire,
        )

    def close(self) -> None:
        """Close the connection unless the response was read to its end."""
        if self._response is not None:
            self._response.close()

    def _limits(self) -> Limits:
        policy = self._policy
        total = policy.attempt_timeout_s
        if self._deadline is not None:
            left = self._deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise DeadlineExceeded("The time for this call was over before it began.")
            total = min(total, left)
        return Limits(
            connect_timeout_s=policy.connect_timeout_s,
            header_timeout_s=policy.first_byte_timeout_s if self._streamed else policy.attempt_timeout_s,
            idle_timeout_s=policy.idle_timeout_s,
            total_timeout_s=total,
            max_response_bytes=policy.max_response_bytes,
        )

    async def _refusal(self, response: GuardedResponse) -> ModelCallError:
        document: Any = None
        body = b""
        try:
            async with asyncio.timeout(5.0):
                body = await response.read()
            document = orjson.loads(body)
        except (OutgoingError, TimeoutError, orjson.JSONDecodeError):
            document = excerpt(body, 300) or None
        return self._adapter.failure(response.status, response.headers, document)

    def _document(self, body: bytes) -> Any:
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise MalformedAnswer(f"{self._target.ref} answered with something that is not JSON.") from error

    def without_key(self, error: ModelCallError) -> ModelCallError:
        """Return the error without the key in its text: a provider may quote what it was sent."""
        key = self._target.api_key
        if key and key in error.detail:
            error.detail = error.detail.replace(key, "[key]")
            error.args = (error.detail,)
        return error

    def _typed(self, error: OutgoingError) -> ModelCallError:
        kind = _FAILURES.get(type(error), ProviderAddressRefused)
        if isinstance(error, OutgoingTimeout):
            if self._deadline is not None and asyncio.get_running_loop().time() >= self._deadline:
                kind = DeadlineExceeded
            elif error.members.get("phase") == "connect":
                kind = ProviderUnreachable
        return kind(f"{self._target.ref}: {error.detail}")

    def _estimate(self, answer: Answer) -> Usage:
        sent = len(orjson.dumps(self._body.get("messages", self._body)))
        received = len(answer.text) + sum(len(call.name) + len(call.arguments) for call in answer.tool_calls)
        return Usage(input_tokens=-(-sent // 4), output_tokens=-(-received // 4))

    def _without_images(self, body: dict[str, Any]) -> dict[str, Any]:
        data = [image.data for message in self._request.messages for image in message.images]
        return _redacted(body, data) if data else body


def _redacted(value: Any, data: list[str]) -> Any:
    if isinstance(value, dict):
        return {key: _redacted(item, data) for key, item in value.items()}
    if isinstance(value, list):
        return [_redacted(item, data) for item in value]
    if isinstance(value, str):
        for text in data:
            if text and value.endswith(text):
                return f"{value[: len(value) - len(text)]}[{len(text)} characters of image data]"
    return value
