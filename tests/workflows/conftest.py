"""Fixtures of workflows over the API."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.conftest import Caller, MakeCaller

Deploy = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def builder(make_caller: MakeCaller) -> Caller:
    """An owner in a tenant of its own: nothing of another test is in its way."""
    return await make_caller("owner")


def _file_name(name: str) -> str:
    stem, _, kind = name.partition("_")
    return f"{stem}.{kind or 'bpmn'}"


@pytest.fixture
def deploy(builder: Caller) -> Deploy:
    """Deploy files of ``builder``'s tenant (``p`` is a BPMN file, ``d_dmn`` a decision); returns the deployment."""

    async def deploy_files(**files: bytes) -> dict[str, Any]:
        body = {"files": [{"name": _file_name(name), "content": data.decode()} for name, data in files.items()]}
        answer = await builder.client.post("/v1/workflow-deployments", body)
        assert answer.status == 201, answer.json()
        deployed: dict[str, Any] = answer.json()
        return deployed

    return deploy_files
