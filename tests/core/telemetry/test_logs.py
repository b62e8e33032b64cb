"""Log lines cannot be forged from outside."""

from __future__ import annotations

import logging

import orjson

from charter.core.telemetry.logs import ConsoleFormatter, JsonFormatter


def test_what_comes_from_outside_begins_no_line_and_moves_no_cursor():
    record = logging.makeLogRecord(
        {"msg": "request", "path": "/x\n00:00:00 error FORGED\x1b[2J\x00", "levelname": "INFO"}
    )
    line = ConsoleFormatter().format(record)
    assert "\n" not in line
    assert "\x1b" not in line
    assert "\\x1b[2J" in line
    assert orjson.loads(JsonFormatter().format(record))["path"].startswith("/x\n")
