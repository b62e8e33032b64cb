"""What Charter itself says of a failed call reaches the model as it is; what a tool says is read first."""

from __future__ import annotations

from typing import Any

import pytest

from charter.core.errors import CharterError
from charter.tools.errors import ToolFailed, ToolUnavailable
from tests.approvals.conftest import bank, builder, calling, make_agent, model, start
from tests.approvals.test_runs_that_ask import heard
from tests.guardrails.test_policies import make_policy

__all__ = ["bank", "builder", "make_agent", "model", "start"]


@pytest.mark.parametrize(("failure", "told"), [(ToolUnavailable, "zorbium"), (ToolFailed, "guardrails.blocked")])
async def test_only_words_of_others_are_read_by_guardrails(builder, start, bank, model, monkeypatch, failure, told):
    rules = [{"stage": "tool_result", "detector": "words", "action": "block"}]
    await make_policy(builder, document={"rules": rules, "denied_words": ["zorbium"]}, for_all=True)

    async def fail(*_: Any) -> Any:
        error: CharterError = failure("zorbium")
        raise error

    monkeypatch.setattr(bank, "call", fail)
    await start(calling(("look_up", {"query": "x"})))
    assert told in heard(model)[0]
