"""Health, readiness, metrics, and what this installation consists of."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from charter import __version__
from charter.access import service as access
from charter.access.errors import Forbidden
from charter.core.http import (
    CurrentPrincipal,
    ProcessServices,
    problems,
)
from charter.core.telemetry import metrics
from charter.identity.errors import Unauthenticated

router = APIRouter()


class Part(BaseModel):
    """One part of this installation and how it is."""

    name: str
    state: Literal["ok", "failed", "off"]
    detail: str


class Readiness(BaseModel):
    """Whether this process can serve now."""

    ready: bool
    parts: list[Part]


class SystemRead(BaseModel):
    """This installation."""

    version: str
    parts: list[Part]


async def parts_of(services: Any) -> list[Part]:
    """Ask each part how it is."""
    try:
        await services.database.ping()
        database = Part(name="database", state="ok", detail="answers")
    except Exception as error:  # noqa: BLE001 - whatever it is, the part is not well, and this page must say so
        database = Part(name="database", state="failed", detail=f"does not answer: {type(error).__name__}")
    state, detail = await services.tools.health()
    return [database, await _local_models(services), Part(name="tool sandbox", state=state, detail=detail)]


async def _local_models(services: Any) -> Part:
    """Say which models this machine itself offers; none is no failure."""
    local = services.models.local
    await local.look(services.models.http)
    if local.ollama_models:
        return Part(name="local models", state="ok", detail=f"Ollama with {len(local.ollama_models)} models")
    if local.demo is None:
        return Part(name="local models", state="off", detail="no Ollama here; demo model off or not installed")
    return Part(name="local models", state="ok", detail=f"demo model {local.demo.model}")


@router.get("/healthz", tags=["Health"], operation_id="getHealth")
async def healthz() -> dict[str, str]:
    """Say that this process is alive."""
    return {"status": "alive"}


@router.get("/readyz", tags=["Health"], operation_id="getReadiness", responses={503: {"model": Readiness}})
async def readyz(services: ProcessServices, response: Response) -> Readiness:
    """Say whether this process can serve, part by part."""
    parts = await parts_of(services)
    ready = all(part.state != "failed" for part in parts) and not services.stopping.is_set()
    response.status_code = 200 if ready else 503
    return Readiness(ready=ready, parts=parts)


@router.get("/metrics", tags=["Health"], operation_id="getMetrics", response_class=Response)
async def get_metrics() -> Response:
    """Return the metrics in Prometheus' text format."""
    return Response(metrics.exposition(), media_type=metrics.CONTENT_TYPE)


@router.get("/v1/system", tags=["System"], operation_id="getSystem", responses=problems(Unauthenticated, Forbidden))
async def get_system(services: ProcessServices, principal: CurrentPrincipal) -> SystemRead:
    """Return the version and the health of every part."""
    access.require(principal, "system.read")
    return SystemRead(version=__version__, parts=await parts_of(services))
