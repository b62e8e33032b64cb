"""What one process holds: built once, handed to endpoints and handlers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import asyncpg

import charter.tables  # noqa: F401 - registers every room's tables, so that any query finds its neighbours
from charter.agents.service import versions as agent_versions
from charter.approvals import handlers as approval_handlers  # noqa: F401 - registers the queue handler of approvals
from charter.audit.refusals import RefusalLog
from charter.budgets.service.requests import RequestBudgets
from charter.core.clock import Clock, utc_now
from charter.core.crypto import MasterKey, Vault, load_key_file
from charter.core.db import Database, Listener, app_role, epochs, urls_for
from charter.core.db.catalogue import require_sound
from charter.core.db.roles import database_of
from charter.core.errors import StartRefused
from charter.core.postgres import read_dsn
from charter.core.queue import QueueWorker
from charter.core.queue import service as queue
from charter.core.settings import Settings
from charter.edge.guard import EdgeGuard
from charter.edge.watching import EdgeKeeper
from charter.gateway.parts import GatewayParts
from charter.guardrails import handlers as guardrail_handlers  # noqa: F401 - registers the queue handlers of guardrails
from charter.guardrails.service.judge import Judge
from charter.guardrails.service.model_keeper import ModelKeeper
from charter.guardrails.service.reading import Reader
from charter.identity.service.authentication import Authenticator
from charter.identity.service.limiter import AttemptLimiter
from charter.identity.service.sign_on.access_tokens import AccessTokens
from charter.identity.service.sign_on.parts import SignOnParts
from charter.identity.service.watch import AccessWatch
from charter.llm.parts import ModelParts
from charter.mcp import handlers as mcp_handlers  # noqa: F401 - registers the queue handler of MCP servers
from charter.mcp.executor import McpExecutor
from charter.mcp.parts import McpParts
from charter.openapi.executor import OpenApiExecutor
from charter.openapi.parts import OpenApiParts
from charter.runs import handlers  # noqa: F401 - registers the queue handlers of runs
from charter.runs.service import events, steering, tool_usage
from charter.runs.service.parts import RunParts
from charter.runs.service.waiting import finished_run
from charter.tools.parts import ToolParts
from charter.tools.tool import ToolKind
from charter.workflows import handlers as workflow_handlers  # noqa: F401 - registers the queue handler of workflows
from charter.workflows.service import clock as workflow_clock
from charter.workflows.service import hub as workflow_hub
from charter.workflows.service import tool_users
from charter.workflows.service.parts import WorkflowParts

_LOOK_EVERY_S = 31.0


@dataclass
class AppServices:
    """The process's settings, connections and collaborators."""

    settings: Settings
    master: MasterKey
    database: Database
    vault: Vault
    listener: Listener
    authenticator: Authenticator
    access_watch: AccessWatch
    limiter: AttemptLimiter
    models: ModelParts
    tools: ToolParts
    mcp: McpParts
    edge_keeper: EdgeKeeper
    guardrail_models: ModelKeeper
    request_budgets: RequestBudgets
    refusals: RefusalLog
    sign_on: SignOnParts
    worker: QueueWorker = field(init=False)
    reader: Reader = field(init=False)
    runs: RunParts = field(init=False)
    workflows: WorkflowParts = field(init=False)
    gateway: GatewayParts = field(init=False)
    openapi: OpenApiParts = field(init=False)
    clock: Clock = utc_now
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def edge(self) -> EdgeGuard:
        """What every request meets first."""
        return self.edge_keeper.guard


def owner_url(settings: Settings) -> str:
    """Return the database owner's URL: the setting, or the embedded server's.

    Raises:
        StartRefused: the embedded server is not running.
    """
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    return read_dsn(settings.data_dir)


@asynccontextmanager
async def background(services: AppServices) -> AsyncIterator[None]:
    """Run what a process does beside answering, and park what runs at the end.

    Listening for wake-ups, announcing events, keeping (and, in a worker, taking) leases, looking for local models.
    """
    tasks = [
        asyncio.create_task(services.listener.run()),
        asyncio.create_task(services.runs.hub.announce_forever()),
        asyncio.create_task(services.workflows.hub.announce_forever()),
        asyncio.create_task(services.workflows.sweeper.run()),
        asyncio.create_task(services.worker.run()),
        asyncio.create_task(services.access_watch.run()),
        asyncio.create_task(services.edge_keeper.run()),
        asyncio.create_task(services.guardrail_models.run()),
        asyncio.create_task(services.refusals.run()),
        asyncio.create_task(_look_for_local_models(services)),
        asyncio.create_task(services.tools.warm_up(services.database)),
    ]
    try:
        yield
    finally:
        await services.worker.stop(grace_s=services.settings.shutdown_grace_s)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _look_for_local_models(services: AppServices) -> None:
    while True:
        await services.models.local.look(services.models.http)
        await asyncio.sleep(_LOOK_EVERY_S)


@asynccontextmanager
async def running_services(settings: Settings, *, takes_queue_items: bool) -> AsyncIterator[AppServices]:
    """Open a process's services and close them at the end.

    Args:
        takes_queue_items: True for a worker; an API process handles only the runs it started itself.

    Raises:
        StartRefused: the key file, the database or its isolation is not as it must be.
    """
    master = load_key_file(settings.key_path)
    url = owner_url(settings)
    urls = urls_for(settings, url, master)
    database = Database(urls, pool_size=settings.database_pool_size, transaction_pooler=settings.through_pooler)
    try:
        await database.open()
    except asyncpg.InvalidAuthorizationSpecificationError as error:
        raise StartRefused(
            "The database refuses our role's password: it was set up with another key file. Restore that one, or set "
            "CHARTER_KEY_FILE to where it is."
        ) from error
    try:
        connection = await database.listen_connection()
        try:
            await require_sound(connection, app_role(database_of(url)))
        finally:
            await connection.close()
        vault = Vault(master)
        models = ModelParts.of(settings, master, vault)
        edge_keeper = EdgeKeeper(settings, database)
        await edge_keeper.start()
        tools = ToolParts.of(settings, database, vault, utc_now)
        guardrail_models = ModelKeeper(settings, database, tools.sandbox)
        await guardrail_models.refresh()
        sign_on = SignOnParts.of(settings, database, tools.http, vault, master)
        services = AppServices(
            settings=settings,
            master=master,
            database=database,
            vault=vault,
            listener=Listener(database),
            authenticator=Authenticator(database, master, utc_now, AccessTokens(sign_on, utc_now)),
            access_watch=AccessWatch(database),
            limiter=AttemptLimiter(database, master, burst=10, interval=timedelta(seconds=6)),
            models=models,
            tools=tools,
            mcp=McpParts.of(settings, database, tools, models, vault, utc_now),
            edge_keeper=edge_keeper,
            guardrail_models=guardrail_models,
            request_budgets=RequestBudgets(database, utc_now),
            refusals=RefusalLog(database, utc_now),
            sign_on=sign_on,
        )
        services.worker = QueueWorker(
            database,
            services,
            concurrency=settings.worker_concurrency,
            lease_s=settings.lease_s,
            kinds=None if takes_queue_items else [],
        )
        _put_together(services)
        async with AsyncExitStack() as closing:  # the last first, and each though another fails
            for part in (edge_keeper, models, services.tools, services.mcp, guardrail_models):
                closing.push_async_callback(part.aclose)
            yield services
    finally:
        await database.close()


def _put_together(services: AppServices) -> None:
    """Make the parts that stand on the others, and let them hear of what happens elsewhere."""
    settings, database, tools = services.settings, services.database, services.tools
    tools.desk.register(ToolKind.MCP, McpExecutor(services.mcp))
    http = tools.http  # not that of models, which is let to model servers of this machine
    tools.desk.register(ToolKind.OPENAPI, OpenApiExecutor(database, services.vault, http))
    services.openapi = OpenApiParts(http, tools.desk)
    services.reader = Reader(services.guardrail_models.brought, Judge(database, services.models, utc_now))
    services.runs = RunParts.of(settings, database, services.models, tools, services.worker, utc_now, services.reader)
    services.workflows = WorkflowParts.of(settings, database, services.runs, tools, http, services.vault, utc_now)
    waits = partial(finished_run, services)
    services.gateway = GatewayParts.of(
        settings, database, services.master, tools, services.runs, services.workflows, utc_now, finished_run=waits
    )
    services.tools.users.add(agent_versions.users_of_tool)
    services.tools.users.add(tool_users.users_of_tool)
    services.tools.users.usage_of = tool_usage.usage_of_tool
    services.tools.users.recent_of = tool_usage.recent_calls
    services.workflows.hub.on_built_in = services.worker.wake
    listener = services.listener
    listener.subscribe(workflow_hub.CHANNEL, services.workflows.hub.heard)
    listener.subscribe(workflow_clock.CHANNEL, services.workflows.sweeper.heard)
    listener.subscribe(epochs.AUTHZ_CHANNEL, services.access_watch.heard)
    listener.subscribe(events.CHANNEL, services.runs.hub.heard)
    listener.subscribe(steering.CONTROL_CHANNEL, services.runs.starter.heard_control)
    services.edge_keeper.listen(listener)
    services.guardrail_models.listen(listener)
    listener.subscribe(queue.CHANNEL, services.worker.heard)
