"""Property 8: every instance ends or waits for a named thing; no token is lost or doubled, whatever crashes."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charter.workflows.engine import turn
from tests.workflows.lockstep import Lockstep, Storm
from tests.workflows.models import models


@settings(
    max_examples=300,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(models(blocks=14), st.data(), st.integers(0, 2**32), st.sampled_from([1, 2, 3, 7, 5_000]))
def test_property_08_execution_completeness(model: bytes, data: st.DataObject, seed: int, steps: int):
    """Execution completeness: random models and schedules, processes that die anywhere, turns cut anywhere."""
    chance, kept = random.Random(seed), turn.STEPS_PER_TURN
    Storm.crash = staticmethod(chance.randrange)
    turn.STEPS_PER_TURN = steps
    try:
        both = Lockstep(model, Storm)
        both.check()
        for _ in range(data.draw(st.integers(0, 14))):
            if not both.happen(lambda below: data.draw(st.integers(0, below - 1))):
                break
        for _ in range(60):
            if not both.happen(lambda _below: 0, drain=True):
                break
        else:
            both.world.tell(both.instance.id, {"do": "cancel"})
        assert both.instance.ended is not None
        both.check_nothing_is_left()
    finally:
        turn.STEPS_PER_TURN = kept
