"""JSON bodies are read to the letter of RFC 8259; what Postgres cannot store is refused at the border."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "raw",
    [
        b'{"name": "a", "definition": {"instructions": "x", "output_schema": {"const": NaN}}}',
        b'{"name": "a", "definition": {"instructions": "x", "output_schema": {"const": 1e999}}}',
        b'{"name": "a", "definition": {"instructions": "\\u0000"}}',
        b'{"name": "a", "definition": {"instructions": "x", "output_schema": {"\\u0000": 1}}}',
        b'{"name": "\\ud800", "definition": {"instructions": "x"}}',
        b'{"name": "a", "definition": ' + b"[" * 2000 + b"]" * 2000 + b"}",
        b'{"name": "\xff"}',
        b"{",
        b"[1,]",
    ],
)
async def test_what_is_not_json_or_cannot_be_stored_is_refused(owner, raw):
    answer = await owner.client.post("/v1/agents", raw)
    assert (answer.status, answer.code) == (422, "core.input-invalid")
    assert answer.json()["errors"][0]["message"].startswith("The body is not valid JSON: ")
    assert (await owner.client.get("/v1/agents")).json()["items"] == []


async def test_a_backslash_before_u0000_is_a_text_like_any_other(owner):
    raw = b'{"name": "a", "definition": {"instructions": "\\\\u0000"}}'
    answer = await owner.client.post("/v1/agents", raw)
    assert answer.json()["definition"]["instructions"] == "\\u0000"
