"""Models that the operator brought: each in a process of its own, in the sandbox, without network or files.

What such a process says is a claim like any other from outside. It is ended when it takes too long, says what it must
not, or its version is not in use any more, and started again when it is next needed.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import importlib.util
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from charter.core.telemetry import logs
from charter.guardrails.lineup import BroughtLineup, ModelReading, Tally
from charter.guardrails.packages import ModelCard, ModelKind, Package, PackageInvalid
from charter.guardrails.stages import Stage
from charter.sandbox.errors import SandboxUnavailable
from charter.sandbox.programs import Program, RunningProgram
from charter.sandbox.sandbox import Sandbox

_log = logs.get(__name__)
_LOADS_WITHIN_S = 60.0
_WAITS_S = 10.0
_QUIET_S = 5.0
_CHUNK = 3 << 20
_LONGEST_LINE = 64 << 10
_REMEMBERED = 4_096
_ROOT = Path(__file__).parents[3]
_SEEN_OF_US = (
    "charter/__init__.py",
    "charter/guardrails/__init__.py",
    "charter/guardrails/text",
    "charter/guardrails/inside",
)
_BEGIN = "import sys; sys.path[:0] = sys.argv[1:]; from charter.guardrails.inside.main import main; main()"
_NEEDS: Mapping[ModelKind, tuple[str, ...]] = {ModelKind.ONNX: ("onnxruntime", "tokenizers")}

Fetch = Callable[[str, str], Awaitable[Mapping[str, bytes]]]
"""Returns the files of a version of a model."""


class ModelFailed(Exception):
    """A model said nothing of a text; says why."""


class BroughtModel:
    """One version of a model, and the process that it runs in."""

    def __init__(
        self, sandbox: Sandbox | None, card: ModelCard, files: Callable[[], Awaitable[Mapping[str, bytes]]]
    ) -> None:
        self._sandbox, self._card, self._files = sandbox, card, files
        self._program: RunningProgram | None = None
        self._turn = asyncio.Lock()
        self._asked = 0
        self._not_before = 0.0
        self._why = ""
        self._retired = False

    async def score(self, text: str) -> float:
        """Return how sure it is that a text is a hit.

        Raises:
            ModelFailed: it did not say so in time.
        """
        try:
            async with asyncio.timeout(self._card.timeout_s + _WAITS_S + _LOADS_WITHIN_S), self._turn:
                try:
                    return await self._score(text)
                except _ProcessEnded:  # by itself, or for what an earlier text did: this one may be harmless
                    return await self._score(text)
        except _ProcessEnded as error:
            raise ModelFailed(str(error)) from error
        except TimeoutError as error:
            raise ModelFailed("no turn in time") from error

    async def retire(self) -> None:
        """End its process for good."""
        self._retired = True
        await self._end()

    async def _end(self) -> None:
        program, self._program = self._program, None
        if program is not None and (said := await program.aclose()):
            _log.info(
                "a guardrail model wrote to standard error", extra={"model": self._card.name, "said": said[-500:]}
            )

    async def _score(self, text: str) -> float:
        program = self._program or await self._started()
        self._asked += 1
        clean = text.encode("utf-8", "replace").decode()
        try:
            async with asyncio.timeout(self._card.timeout_s):
                await program.send(orjson.dumps({"id": self._asked, "text": clean}))
                said = await _said(program)
        except TimeoutError as error:
            await self._end()
            raise ModelFailed(f"nothing within {self._card.timeout_s:g} seconds") from error
        except (OSError, ValueError, _ProcessEnded) as error:
            await self._end()
            raise _ProcessEnded(str(error) or "its process has ended") from error
        except BaseException:
            await self._end()  # its answer would be taken for that to the next text
            raise
        score = said.get("score")
        if said.get("id") != self._asked or (score is None and "error" not in said):
            await self._end()
            raise ModelFailed("it answered something that was not asked")
        if not isinstance(score, int | float) or isinstance(score, bool) or not 0.0 <= score <= 1.0:
            raise ModelFailed(str(said.get("error") or "its score is no share")[:300])
        return round(float(score), 5)

    async def _started(self) -> RunningProgram:
        if self._retired:
            raise ModelFailed("it was taken out of use")
        if time.monotonic() < self._not_before:
            raise ModelFailed(self._why)
        try:
            async with asyncio.timeout(_LOADS_WITHIN_S):
                return await self._start()
        except (SandboxUnavailable, PackageInvalid, OSError, ValueError, TimeoutError, _ProcessEnded) as error:
            await self._end()
            self._why = str(error) or f"it was not ready within {_LOADS_WITHIN_S:g} seconds"
            self._not_before = time.monotonic() + _QUIET_S
            _log.warning("a guardrail model does not start", extra={"model": self._card.name, "why": self._why[:300]})
            raise ModelFailed(self._why) from error
        except BaseException:
            await self._end()
            raise

    async def _start(self) -> RunningProgram:
        if self._sandbox is None:
            raise SandboxUnavailable("models that were brought need the sandbox, which is off")
        files = await self._files()
        program = self._program = await self._sandbox.start_program(await self._described(self._sandbox))
        for name, content in files.items():
            for start in range(0, len(content), _CHUNK):
                part = base64.b64encode(content[start : start + _CHUNK]).decode()
                await program.send(orjson.dumps({"file": name, "content": part}))
        await program.send(orjson.dumps({"card": self._card.model_dump(mode="json")}))
        said = await _said(program)
        if said.get("ready") is not True:
            raise ValueError(f"it cannot be loaded: {said.get('error')}"[:500])
        return program

    async def _described(self, sandbox: Sandbox) -> Program:
        wanted = ("numpy", *_NEEDS.get(self._card.kind, ("tokenizers",) if self._card.features == "meanings" else ()))
        packages = [_place(name) for name in wanted]
        paths = dict.fromkeys(str(path.parent) for path in packages)
        libraries = (path.with_name(f"{path.name}.libs") for path in packages)
        return Program(
            command=(str(await sandbox.python()), "-I", "-S", "-B", "-X", "utf8", "-c", _BEGIN, str(_ROOT), *paths),
            folders=(
                *(_ROOT / path for path in _SEEN_OF_US), *packages, *(path for path in libraries if path.is_dir())
            ),
            environment={"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"},
            memory_bytes=self._card.memory_mb << 20,
            line_bytes=_LONGEST_LINE,
        )  # fmt: skip


class BroughtModels:
    """The models of one process, by name."""

    def __init__(self, sandbox: Sandbox | None, fetch: Fetch, tally: Tally) -> None:
        self._sandbox, self._fetch, self._tally = sandbox, fetch, tally
        self._lineups: Mapping[str, BroughtLineup] = {}
        self._models: dict[tuple[str, str], BroughtModel] = {}
        self._known: OrderedDict[tuple[str, str, bytes], float] = OrderedDict()

    @property
    def names(self) -> frozenset[str]:
        """The models that policies can name."""
        return frozenset(self._lineups)

    async def put_up(self, lineups: Mapping[str, BroughtLineup], cards: Mapping[tuple[str, str], ModelCard]) -> None:
        """Have these versions read texts from now on, and end the processes of the others."""
        self._lineups = lineups
        used = {
            (name, version)
            for name, one in lineups.items()
            for version in (one.active, one.trial, one.shadow)
            if version is not None
        }
        unused = [self._models.pop(key) for key in self._models.keys() - used]
        for name, version in used - self._models.keys():
            card = cards[name, version]
            self._models[name, version] = BroughtModel(self._sandbox, card, self._files_of(name, version))
        await asyncio.gather(*(one.retire() for one in unused))

    async def read(self, name: str, text: str, stage: Stage) -> ModelReading:
        """Return what a model says of a text; never raises for what the model does."""
        lineup = self._lineups.get(name)
        if lineup is None:
            return ModelReading(1.0, name, "there is no such model any more")
        deciding = lineup.deciding(text)
        reading = await self._read(name, deciding, text)
        if lineup.shadow is not None:
            beside = await self._read(name, lineup.shadow, text)
            if not reading.failure and not beside.failure:
                told = beside.version, {name: beside.score}
                self._tally.add(reading.version, str(stage), {name: reading.score}, told)
        elif lineup.trial is not None and not reading.failure:
            self._tally.add(reading.version, str(stage), {name: reading.score}, ("", {}))
        return reading

    async def try_out(self, package: Package) -> None:
        """See whether a package can be loaded and says something.

        Raises:
            PackageInvalid: it cannot, or does not; says why.
        """

        async def files() -> Mapping[str, bytes]:
            return package.files

        tried = BroughtModel(self._sandbox, package.card, files)
        try:
            for text in ("Good morning.", ""):
                await tried.score(text)
        except ModelFailed as error:
            raise PackageInvalid(f"The model does not work here: {error}.") from error
        finally:
            await tried.retire()

    async def aclose(self) -> None:
        """End all processes."""
        await asyncio.gather(*(one.retire() for one in self._models.values()))
        self._models.clear()

    async def _read(self, name: str, version: str, text: str) -> ModelReading:
        shown = f"{name} {version}"
        key = (name, version, sha256(text.encode("utf-8", "surrogatepass")).digest())
        if (known := self._known.get(key)) is not None:
            self._known.move_to_end(key)
            return ModelReading(known, shown)
        model = self._models.get((name, version))
        if model is None:
            return ModelReading(1.0, shown, "it was taken out of use")
        try:
            score = await model.score(text)
        except ModelFailed as error:
            _log.warning("a guardrail model failed", extra={"model": shown, "why": str(error)[:300]})
            return ModelReading(1.0, shown, str(error))
        self._known[key] = score
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return ModelReading(score, shown)

    def _files_of(self, name: str, version: str) -> Callable[[], Awaitable[Mapping[str, bytes]]]:
        return lambda: self._fetch(name, version)


class _ProcessEnded(Exception):
    """A process ended before it answered."""


async def _said(program: RunningProgram) -> dict[str, Any]:
    line = await program.line()
    if line is None:
        raise _ProcessEnded("its process has ended")
    with contextlib.suppress(orjson.JSONDecodeError):
        if isinstance(said := orjson.loads(line), dict):
            return said
    raise ValueError("it said what is no JSON object")


def _place(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    for folder in spec.submodule_search_locations or () if spec else ():
        return Path(folder)
    raise PackageInvalid(f"{package} is not installed here: install requirements/guardrail-models.txt with --no-deps")
