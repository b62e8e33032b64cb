"""The measurement: one Charter, one scripted model, two references, in interleaved rounds."""

from __future__ import annotations

import asyncio
import statistics
import sys
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.cases import (
    API_KEY,
    CASES,
    COMPARED,
    FIRST,
    FIRST_DELAY_S,
    INSTRUCTIONS,
    MODEL,
    PACED,
    Case,
    model_script,
)
from benchmarks.environments import python_of, versions_of
from benchmarks.processes import ROOT, Child, Tree, seconds_of
from tests.faults.installation import Installation

REFERENCES = {
    "langgraph": ("langgraph_agent.py", ["langgraph", "langchain", "langchain-openai"]),
    "pydantic_ai": ("pydantic_ai_agent.py", ["pydantic-ai-slim", "openai"]),
}
CLIENTS = (1, 16, 64)
AT_ONCE = (1, 50)
_SETTLE_S = 5.0


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    rounds: int
    runs: dict[int, int]
    reference_runs: dict[int, int]
    paced_runs: int
    starts: int
    helps: int


FULL = Size(5, {1: 100, 16: 480, 64: 640}, {1: 30, 50: 100}, 160, 3, 10)
QUICK = Size(1, {1: 20, 16: 96, 64: 128}, {1: 5, 50: 50}, 48, 1, 3)


@dataclass
class Figures:
    """Every figure of every round, by ``(case, who, clients)`` and name."""

    rounds: dict[tuple[str, str, int], dict[str, list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def add(self, case: Case, who: str, clients: int, **figures: float) -> None:
        """Keep one round's figures."""
        for name, value in figures.items():
            self.rounds[case.name, who, clients][name].append(value)

    def medians(self) -> dict[str, dict[str, dict[str, dict[str, float]]]]:
        """Return case -> who -> clients -> figure -> median over the rounds."""
        found: dict[str, dict[str, dict[str, dict[str, float]]]] = {}
        for (case, who, clients), figures in self.rounds.items():
            cell = found.setdefault(case, {}).setdefault(who, {}).setdefault(str(clients), {})
            cell.update({name: round(statistics.median(values), 3) for name, values in figures.items()})
        return found


def quantile(values: list[float], share: float) -> float:
    """Return the value below which this share lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


class Bench:
    """Everything that runs during the measurement."""

    def __init__(self, data_dir: Path, size: Size, log_level: str) -> None:
        self._data_dir = data_dir
        self._size = size
        self._log_level = log_level
        self._key = ""
        self._model_url = ""
        self.figures = Figures()
        self.versions: dict[str, str] = {}

    async def run(self) -> dict[str, Any]:
        """Measure everything; returns the document of the report without its head."""
        async with AsyncExitStack() as stack:
            fake = Child(sys.executable, "-m", "tests.llm.fake_server", model_script())
            self._model_url = (await stack.enter_async_context(fake)).greeting
            self._load = await stack.enter_async_context(Child(sys.executable, "-m", "benchmarks.load"))
            references = {name: await stack.enter_async_context(self._reference(name)) for name in REFERENCES}
            async with self._installation() as first:
                self._key = await first.set_up()
                await first.connect_model(self._key, self._model_url)
                for case in CASES.values():
                    await self._create_agent(first, case)
                charter = Tree(first.pid)
                await self._warm_up(first, references)
                for number in range(self._size.rounds):
                    _say(f"round {number + 1} of {self._size.rounds}")
                    for case in COMPARED:
                        for clients in CLIENTS:
                            await self._charter(first, charter, case, clients, self._size.runs[clients])
                        for name, reference in references.items():
                            for at_once in AT_ONCE:
                                await self._compared(reference, name, case, at_once)
                    await self._charter(first, charter, PACED, 16, self._size.paced_runs)
                    await self._first_token(first)
                loaded = charter.memory_mb()
            starts, idle = await self._later_starts()
        helps = [await seconds_of(Path(sys.executable).parent / "charter", "--help") for _ in range(self._size.helps)]
        return {
            "versions": self.versions,
            "figures": self.figures.medians(),
            "later_start_s": round(statistics.median(starts), 2),
            "help_s": round(statistics.median(helps), 3),
            "idle_mb": idle,
            "after_load_mb": loaded,
        }

    def _installation(self) -> Installation:
        return Installation(self._data_dir, CHARTER_LOG_LEVEL=self._log_level)

    @asynccontextmanager
    async def _reference(self, name: str) -> AsyncIterator[Child]:
        script, packages = REFERENCES[name]
        python = await asyncio.to_thread(python_of, name)
        self.versions[name] = versions_of(python, packages)
        path = ROOT / "benchmarks" / "references" / script
        async with Child(python, path, self._model_url, MODEL, API_KEY, INSTRUCTIONS) as child:
            yield child

    async def _create_agent(self, charter: Installation, case: Case) -> None:
        definition = {"instructions": INSTRUCTIONS, "tools": [{"name": name} for name in case.tools]}
        await charter.post(self._key, "/v1/agents", {"name": case.name, "slug": case.name, "definition": definition})

    async def _warm_up(self, charter: Installation, references: dict[str, Child]) -> None:
        _say("warming up")
        for case in COMPARED:
            await self._ask(charter.url, case, 16, self._size.runs[16])
            for reference in references.values():
                await reference.ask(case=vars(case), runs=50, at_once=50)

    async def _ask(self, url: str, case: Case, clients: int, requests: int, pause_s: float = 0.0) -> dict[str, Any]:
        body: dict[str, Any] = {"agent": case.name, "input": case.prompt, "wait": not case.streamed}
        headers = {"Authorization": f"Bearer {self._key}"}
        if case.streamed:
            headers["Accept"] = "text/event-stream"
        return await self._load.ask(
            url=f"{url}/v1/runs", requests=requests, clients=clients, body=body, headers=headers,
            answer=case.answer, streamed=case.streamed, pause_s=pause_s,
        )  # fmt: skip

    async def _charter(self, charter: Installation, tree: Tree, case: Case, clients: int, runs: int) -> None:
        before = tree.cpu()
        answer = await self._ask(charter.url, case, clients, runs)
        used = tree.cpu().since(before)
        self.figures.add(
            case,
            "charter",
            clients,
            cpu_ms=used.api * 1000 / runs,
            worker_cpu_ms=used.worker * 1000 / runs,
            postgres_cpu_ms=used.postgres * 1000 / runs,
            runs_per_s=runs / answer["seconds"],
            p50_ms=quantile(answer["wall_ms"], 0.5),
            p99_ms=quantile(answer["wall_ms"], 0.99),
        )

    async def _compared(self, reference: Child, name: str, case: Case, at_once: int) -> None:
        runs = self._size.reference_runs[at_once]
        answer = await reference.ask(case=vars(case), runs=runs, at_once=at_once)
        self.figures.add(case, name, at_once, cpu_ms=answer["cpu_ms"], runs_per_s=runs / answer["seconds"])

    async def _first_token(self, charter: Installation) -> None:
        """Compare the first token through Charter with that of the model server, at 16 callers who come unevenly."""
        runs, pause_s = self._size.paced_runs, FIRST_DELAY_S
        body = {"model": MODEL, "stream": True, "messages": [{"role": "user", "content": FIRST.prompt}]}
        direct = await self._load.ask(
            url=f"{self._model_url}/v1/chat/completions", requests=runs, clients=16, body=body, headers={},
            answer=FIRST.answer, streamed=True, pause_s=pause_s,
        )  # fmt: skip
        through = await self._ask(charter.url, FIRST, 16, runs, pause_s)
        for share, name in ((0.5, "p50_ms"), (0.99, "p99_ms")):
            there, here = quantile(direct["first_ms"], share), quantile(through["first_ms"], share)
            self.figures.add(FIRST, "model server", 16, **{name: there})
            self.figures.add(FIRST, "charter", 16, **{name: here, f"added_{name}": here - there})

    async def _later_starts(self) -> tuple[list[float], dict[str, float]]:
        """Start again on the same data, several times; look at the memory once it has come to rest."""
        _say("starting again")
        starts, idle = [], {}
        for _ in range(self._size.starts):
            began = asyncio.get_running_loop().time()
            async with self._installation() as charter:
                starts.append(asyncio.get_running_loop().time() - began)
                await asyncio.sleep(_SETTLE_S)
                idle = Tree(charter.pid).memory_mb()
        return starts, idle


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
