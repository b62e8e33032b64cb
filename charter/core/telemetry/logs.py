"""Structured logs: one JSON object or one readable line per event, redacted, with the bound context."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import Literal

import orjson
from pydantic import JsonValue

from charter.core.telemetry import context
from charter.core.telemetry.redaction import redact, redact_text

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName", "color_message"}


def get(name: str) -> logging.Logger:
    """Return the logger of a module; pass facts as ``extra={...}``, never inside the message."""
    return logging.getLogger(name)


def _facts(record: logging.LogRecord) -> dict[str, JsonValue]:
    extra = {name: _plain(value) for name, value in record.__dict__.items() if name not in _STANDARD}
    redacted = redact({**context.current(), **extra})
    return redacted if isinstance(redacted, dict) else {}


def _plain(value: object) -> JsonValue:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)


def _trace(record: logging.LogRecord) -> str | None:
    if not record.exc_info or record.exc_info[1] is None:
        return None
    return redact_text("".join(traceback.format_exception(record.exc_info[1])))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: ``time, level, logger, message``, the context and the facts."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, JsonValue] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact_text(record.getMessage()),
            **_facts(record),
        }
        if error := _trace(record):
            line["error"] = error
        return orjson.dumps(line).decode()


class ConsoleFormatter(logging.Formatter):
    """One readable line: time, level, message, facts."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        when = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        facts = " ".join(f"{name}={value}" for name, value in _facts(record).items())
        line = f"{when} {record.levelname.lower():7} {redact_text(record.getMessage())}  {facts}".rstrip()
        # What comes from outside must not begin a line of its own, or speak to the terminal.
        line = _UNPRINTABLE.sub(lambda match: ascii(match[0])[1:-1], line)
        return f"{line}\n{error}" if (error := _trace(record)) else line


def configure(log_format: Literal["json", "console"], level: str) -> None:
    """Send this process's logs to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if log_format == "json" else ConsoleFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in ("uvicorn.access", "asyncio", "sqlalchemy.engine", "aiohttp.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
