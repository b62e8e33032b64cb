"""A server process as far as properties see one: its services and what its clients ask, stopped and started anew."""

from __future__ import annotations

from contextlib import AsyncExitStack

from charter.api.app import create_app
from charter.api.services import AppServices, background, running_services
from charter.core.settings import Settings
from tests.asgi_client import Client


class Process:
    """The services of one process on the test database, and a client with an API key.

    No tool written in Python is called here: a sandbox for each of some hundred starts would take most of the time.
    """

    services: AppServices
    client: Client

    def __init__(self, settings: Settings, key: str) -> None:
        self._settings = settings.model_copy(update={"sandbox": "off"})
        self._headers = {"authorization": f"Bearer {key}"}
        self._open = AsyncExitStack()

    async def start(self) -> None:
        """Open the services, and answer."""
        self.services = await self._open.enter_async_context(running_services(self._settings, takes_queue_items=True))
        await self._open.enter_async_context(background(self.services))
        self.client = Client(create_app(self.services), headers=self._headers)

    async def stop(self) -> None:
        """Close everything; what runs is parked."""
        await self._open.aclose()

    async def restart(self) -> None:
        """Close everything and open it again: nothing but the database and the files is left of before."""
        await self.stop()
        await self.start()
