"""A stream shows nothing that its policy forbids, however it is cut."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from charter.guardrails.policy import Guard, PolicyDocument
from charter.guardrails.service.guards import checker
from charter.guardrails.stages import Stage
from charter.guardrails.streaming import GuardedStream

SECRET = "ghp_aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY1zA2"
_RULES = [
    {"stage": "stream", "detector": "words", "action": "block"},
    {"stage": "stream", "detector": "secrets", "action": "redact"},
]
GUARD = Guard(checker(), PolicyDocument.model_validate({"rules": _RULES, "denied_words": ["zorbium"]}))
_PARTS = st.lists(
    st.sampled_from(["The harbour was quiet. ", "港は静かだった。", SECRET + " ", "x" * 300 + " ", "\n"]), max_size=60
)


@settings(deadline=None)
@given(parts=_PARTS, cuts=st.lists(st.integers(1, 500), min_size=1, max_size=30), forbidden=st.booleans())
def test_what_is_shown_was_read_with_what_follows(parts, cuts, forbidden):
    text = "".join(parts) + ("zorbium" if forbidden else "")
    stream, position, turn = GuardedStream(GUARD), 0, 0
    while position < len(text):
        size = cuts[turn % len(cuts)]
        _, verdict = stream.feed(text[position : position + size])
        position, turn = position + size, turn + 1
        assert SECRET[:10] not in stream.shown
        if verdict.blocked:
            break
    assert "zorbium" not in stream.shown
    assert GUARD.check(text, Stage.STREAM).blocked is forbidden
    whole = GUARD.check(text, Stage.STREAM).text
    assert forbidden or whole.startswith(stream.shown)
    assert forbidden or len(text) < 2_000 or stream.shown
