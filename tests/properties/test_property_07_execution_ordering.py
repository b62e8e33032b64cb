"""Property 7: no element starts before what it depends on has completed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.lockstep import Lockstep, check_order
from tests.workflows.models import models


@settings(max_examples=150, deadline=None)
@given(models(), st.data())
def test_property_07_execution_ordering(model: bytes, data: st.DataObject):
    """Execution ordering: seen in the history of random models under random schedules."""
    both = Lockstep(model)
    for _ in range(12):
        if not both.happen(lambda below: data.draw(st.integers(0, below - 1))):
            break
    for found in both.world.instances.values():
        assert found.history
        check_order(found.process, found.history)
