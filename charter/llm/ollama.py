"""Ollama's own API: which models it has, what one of them is, and fetching one with progress.

Source: https://github.com/ollama/ollama/blob/main/docs/api.md
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import orjson
from pydantic import JsonValue

from charter.core.guarded_client import GuardedClient, Limits
from charter.llm.adapters.wire import NONSENSE, excerpt
from charter.llm.errors import MalformedAnswer, ModelNotFound, ProviderFailed

_QUICK = Limits(connect_timeout_s=1.0, header_timeout_s=3.0, total_timeout_s=5.0, max_response_bytes=4 << 20)
# Gigabytes on a slow line; what matters is that it keeps moving.
_PULL = Limits(header_timeout_s=120.0, idle_timeout_s=300.0, total_timeout_s=None, max_response_bytes=64 << 20)
_MAX_LINE_BYTES = 64 << 10


async def model_names(http: GuardedClient, base_url: str) -> list[str]:
    """Return the models this Ollama has.

    Raises:
        OutgoingError: it does not answer.
        MalformedAnswer: it is no Ollama.
    """
    async with await http.request("GET", f"{base_url}/api/tags", limits=_QUICK) as response:
        body = await response.read()
        if response.status != 200:
            raise MalformedAnswer(f"{base_url} does not answer like an Ollama server (status {response.status}).")
    try:
        return sorted(str(entry["name"]) for entry in orjson.loads(body)["models"])
    except NONSENSE as error:
        raise MalformedAnswer(f"{base_url} does not answer like an Ollama server.") from error


async def show(http: GuardedClient, base_url: str, model: str) -> dict[str, JsonValue]:
    """Return what Ollama says about one model: details, parameters, template, capabilities.

    Raises:
        ModelNotFound: it does not have this model.
    """
    body = orjson.dumps({"model": model})
    async with await http.request("POST", f"{base_url}/api/show", body=body, limits=_QUICK) as response:
        text = await response.read()
        if response.status == 404:
            raise ModelNotFound(f"This Ollama has no model {model}. Pull it first.")
    document = _object(text)
    kept = ("details", "capabilities", "parameters", "template", "modified_at", "license")
    return {name: document[name] for name in kept if name in document}


async def pull(http: GuardedClient, base_url: str, model: str) -> AsyncIterator[dict[str, JsonValue]]:
    """Fetch a model, and yield Ollama's progress: ``status``, and ``completed`` of ``total`` bytes.

    Raises:
        ProviderFailed: Ollama refused or failed; the detail is what it said.
    """
    body = orjson.dumps({"model": model, "stream": True})
    async with await http.request("POST", f"{base_url}/api/pull", body=body, limits=_PULL) as response:
        if response.status != 200:
            raise ProviderFailed(f"Ollama does not pull {model}: {excerpt(await response.read())}")
        rest = b""
        async for chunk in response.chunks():
            *lines, rest = (rest + chunk).split(b"\n")
            if len(rest) > _MAX_LINE_BYTES:
                raise MalformedAnswer("Ollama sends no lines of progress.")
            for line in lines:
                if line.strip():
                    yield _progress(line, model)
        if rest.strip():
            yield _progress(rest, model)


def _progress(line: bytes, model: str) -> dict[str, JsonValue]:
    document = _object(line)
    if document.get("error"):
        raise ProviderFailed(f"Ollama does not pull {model}: {excerpt(str(document['error']))}")
    return {name: document[name] for name in ("status", "digest", "total", "completed") if name in document}


def _object(text: bytes) -> dict[str, Any]:
    try:
        document = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise MalformedAnswer(f"Ollama answered with something that is not JSON: {excerpt(text)}") from error
    if not isinstance(document, dict):
        raise MalformedAnswer("Ollama answered with something that is not an object.")
    return document
