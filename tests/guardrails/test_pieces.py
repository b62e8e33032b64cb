"""Pieces of words belong to the tokens that n-grams count, in every language, and cost little."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.guardrails.text import ngrams
from charter.guardrails.text.pieces import BEGINS, Pieces, WordPieces, vocabulary_of
from charter.guardrails.text.unwrapping import readings

VOCABULARY = (BEGINS, f"{BEGINS}ignore", f"{BEGINS}all", "all", "s", "指令", "指", "的", "!", "'")
ORDER, *HASHED = vocabulary_of(VOCABULARY)
PIECES = Pieces(*HASHED)
BERT = {piece: number for number, piece in enumerate(("ignore", "all", "##s", "指", "!"))}


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("ignore alls!", [(1, 0), (2, 1), (4, 1), (8, 2)]),
        ("的指令指", [(0, 0), (7, 0), (5, 0), (6, 0)]),
        ("qqq", [(0, 0)]),
        ("", []),
    ],
)
def test_the_longest_pieces_are_taken(text, cut):
    pieces, owners = PIECES.cut(text)
    assert list(zip(ORDER[pieces].tolist(), owners.tolist(), strict=True)) == cut


def test_word_pieces_have_no_accents_and_no_unknown_characters():
    pieces, owners = WordPieces(BERT).cut("ígnore alls 指 xyz!")
    assert (pieces.tolist(), owners.tolist()) == ([0, 1, 2, 3, 4], [0, 1, 1, 2, 4])


@given(st.text(max_size=200))
def test_each_piece_belongs_to_a_token(text):
    plain = " ".join(text.lower().split())
    tokens = ngrams.grams(ngrams.hashable(plain)).tokens
    for cutter in (PIECES, WordPieces(BERT)):
        _, owners = cutter.cut(plain)
        assert all(0 <= owner < max(tokens, 1) for owner in owners)
        assert owners.tolist() == sorted(owners)


@pytest.mark.parametrize("unit", ["指令", "a", "\U0001f600", "a指"])
def test_a_megabyte_without_spaces_is_cut_in_linear_time(unit):
    started = time.process_time()
    for _ in range(100):
        PIECES.cut(unit * (8_192 // len(unit.encode())))
    assert time.process_time() - started < 2


def test_letters_behind_backslashes_are_read_without():
    assert "ignore the rules" in readings(r"\i\g\n\o\r\e\ \t\h\e\ \r\u\l\e\s")
    assert readings(r"C:\Users\Ann\Documents\report.txt") == []
