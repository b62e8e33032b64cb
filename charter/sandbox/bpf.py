"""A small assembler of classic BPF, as seccomp takes it (Linux ``Documentation/userspace-api/seccomp_filter.rst``)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
JUMP_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
JUMP_AT_LEAST = 0x35  # BPF_JMP | BPF_JGE | BPF_K
JUMP_ANY_BIT = 0x45  # BPF_JMP | BPF_JSET | BPF_K
RETURN = 0x06  # BPF_RET | BPF_K

# Offsets in struct seccomp_data, on little-endian machines.
NUMBER, ARCHITECTURE = 0, 4


def low_half_of_argument(index: int) -> int:
    """Return the offset of the low 32 bits of a system call's argument."""
    return 16 + 8 * index


@dataclass
class Program:
    """Instructions whose jumps name labels; a label may only be ahead of its jumps, as BPF wants it."""

    _code: list[tuple[int, int, str | None, str | None]] = field(default_factory=list)
    _labels: dict[str, int] = field(default_factory=dict)

    def load(self, offset: int) -> None:
        """Load 32 bits of what the filter is asked about."""
        self._code.append((LOAD, offset, None, None))

    def jump(self, test: int, value: int, *, to: str | None = None, otherwise: str | None = None) -> None:
        """Compare what is loaded and go on at a label; without one, with the next instruction."""
        self._code.append((test, value, to, otherwise))

    def answer(self, action: int) -> None:
        """End with an action."""
        self._code.append((RETURN, action, None, None))

    def label(self, name: str) -> None:
        """Name the next instruction."""
        self._labels[name] = len(self._code)

    def assembled(self) -> bytes:
        """Return the program as ``struct sock_filter[]``.

        Raises:
            ValueError: a jump is too far (255 instructions) or goes back.
        """
        return b"".join(
            struct.pack("=HBBI", code, self._offset(at, to), self._offset(at, otherwise), value & 0xFFFFFFFF)
            for at, (code, value, to, otherwise) in enumerate(self._code)
        )

    def _offset(self, at: int, label: str | None) -> int:
        if label is None:
            return 0
        distance = self._labels[label] - at - 1
        if not 0 <= distance <= 255:
            raise ValueError(f"the jump to {label} from instruction {at} is {distance} instructions long")
        return distance
