"""Weights as a file that every process maps and none copies."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from struct import pack
from typing import Any
from zipfile import ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

_ALIGNED_TO = 64
_LOCAL_HEADER, _EXTRA_HEADER, _ALIGNMENT = 30, 4, 0xD935  # of a member of a zip: APPNOTE.TXT 4.3.7, 4.5; zipalign's


def write(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write an uncompressed ``.npz`` in which each array begins where a processor may read its numbers in place."""
    with path.open("wb") as file, ZipFile(file, "w") as packed:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, np.ascontiguousarray(array), version=(1, 0))
            member = ZipInfo(f"{name}.npy")
            begins = file.tell() + _LOCAL_HEADER + len(member.filename) + _EXTRA_HEADER
            padding = -begins % _ALIGNED_TO
            member.extra = pack("<HH", _ALIGNMENT, padding) + bytes(padding)
            packed.writestr(member, content.getvalue())
