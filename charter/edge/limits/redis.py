"""A limiter that several processes share through a server of the Redis protocol.

Each request is counted here first, which spares the round trip of those that are refused anyway, and then by one script
on the server, whose clock counts. When the server does not answer, each process grants its part of every limit:
fewer requests than allowed may pass, never more than the processes' parts together.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from uuid import uuid4

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError, RedisError

from charter.core.telemetry import logs
from charter.edge.limits.memory import MemoryLimiter
from charter.edge.limits.rules import Charge, Rule, Taken, left

_log = logs.get(__name__)
_TIMEOUT_S = 0.25
_PAUSE_S = 1.0
_PROCESSES = "charter:edge:processes"
_SEEN_FOR_S = 10.0
_TELL_EVERY_S = 2.0

# All or nothing over several keys of one slot. Times are in seconds of the server's clock. Numbers travel as text,
# since Redis cuts a script's numbers to integers. ARGV: cost, then per key interval and tolerance.
# Returns the position of the key that refused (0: none), then how far ahead each key was.
_SCRIPT = """
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local cost = tonumber(ARGV[1])
local refused, answer, next_arrivals = 0, {}, {}
for position, key in ipairs(KEYS) do
  local interval, tolerance = tonumber(ARGV[position * 2]), tonumber(ARGV[position * 2 + 1])
  local ahead = tonumber(redis.call('GET', key) or '0') - now
  if ahead < 0 then ahead = 0 end
  answer[position] = string.format('%.6f', ahead)
  local wanted = ahead + cost * interval
  next_arrivals[position] = wanted
  if refused == 0 and wanted - tolerance > interval * 0.001 then refused = position end
end
if refused == 0 then
  for position, key in ipairs(KEYS) do
    local wanted = next_arrivals[position]
    redis.call('SET', key, string.format('%.6f', now + wanted), 'PX', math.ceil(wanted * 1000) + 1)
  end
end
return {refused, unpack(answer)}
"""


class RedisLimiter:
    """Counts on the server; see the module.

    Args:
        url: ``redis://`` or ``rediss://``, with the password in it.
        clock: of this process, for what it counts itself.
    """

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._redis = Redis.from_url(
            url,
            socket_timeout=_TIMEOUT_S,
            socket_connect_timeout=_TIMEOUT_S,
            retry=Retry(NoBackoff(), 0),
            decode_responses=True,
        )
        self._clock = clock
        self._first = MemoryLimiter(clock)
        self._alone = MemoryLimiter(clock)
        self._digest: str | None = None
        self._silent_until = 0.0
        self._parts: dict[Rule, Rule] = {}
        self._me = uuid4().hex
        self._processes = 1

    @property
    def answers(self) -> bool:
        """Whether the server answered when it was last asked."""
        return self._clock() >= self._silent_until

    async def take(self, charges: Sequence[Charge], cost: int = 1) -> Taken:
        """Count, or refuse: see :class:`charter.edge.limits.rules.Limiter`."""
        if self.answers:
            here = self._first.take_now(charges, cost)
            if not here.allowed:
                return here
            try:
                return await self._take_there(charges, cost)
            except (RedisError, OSError, TimeoutError) as error:
                self._fell_silent(error)
        return self._alone.take_now([Charge(self._part(charge.rule), *charge[1:]) for charge in charges], cost)

    async def _take_there(self, charges: Sequence[Charge], cost: int) -> Taken:
        keys = [f"charter:{{{owner}}}:{rule.name}:{subject}" for rule, owner, subject in charges]
        numbers = [number for rule, _, _ in charges for number in (rule.interval_s, rule.tolerance_s)]
        refused, *ahead = await self._run_script(keys, [cost, *numbers])
        if refused:
            rule, ahead_s = charges[refused - 1].rule, float(ahead[refused - 1])
            over = ahead_s + cost * rule.interval_s - rule.tolerance_s
            return Taken(rule, allowed=False, remaining=left(rule, ahead_s), reset_s=ahead_s, retry_after_s=over)
        answers = []
        for (rule, _, _), text in zip(charges, ahead, strict=True):
            wanted = float(text) + cost * rule.interval_s
            answers.append(Taken(rule, allowed=True, remaining=left(rule, wanted), reset_s=wanted))
        return min(answers, key=lambda answer: answer.remaining)

    async def _run_script(self, keys: list[str], arguments: list[float]) -> list[int]:
        for _ in range(2):
            if self._digest is None:
                self._digest = await self._redis.script_load(_SCRIPT)
            try:
                answer: list[int] = await self._redis.evalsha(self._digest, len(keys), *keys, *map(str, arguments))
            except NoScriptError:  # the server was started anew or its scripts were flushed
                self._digest = None
            else:
                return answer
        raise RedisError("The server forgets scripts at once.")

    def _fell_silent(self, error: Exception) -> None:
        self._silent_until = self._clock() + _PAUSE_S
        _log.warning(
            "limits: the shared server does not answer; each process grants its part",
            extra={"reason": str(error)[:200], "processes": self._processes},
        )

    def _part(self, rule: Rule) -> Rule:
        if rule not in self._parts:
            if len(self._parts) > 1_000:  # rules of policies that are no more
                self._parts.clear()
            self._parts[rule] = rule.shared_by(self._processes)
        return self._parts[rule]

    async def keep_counting_processes(self) -> None:
        """Tell the server that this process is there, and learn how many there are. For ever."""
        while True:
            try:
                await self.count_processes()
            except (RedisError, OSError, TimeoutError) as error:
                self._fell_silent(error)
            await asyncio.sleep(_TELL_EVERY_S)

    async def count_processes(self) -> int:
        """Tell the server that this process is there; returns how many there are."""
        seconds, _ = await self._redis.time()
        pipe = self._redis.pipeline(transaction=True)
        pipe.zadd(_PROCESSES, {self._me: seconds})
        pipe.zremrangebyscore(_PROCESSES, "-inf", seconds - _SEEN_FOR_S)
        pipe.zcard(_PROCESSES)
        count = max(1, (await pipe.execute())[2])
        if count != self._processes:
            self._processes = count
            self._parts.clear()
        return self._processes

    async def aclose(self) -> None:
        """Close the connections."""
        await self._redis.aclose()
