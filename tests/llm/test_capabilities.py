"""What is known about models."""

from __future__ import annotations

import orjson
import pytest

from charter.llm.capabilities import _document, capabilities_of
from charter.llm.kinds import KINDS
from charter.llm.schemas import Capabilities, Usage


@pytest.mark.parametrize(
    ("kind", "model", "tools", "price"),
    [
        ("openai", "gpt-5-mini", True, 250_000),
        ("openai", "gpt-5-mini-2025-08-07", True, 250_000),
        ("openai", "gpt-5", True, 1_250_000),
        ("openai", "gpt-5.9", True, None),
        ("openai_responses", "gpt-4.1-nano", True, 100_000),
        ("openai", "text-something", False, None),
        ("anthropic", "claude-haiku-4-5-20251001", True, 1_000_000),
        ("anthropic", "claude-opus-5-5", True, None),
        ("anthropic", "claude-opus-4-20250514", True, 15_000_000),
        ("gemini", "models/gemini-2.5-flash-lite", True, 100_000),
        ("mistral", "mistral-large-latest", True, None),
        ("openrouter", "anthropic/claude-haiku-4-5", True, None),
        ("groq", "llama-3.3-70b-versatile", True, None),
        ("ollama", "llama3.2:3b", True, 0),
        ("ollama", "gemma2:2b", False, 0),
        ("ollama", "never-heard-of", False, 0),
        ("demo", "smollm2-135m-instruct", False, 0),
        ("demo", "my-own-model", True, 0),
    ],
)
def test_the_longest_known_beginning_counts(kind, model, tools, price):
    found = capabilities_of(kind, model)
    assert (found.tools, found.input_price) == (tools, price)


def test_an_override_changes_only_what_it_names():
    known = capabilities_of("ollama", "gemma2:2b")
    changed = capabilities_of("ollama", "gemma2:2b", {"tools": True, "nonsense": 1})
    assert changed.tools
    assert changed.context_window == known.context_window


def test_every_entry_of_the_file_can_be_read():
    for family, entries in _document()["families"].items():
        assert family in {kind.family for kind in KINDS.values()}
        for entry in entries:
            assert entry["match"] == entry["match"].lower()
            assert set(entry) - {"match"} <= set(Capabilities.__dataclass_fields__)
            prices = [entry[name] for name in ("input_price", "output_price", "cached_input_price")]
            assert all(price is None or (isinstance(price, int) and price >= 0) for price in prices)
    assert orjson.dumps(_document())


def test_cost_is_rounded_up_and_never_negative():
    model = Capabilities(input_price=1_000_000, output_price=3_000_000, cached_input_price=100_000)
    assert model.cost_micros(Usage(0, 0)) == 0
    assert model.cost_micros(Usage(1, 0, 1)) == 1
    assert model.cost_micros(Usage(10, 10, 5)) == 36
    assert model.cost_micros(Usage(1, 0, 1_000)) == 1
    assert Capabilities().cost_micros(Usage(1000, 1000)) == 0
