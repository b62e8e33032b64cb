"""Models on this machine that nobody has to configure: an Ollama found on loopback, and the demo model."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from charter.core.guarded_client import GuardedClient, OutgoingError
from charter.core.settings import Settings
from charter.llm import ollama
from charter.llm.demo.model_file import find_demo_model
from charter.llm.errors import MalformedAnswer
from charter.llm.kinds import KINDS

_FRESH_S = 30.0


@dataclass(frozen=True, slots=True)
class DemoEndpoint:
    """Where the supervised child process serves the demo model."""

    base_url: str
    model: str
    token: str = field(repr=False)


class LocalModels:
    """What was found on this machine. Looking again is cheap and happens at most every half minute.

    Args:
        ollama_url: None: do not look for an Ollama.
        environment: where provider keys are looked for.
    """

    def __init__(
        self, *, ollama_url: str | None, demo: DemoEndpoint | None, environment: Mapping[str, str] = os.environ
    ) -> None:
        self.ollama_url = ollama_url
        # None: no Ollama answered at the last look; an empty one is found and can pull.
        self.ollama_models: tuple[str, ...] | None = None
        self.demo = demo
        self._environment = environment
        self._looked_at = float("-inf")
        self._looking = asyncio.Lock()

    @classmethod
    def of(cls, settings: Settings, environment: Mapping[str, str] = os.environ) -> LocalModels:
        """Return what the settings and the supervisor's environment say."""
        default = KINDS["ollama"].base_url if settings.embedded_database else None
        url = settings.ollama_url or default
        return cls(
            ollama_url=url.rstrip("/") if url else None, demo=_demo(settings, environment), environment=environment
        )

    @property
    def hosts(self) -> list[str]:
        """Return the ``host:port`` entries that the guarded client must allow for these models."""
        urls = [url for url in (self.ollama_url, self.demo.base_url if self.demo else None) if url]
        parts = [urlsplit(url) for url in urls]
        return [f"[{part.hostname}]:{part.port}" if ":" in (part.hostname or "") else part.netloc for part in parts]

    @property
    def ollama_found(self) -> bool:
        """Say whether an Ollama answered at the last look."""
        return self.ollama_models is not None

    async def look(self, http: GuardedClient, *, now: bool = False) -> None:
        """Look for an Ollama, unless that was done a moment ago; finding none is no error."""
        if self.ollama_url is None:
            return
        clock = asyncio.get_running_loop().time
        async with self._looking:
            if not now and clock() - self._looked_at < _FRESH_S:
                return
            try:
                self.ollama_models = tuple(await ollama.model_names(http, self.ollama_url))
            except (OutgoingError, MalformedAnswer):
                self.ollama_models = None
            self._looked_at = clock()

    async def keep_looking(self, http: GuardedClient) -> None:
        """Look every half minute until cancelled, so that an Ollama started later is found without a restart."""
        while self.ollama_url is not None:
            await self.look(http, now=True)
            await asyncio.sleep(_FRESH_S)

    def key_for(self, kind: str) -> tuple[str, str] | None:
        """Return the environment variable and the key in it for a kind of provider, if there is one."""
        for variable in KINDS[kind].environment:
            if value := self._environment.get(variable, "").strip():
                return variable, value
        return None


def _demo(settings: Settings, environment: Mapping[str, str]) -> DemoEndpoint | None:
    url, token = environment.get("CHARTER_DEMO_MODEL_URL"), environment.get("CHARTER_DEMO_MODEL_TOKEN")
    if settings.demo_model == "off" or not url or not token:
        return None
    model = find_demo_model(settings.local_gguf)
    base_url = url.rstrip("/")
    return DemoEndpoint(
        base_url if base_url.endswith("/v1") else f"{base_url}/v1", model.name if model else "demo", token
    )
