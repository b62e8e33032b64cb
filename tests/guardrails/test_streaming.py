"""A stream shows nothing that its policy forbids, however it is cut."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from charter.guardrails.policy import Guard, PolicyDocument
from charter.guardrails.service.guards import checker, shipped
from charter.guardrails.stages import Stage
from charter.guardrails.streaming import GuardedStream

SECRET = "ghp_aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY1zA2"
_RULES = [
    {"stage": "stream", "detector": "words", "action": "block"},
    {"stage": "stream", "detector": "secrets", "action": "redact"},
    {"stage": "stream", "detector": "pii", "action": "redact"},
]
GUARD = Guard(checker(), PolicyDocument.model_validate({"rules": _RULES, "denied_words": ["zorbium"]}))
NUMBERS = ["4111 1111 1111 1111", "GB82 WEST 1234 5698 7654 32", "jo.doe@example.com", "+49 30 901820"]
_PARTS = st.lists(
    st.sampled_from(
        ["The harbour was quiet. ", "港は静かだった。", SECRET + " ", "x" * 300 + " ", "\n", "Größe 42, "]
        + [f"It is {number} now. " for number in NUMBERS]
    ),
    max_size=60,
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


def test_an_ordinary_text_is_shown_as_it_comes_word_by_word():
    stream = GuardedStream(shipped())
    shown = [
        stream.feed(piece)[0] for piece in ("The harbour was qui", "et. In 19", "12 a ship came", " in", " w1 w2 ")
    ]
    assert shown == ["The harbour was ", "quiet. In ", "1912 a ship ", "came ", "in w1 w2 "]


def test_what_comes_near_to_a_threshold_waits_for_what_follows():
    stream = GuardedStream(shipped())
    assert stream.feed("You are a stupid, worthless idiot, ")[0] == ""
    assert "idiot" not in stream.shown


def test_a_rule_about_phrases_looks_as_far_ahead_as_before():
    rules = [{"stage": "stream", "detector": "words", "action": "block"}]
    guard = Guard(checker(), PolicyDocument.model_validate({"rules": rules, "denied_words": ["project zorbium"]}))
    stream = GuardedStream(guard)
    assert stream.feed("We call it project ")[0] == ""
    assert stream.feed("zorbium ")[1].blocked
