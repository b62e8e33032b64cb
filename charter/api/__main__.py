"""``python -m charter.api``: one API process."""

from __future__ import annotations

from charter.core import collector

collector.spare_the_start()

import asyncio
import signal
import ssl
import sys

import uvicorn
import uvloop

from charter.api.app import running_app
from charter.api.protocol import protocol_of
from charter.api.tls import certificate_of
from charter.core.errors import StartRefused
from charter.core.settings import Settings, load_settings
from charter.core.telemetry import logs

_TLS_VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


class _Server(uvicorn.Server):
    """Uvicorn, told to stop in our order: first park the runs, then close the connections."""

    def install_signal_handlers(self) -> None:
        """Leave signals to :func:`serve`."""


async def serve(settings: Settings) -> None:
    """Serve until told to stop; then finish open answers and park running work."""
    async with running_app(settings) as app:
        collector.spare_the_service()
        services = app.state.services
        certificate, key = certificate_of(settings) or (None, None)
        config = uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            http=protocol_of(services.edge),
            proxy_headers=False,  # the edge policy says which proxies are believed
            ssl_certfile=certificate,
            ssl_keyfile=key,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=int(settings.shutdown_grace_s) or None,
        )
        config.load()
        if config.ssl is not None:
            config.ssl.minimum_version = _TLS_VERSIONS[services.edge.compiled.policy.tls.minimum]
        server = _Server(config)

        async def stop() -> None:
            services.stopping.set()
            await services.worker.stop(grace_s=settings.shutdown_grace_s / 2)
            services.runs.hub.close()
            services.workflows.hub.close()
            server.should_exit = True

        stopping: list[asyncio.Task[None]] = []
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, lambda: stopping.append(loop.create_task(stop())))
        await server.serve()


def main() -> int:
    """Run; returns the exit code."""
    try:
        settings = load_settings()
        logs.configure(settings.log_format, settings.log_level)
        uvloop.run(serve(settings))
    except StartRefused as error:
        sys.stderr.write(f"charter: {error.detail}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
