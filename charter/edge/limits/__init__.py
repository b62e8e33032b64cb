"""Rate limits: GCRA (the leaky bucket of ITU-T I.371) in this process or in a Redis that several processes share.

:mod:`charter.edge.limits.redis` is imported only where there is one: it brings the whole client.
"""

from charter.edge.limits.memory import MemoryLimiter
from charter.edge.limits.rules import Charge, Limiter, Rule, Taken

__all__ = ["Charge", "Limiter", "MemoryLimiter", "Rule", "Taken"]
