"""Splitting a byte stream into events."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.core.event_stream import SseEvent, SseSplitter
from charter.core.guarded_client.errors import ResponseTooLarge

STREAM = (
    '\ufeff: comment\n\ndata: first\n\nevent: delta\ndata: {"ä": "日本 🎈"}\n\n\n\n'
    "data: two\ndata:lines\ndata\nid: 7\nretry: 5\n\n: only a comment\n\nevent: nothing\n\n"
    "data:  two spaces\n\ndata: [DONE]\n\n"
).encode()
EVENTS = [
    SseEvent(b"", b"first"),
    SseEvent(b"delta", '{"ä": "日本 🎈"}'.encode()),
    SseEvent(b"", b"two\nlines\n"),
    SseEvent(b"", b" two spaces"),
    SseEvent(b"", b"[DONE]"),
]
LINE_ENDS = [b"\n", b"\r\n", b"\r"]


def events_of(stream: bytes, cuts: list[int]) -> list[SseEvent]:
    splitter = SseSplitter()
    events: list[SseEvent] = []
    edges = [0, *sorted({cut % (len(stream) + 1) for cut in cuts}), len(stream)]
    for begin, end in itertools.pairwise(edges):
        events += splitter.feed(stream[begin:end])
    return events + splitter.flush()


@pytest.mark.parametrize("line_end", LINE_ENDS)
@given(cuts=st.lists(st.integers(0, 10_000), max_size=60))
def test_any_chunking_gives_the_same_events(line_end, cuts):
    assert events_of(STREAM.replace(b"\n", line_end), cuts) == EVENTS


@pytest.mark.parametrize("line_end", LINE_ENDS)
def test_byte_by_byte(line_end):
    stream = STREAM.replace(b"\n", line_end)
    assert events_of(stream, list(range(len(stream)))) == EVENTS


@given(
    stream=st.lists(st.sampled_from([b"data", b":", b" ", b"\n", b"\r", b"x", b"\xef\xbb\xbf", b"event", b"\xff"])).map(
        b"".join
    ),
    cuts=st.lists(st.integers(0, 1000)),
)
def test_also_for_streams_nobody_meant(stream, cuts):
    assert events_of(stream, cuts) == events_of(stream, [])


def test_the_last_event_may_lack_its_empty_line():
    assert events_of(b"data: a\n\ndata: b", []) == [SseEvent(b"", b"a"), SseEvent(b"", b"b")]


def test_an_event_does_not_grow_without_end():
    splitter = SseSplitter(max_event_bytes=100)
    splitter.feed(b"data: " + b"x" * 90)
    with pytest.raises(ResponseTooLarge):
        splitter.feed(b"data: 123456")
