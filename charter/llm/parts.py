"""What the room needs from its process, put together once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from charter.core.crypto import MasterKey, Vault
from charter.core.guarded_client import AddressRules, GuardedClient
from charter.core.settings import Settings
from charter.llm.client import ModelClient
from charter.llm.local import LocalModels


@dataclass(frozen=True, slots=True)
class ModelParts:
    """The collaborators of language models.

    Attributes:
        http: the process's one guarded client; tools fetch through it as well.
        looking: the task that keeps looking for models on this machine.
        fingerprint_key: keys the fingerprints of stored credentials, so that they cannot be guessed from outside.
    """

    http: GuardedClient
    client: ModelClient
    vault: Vault
    local: LocalModels
    fingerprint_key: bytes = field(repr=False)
    looking: asyncio.Task[None] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, settings: Settings, master: MasterKey, vault: Vault) -> ModelParts:
        """Return the parts of one process, and begin to look for models on this machine.

        Call it inside the running loop; close the parts with :meth:`aclose`.
        """
        local = LocalModels.of(settings)
        http = GuardedClient(AddressRules([*settings.private_hosts_allowed, *local.hosts]))
        looking = asyncio.get_running_loop().create_task(local.keep_looking(http))
        return cls(http, ModelClient(http), vault, local, master.derive("model-key-fingerprint"), looking)

    async def aclose(self) -> None:
        """Stop looking and close all outgoing connections."""
        if self.looking is not None:
            self.looking.cancel()
            await asyncio.wait([self.looking])
        await self.http.aclose()
