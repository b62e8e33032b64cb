"""Proofs out of stored hashes (RFC 9162 §2.1.3 and §2.1.4). Standard library and the verifier's hashing only.

What is stored of a tree: every leaf's hash, and the roots of its complete subtrees of 256, 65,536, … leaves. Whatever
else a proof needs is at most 255 hashes away from those.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from charter.audit.verifier import BLOCK, EMPTY_ROOT, Frontier, node_hash

LEVEL_BITS = BLOCK.bit_length() - 1
"""Hashes are stored at levels 0, 8, 16, …: a block has 256 of them."""

ReadHashes = Callable[[int, int, int], Awaitable[list[bytes]]]
"""(level, first, count) to the stored hashes of that level, in their order."""


class ProofBuilder:
    """Makes proofs for one tree; each subtree it needs is read and hashed once."""

    def __init__(self, read: ReadHashes) -> None:
        self._read = read
        self._known: dict[tuple[int, int], bytes] = {}

    async def inclusion(self, index: int, size: int) -> list[bytes]:
        """Return the audit path of the leaf at ``index`` in the tree of ``size`` leaves.

        Raises:
            ValueError: there is no such leaf.
        """
        if not 0 <= index < size:
            raise ValueError(f"A tree of {size} leaves has none at {index}.")
        path: list[bytes] = []
        start, end = 0, size
        while end - start > 1:
            middle = start + _largest_power_below(end - start)
            if index < middle:
                path.append(await self.range_root(middle, end))
                end = middle
            else:
                path.append(await self.range_root(start, middle))
                start = middle
        return path[::-1]

    async def consistency(self, first: int, second: int) -> list[bytes]:
        """Return the proof that the tree of ``first`` leaves is the beginning of that of ``second``.

        Raises:
            ValueError: ``first`` is larger.
        """
        if not 0 <= first <= second:
            raise ValueError(f"A tree of {first} leaves cannot be the beginning of one of {second}.")
        if first in {0, second}:
            return []
        path: list[bytes] = []
        start, end, whole = 0, second, True
        while first != end:
            middle = start + _largest_power_below(end - start)
            if first <= middle:
                path.append(await self.range_root(middle, end))
                end = middle
            else:
                path.append(await self.range_root(start, middle))
                start, whole = middle, False
        if not whole:
            path.append(await self.range_root(start, end))
        return path[::-1]

    async def range_root(self, start: int, end: int) -> bytes:
        """Return the root over leaves ``start`` to ``end``, where ``start`` begins a subtree of the tree."""
        if start == end:
            return EMPTY_ROOT
        size = end - start
        if size & (size - 1) == 0:
            return await self._subtree(size.bit_length() - 1, start // size)
        middle = start + _largest_power_below(size)
        return node_hash(await self.range_root(start, middle), await self.range_root(middle, end))

    async def _subtree(self, height: int, index: int) -> bytes:
        """Return the root of a complete subtree of 2^height leaves."""
        if (height, index) not in self._known:
            level = height - height % LEVEL_BITS
            if height == level:
                # The whole block around it is read: its neighbours are what a proof asks for next.
                first = index - index % BLOCK
                for offset, each in enumerate(await self._read(level, first, BLOCK)):
                    self._known[level, first + offset] = each
            else:
                left = await self._subtree(height - 1, 2 * index)
                self._known[height, index] = node_hash(left, await self._subtree(height - 1, 2 * index + 1))
        return self._known[height, index]


def _largest_power_below(number: int) -> int:
    """Return the largest power of two smaller than ``number`` (k in RFC 9162 §2.1.1)."""
    return 1 << ((number - 1).bit_length() - 1)


class GrowingTree(Frontier):
    """A frontier that keeps the roots of the blocks it completes, until they are stored."""

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        super().__init__(size, hashes)
        self.completed: list[tuple[int, int, bytes]] = []
        """(level, number, hash) of each complete block since the tree was read."""

    def append(self, leaf: bytes) -> None:
        """Add the hash of one leaf."""
        if (self.size + 1) % BLOCK:
            super().append(leaf)
            return
        height, number = 0, self.size
        while number & 1:
            leaf = node_hash(self.hashes.pop(), leaf)
            height, number = height + 1, number >> 1
            if height % LEVEL_BITS == 0:
                self.completed.append((height, number, leaf))
        self.hashes.append(leaf)
        self.size += 1
