"""Keeps one process's models as the database says, and writes down what comparing versions shows."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from charter.core.db import Database, Listener, is_outage
from charter.core.settings import Settings
from charter.core.telemetry import logs
from charter.guardrails.checking import Checker
from charter.guardrails.classifiers import Classifiers
from charter.guardrails.lineup import BroughtLineup, Lineup
from charter.guardrails.models import GuardrailModelLineup
from charter.guardrails.packages import (
    OWN_NAME,
    ModelCard,
    ModelKind,
    Package,
    PackageInvalid,
    digest,
    load_classifiers,
    read_files,
    write_files,
)
from charter.guardrails.repository import MODELS_CHANGED, ModelRepository
from charter.guardrails.service.brought import BroughtModels
from charter.guardrails.service.guards import checker
from charter.sandbox.sandbox import Sandbox

_log = logs.get(__name__)
_POLL_S = 1.0
_FOLDER = "guardrail-models"

_Known = tuple[tuple[object, ...], ...]


class ModelKeeper:
    """One process's versions of models. What cannot be loaded leaves the ones before in use."""

    def __init__(
        self, settings: Settings, database: Database, sandbox: Sandbox | None, checks: Checker | None = None
    ) -> None:
        self._database = database
        self._folder = settings.data_dir / _FOLDER
        self._checker = checks or checker()
        self._loaded: dict[str, Classifiers] = {}
        self.brought = BroughtModels(sandbox, self._files, self._checker.tally)
        self._changed = asyncio.Event()
        self._known: _Known = ()

    def listen(self, listener: Listener) -> None:
        """Look at once whenever some process changed something."""
        listener.subscribe(MODELS_CHANGED, lambda _: self._changed.set())

    async def refresh(self) -> None:
        """Put up the versions that the database says by now."""
        async with self._database.system_session(reason="read which guardrail models are in use") as db:
            lineups = await ModelRepository(db).lineups()
        seen = tuple((one.model, one.active, one.trial, one.share_percent, one.shadow) for one in lineups)
        if seen == self._known:
            return
        by_model = {one.model: one for one in lineups}
        await self._put_up(by_model.pop(OWN_NAME, GuardrailModelLineup(model=OWN_NAME, share_percent=0)))
        await self._put_up_brought([one for one in by_model.values() if one.active is not None])
        self._known = seen

    @property
    def names(self) -> frozenset[str]:
        """The operator's models that policies can name."""
        return self.brought.names

    async def try_out(self, package: Package) -> None:
        """See whether a model that the operator brings works here.

        Raises:
            PackageInvalid: it does not; says why.
        """
        if package.card.kind is not ModelKind.CLASSIFIERS:
            await self.brought.try_out(package)

    async def aclose(self) -> None:
        """End the processes of models."""
        await self.brought.aclose()

    async def write_down(self) -> None:
        """Add what was counted to what all processes counted."""
        if not (taken := self._checker.tally.take()):
            return
        try:
            async with self._database.system_session(reason="count what guardrail models say") as db:
                await ModelRepository(db).add_scores(taken)
        except BaseException:
            self._checker.tally.put_back(taken)
            raise

    async def run(self) -> None:
        """Follow the database, and write down what is counted. For ever."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_POLL_S):
                    await self._changed.wait()
            self._changed.clear()
            try:
                await self.refresh()
                await self.write_down()
            except Exception as error:
                if not is_outage(error):
                    raise
                _log.warning(
                    "guardrails: the database does not answer; the models stay", extra={"why": str(error)[:200]}
                )

    async def _put_up(self, wanted: GuardrailModelLineup) -> None:
        own = self._checker.own
        try:
            active = own if wanted.active is None else await self._of(wanted.model, wanted.active)
            trial = None if wanted.trial is None else await self._of(wanted.model, wanted.trial)
            beside = None if wanted.shadow is None else await self._of(wanted.model, wanted.shadow)
        except PackageInvalid as error:
            _log.error("guardrails: a model cannot be used; the one before stays", extra={"why": str(error)})
            return
        self._checker.put_up(Lineup(active, trial, wanted.share_percent, beside))
        used = {one.version for one in (active, trial, beside) if one is not None}
        self._loaded = {version: one for version, one in self._loaded.items() if version in used}
        _log.info("guardrails: models in use", extra={"active": active.version, "versions": sorted(used)})

    async def _put_up_brought(self, wanted: list[GuardrailModelLineup]) -> None:
        """Put up the operator's models; one whose card is not of this release is left out, and fails where named."""
        async with self._database.system_session(reason="read the cards of guardrail models") as db:
            rows = [row for row in await ModelRepository(db).versions() if row.model != OWN_NAME]
        cards: dict[tuple[str, str], ModelCard] = {}
        for row in rows:
            try:
                cards[row.model, row.version] = ModelCard.model_validate(row.card)
            except ValidationError as error:
                _log.error("guardrails: a model has an odd card", extra={"model": row.model, "why": str(error)[:300]})
        lineups = {}
        for one in wanted:
            trial, shadow = (name if (one.model, name) in cards else None for name in (one.trial, one.shadow))
            if one.active is not None and (one.model, one.active) in cards:
                lineups[one.model] = BroughtLineup(one.active, trial, one.share_percent, shadow)
        await self.brought.put_up(lineups, cards)

    async def _files(self, model: str, version: str) -> Mapping[str, bytes]:
        return await asyncio.to_thread(read_files, await self.fetched(model, version))

    async def _of(self, model: str, version: str) -> Classifiers:
        if version not in self._loaded:
            self._loaded[version] = await asyncio.to_thread(load_classifiers, await self.fetched(model, version))
        return self._loaded[version]

    async def fetched(self, model: str, version: str) -> Path:
        """Return the folder of a version on this machine, fetched from the database if need be.

        Raises:
            PackageInvalid: it is not there any more, or not as it was installed.
        """
        async with self._database.system_session(reason="fetch a guardrail model") as db:
            repository = ModelRepository(db)
            row = await repository.version(model, version)
            if row is None:
                raise PackageInvalid(f"{model} {version} is not installed.")
            folder = self._folder / row.sha256
            if digest(await asyncio.to_thread(read_files, folder)) == row.sha256:
                return folder
            files = await repository.files(row.id)
        await asyncio.to_thread(write_files, files, folder)
        if digest(await asyncio.to_thread(read_files, folder)) != row.sha256:
            raise PackageInvalid(f"{model} {version} is not as it was installed; remove {folder} or install it again.")
        return folder
