"""What deployed files name must be there, and must not go round in a circle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from charter.access.errors import Forbidden
from charter.agents.errors import AgentNotFound, AgentNotPublished, AgentVersionNotFound
from charter.agents.schemas import PublishedAgent
from charter.agents.service import versions
from charter.core.principal import Principal
from charter.llm.errors import CapabilityMissing, ModelUnknown, NoModelAvailable
from charter.runs.service.planning import Planner
from charter.tools.service.catalogue import load_catalogue
from charter.tools.service.credentials import credentials_there
from charter.tools.tool import Tool
from charter.workflows.model.circles import loops_of, shortest_loop, spelled
from charter.workflows.model.dependencies import Need, NeedKind, needs_of
from charter.workflows.model.findings import Finding, Severity
from charter.workflows.model.graph import Process
from charter.workflows.model.reading import read_model
from charter.workflows.model.rulebook import RULES
from charter.workflows.repository.definitions import DefinitionRepository

_MOST_CALLED = 1_000
_DEPLOYED = {NeedKind.PROCESS, NeedKind.DECISION, NeedKind.FORM}


@dataclass(slots=True)
class Deployment:
    """What is about to be deployed.

    Attributes:
        processes: by the name of their file.
        keys: the ids of processes, decisions and forms in it, with their version tags.
    """

    processes: Mapping[str, list[Process]]
    keys: Mapping[NeedKind, Mapping[str, str | None]]


@dataclass(slots=True)
class _Found:
    """Findings by file."""

    by_file: dict[str, list[Finding]] = field(default_factory=dict)

    def add(self, file: str, rule: str, need: Need, message: str, fix: str, *, warn: bool = False) -> None:
        severity = Severity.WARNING if warn else RULES[rule][0]
        finding = Finding(rule, severity, need.element, need.line, message, fix)
        self.by_file.setdefault(file, []).append(finding)


class DependencyChecker:
    """Checks what files name. One per process."""

    def __init__(self, planner: Planner, builtins: Mapping[str, Tool]) -> None:
        self._planner, self._builtins = planner, builtins

    async def check(
        self, db: AsyncSession, principal: Principal, deployment: Deployment, *, allow_missing: bool
    ) -> dict[str, list[Finding]]:
        """Return what is missing, what the principal may not use, and circles, by file.

        Args:
            allow_missing: processes, decisions and forms may come later; that they are missing is a warning.
        """
        found = _Found()
        needs = [
            (file, need)
            for file, processes in deployment.processes.items()
            for process in processes
            for need in needs_of(process)
        ]
        await _check_deployed(DefinitionRepository(db), deployment, needs, found, allow_missing=allow_missing)
        await _check_calls(DefinitionRepository(db), deployment, found)
        await self._check_tools(db, needs, found)
        await self._check_credentials(db, needs, found)
        await self._check_agents(db, principal, needs, found)
        return found.by_file

    async def _check_tools(self, db: AsyncSession, needs: list[tuple[str, Need]], found: _Found) -> None:
        wanted = [(file, need) for file, need in needs if need.kind is NeedKind.TOOL]
        if not wanted:
            return
        catalogue = await load_catalogue(db, self._builtins)
        for file, need in wanted:
            if need.name in catalogue.closed:
                message = f'The tool "{need.name}" cannot be called: {catalogue.closed[need.name].detail}'
                found.add(file, "tool.missing", need, message, "Turn it on or release it, or name another tool.")
            elif need.name not in catalogue.tools:
                message = f'There is no tool "{need.name}".'
                found.add(file, "tool.missing", need, message, f"There are: {', '.join(sorted(catalogue.tools))}.")

    async def _check_credentials(self, db: AsyncSession, needs: list[tuple[str, Need]], found: _Found) -> None:
        wanted = [(file, need) for file, need in needs if need.kind is NeedKind.CREDENTIAL]
        there = await credentials_there(db, {need.name for _, need in wanted}) if wanted else set()
        for file, need in wanted:
            if need.name not in there:
                message = f'There is no credential "{need.name}".'
                fix = "Make it with POST /v1/tool-credentials, or name another."
                found.add(file, "credential.missing", need, message, fix)

    async def _check_agents(
        self, db: AsyncSession, principal: Principal, needs: list[tuple[str, Need]], found: _Found
    ) -> None:
        checked: dict[tuple[str, int | None], PublishedAgent | str] = {}
        hand_offs: dict[str, list[str]] = {}
        used: list[tuple[str, Need, str]] = []
        for file, need in needs:
            if need.kind is not NeedKind.AGENT:
                continue
            key = (need.name, need.version)
            if key not in checked:
                checked[key] = await _agent(db, principal, need)
            agent = checked[key]
            if isinstance(agent, str):
                fix = "Name a published agent that you may run."
                found.add(file, "agent.missing", need, f'The agent "{need.name}" cannot be used: {agent}', fix)
                continue
            hand_offs[agent.slug] = list(agent.definition.hand_offs)
            used.append((file, need, agent.slug))
            await self._check_model(db, agent, file, need, found)
        if used:
            await _check_hand_offs(db, principal, used, hand_offs, found)

    async def _check_model(self, db: AsyncSession, agent: PublishedAgent, file: str, need: Need, found: _Found) -> None:
        plan = await self._planner.plan_version(db, agent.version_id)
        try:
            plan.route()
        except (ModelUnknown, CapabilityMissing) as error:
            message = f'The agent "{agent.slug}" cannot run: {error.detail}'
            found.add(file, "model.missing", need, message, "Give the agent another model.")
        except NoModelAvailable as error:
            message = f'The agent "{agent.slug}" could not run now: {error.detail}'
            found.add(file, "model.unavailable", need, message, "Connect a provider that offers its model.")


async def _agent(db: AsyncSession, principal: Principal, need: Need) -> PublishedAgent | str:
    """Return an agent that the principal may run, or why there is none."""
    try:
        return await versions.get_published(db, principal, need.name, version=need.version)
    except (AgentNotFound, AgentVersionNotFound, AgentNotPublished, Forbidden) as error:
        return error.detail


async def _check_hand_offs(
    db: AsyncSession,
    principal: Principal,
    used: list[tuple[str, Need, str]],
    hand_offs: dict[str, list[str]],
    found: _Found,
) -> None:
    published = await versions.list_published(db, principal)
    edges = {agent.slug: list(agent.definition.hand_offs) for agent in published} | hand_offs
    circles = [shortest_loop(min(loop), edges, loop) for loop in loops_of(edges)]
    reported: set[tuple[str, str]] = set()
    for file, need, slug in used:
        for way in circles:
            if way[0] not in _reachable(slug, edges) or (file, way[0]) in reported:
                continue
            reported.add((file, way[0]))
            message = f"Agents hand work to each other in a circle: {spelled(way)}."
            found.add(file, "agent.circular", need, message, "Take one of these hand-offs away.")


def _reachable(start: str, edges: Mapping[str, list[str]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        new = [target for target in edges.get(waiting.pop(), ()) if target not in reached]
        reached.update(new)
        waiting += new
    return reached


async def _check_deployed(
    definitions: DefinitionRepository,
    deployment: Deployment,
    needs: list[tuple[str, Need]],
    found: _Found,
    *,
    allow_missing: bool,
) -> None:
    for kind in _DEPLOYED:
        wanted = [(file, need) for file, need in needs if need.kind is kind]
        here = deployment.keys.get(kind, {})
        there = await definitions.tags(kind.value, {need.name for _, need in wanted})
        for file, need in wanted:
            tags = there.get(need.name, set()) if need.binding != "deployment" else set()
            known = tags | ({here[need.name]} if need.name in here else set())
            if not known or (need.version_tag and need.binding == "versionTag" and need.version_tag not in known):
                where = " in this deployment" if need.binding == "deployment" else ""
                tagged = f' with the version tag "{need.version_tag}"' if need.binding == "versionTag" else ""
                message = f'There is no {kind.value} "{need.name}"{tagged}{where}.'
                fix = "Deploy it first, together with this file, or allow what is missing to come later."
                found.add(file, f"{kind.value}.missing", need, message, fix, warn=allow_missing)


async def _check_calls(definitions: DefinitionRepository, deployment: Deployment, found: _Found) -> None:
    """Find circles of calls that a process of the deployment would be on or lead into."""
    edges = {process.id: calls_of(process) for of in deployment.processes.values() for process in of}
    missing = {target for targets in edges.values() for target in targets} - edges.keys()
    while missing and len(edges) < _MOST_CALLED:
        contents = await definitions.latest_processes(missing)
        for name in missing:
            processes = read_model(contents[name]).processes if name in contents else []
            edges[name] = [called for process in processes if process.id == name for called in calls_of(process)]
        missing = {target for name in missing for target in edges[name]} - edges.keys()
    for file, circles in circles_of_calls(deployment.processes, edges).items():
        found.by_file.setdefault(file, []).extend(circles)


def calls_of(process: Process) -> list[str]:
    """Return the processes that a process calls by name."""
    return list(dict.fromkeys(need.name for need in needs_of(process) if need.kind is NeedKind.PROCESS))


def circles_of_calls(
    processes: Mapping[str, list[Process]], edges: Mapping[str, list[str]]
) -> dict[str, list[Finding]]:
    """Return what is wrong with processes, by their files, that lie on a circle of calls.

    Args:
        processes: by the name of their file.
        edges: what each process calls; of those in the files and of any others that are known.
    """
    files = {process.id: (file, process) for file, of in processes.items() for process in of}
    found = _Found()
    for loop in loops_of(edges):
        for name in sorted(loop & files.keys()):
            file, process = files[name]
            way = shortest_loop(name, edges, loop)
            call = next(n for n in needs_of(process) if n.kind is NeedKind.PROCESS and n.name == way[1])
            message = f"Processes call each other in a circle: {spelled(way)}."
            found.add(file, "process.circular", call, message, "Take one of these calls away.")
    return found.by_file
