"""Checks an exported audit log without Charter, its database or the network.

Runs as ``charter audit verify`` and as a single file (``python verifier.py BUNDLE``) with nothing but ``cryptography``
beside the standard library; therefore it imports no other part of Charter, and the rest of Charter takes its hashing
and its formats from here. Follows RFC 9162 §2.1 (Merkle trees) and C2SP signed-note, tlog-checkpoint, tlog-cosignature.

Exit codes: 0 everything holds, 1 something was changed (the first bad record is named), 2 wrong usage or no bundle.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import hmac
import io
import json
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

BUNDLE_FORMAT = "charter-audit-bundle/1"
KEY_CHANGED = "audit_log.key_changed"  # the action of the entry that tells of it, first after the change
BLOCK = 256  # leaves whose common hash is stored
_BLOCK_HEIGHT, _HASH_BYTES = 8, 32
ED25519, COSIGNATURE = 0x01, 0x04  # signature types, C2SP signed-note
_DASH = "\u2014"


# Hashes and trees (RFC 9162 §2.1)


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256 of 0x00 and the data."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256 of 0x01 and both children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


_sha256 = hashlib.sha256  # looked up once: this is done for every record
EMPTY_ROOT = hashlib.sha256().digest()


class Frontier:
    """The roots of the complete subtrees of a growing tree, largest first: all that appending needs.

    There is one for each bit set in the size, so a tree of a million leaves has a frontier of at most 20 hashes.
    """

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.hashes = list(hashes)
        if len(self.hashes) != size.bit_count():
            raise ValueError(f"A tree of {size} leaves has {size.bit_count()} complete subtrees.")

    def append(self, leaf: bytes) -> bytes | None:
        """Add the hash of one leaf; returns the hash of the block of 256 that it completes, if any."""
        hashes, size, height, block = self.hashes, self.size, 0, None
        while size & 1:
            leaf = _sha256(b"\x01" + hashes.pop() + leaf).digest()
            size >>= 1
            height += 1
            if height == _BLOCK_HEIGHT:
                block = leaf
        hashes.append(leaf)
        self.size += 1
        return block

    def root(self) -> bytes:
        """Return the root of the tree as it is now."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """True when the proof shows that ``leaf`` is at ``index`` in the tree of ``size`` with this root (§2.1.3.2)."""
    if not 0 <= index < size:
        return False
    fn, sn, computed = index, size - 1, leaf
    for sibling in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            computed = node_hash(sibling, computed)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            computed = node_hash(computed, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and hmac.compare_digest(computed, root)


def verify_consistency(first: int, second: int, proof: Sequence[bytes], old: bytes, new: bytes) -> bool:
    """True when the proof shows that the tree of ``first`` leaves is the beginning of that of ``second`` (§2.1.4.2)."""
    if first == second:
        return not proof and hmac.compare_digest(old, new)
    if first == 0:
        return not proof and hmac.compare_digest(old, EMPTY_ROOT)
    path = list(proof) if first & (first - 1) else [old, *proof]
    if not 0 < first < second or not path:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    left = right = path[0]
    for sibling in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            left, right = node_hash(sibling, left), node_hash(sibling, right)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            right = node_hash(right, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and hmac.compare_digest(left, old) and hmac.compare_digest(right, new)


# Personal values: committed to in the leaf, kept beside it (so that they can be erased)


def commitment(salt: str, path: str, value: str) -> str:
    """Return what stands in a leaf instead of a personal value: an HMAC under a salt that is erased with the value."""
    digest = hmac.digest(salt.encode(), f"{path}\0{value}".encode(), "sha256")
    return "hmac-sha256:" + digest.hex()


# Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature)


class Malformed(ValueError):
    """A note, key or bundle is not of its format."""


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed(f"not base64: {text[:80]}") from error


@dataclass(frozen=True)
class VerifierKey:
    """A public key with its name: ``NAME+KEYID+BASE64(TYPE || KEY)``."""

    name: str
    kind: int
    public: bytes

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a key in the format of C2SP signed-note."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        material = _decode(encoded)
        if not name or len(material) != 33 or material[0] not in {ED25519, COSIGNATURE}:
            raise Malformed(f"not a verifier key: {text[:80]}")
        key = cls(name, material[0], material[1:])
        if key.id.hex() != key_id:
            raise Malformed(f"the id in the verifier key of {name} is not that of its key")
        return key

    @property
    def id(self) -> bytes:
        """The first four bytes of the hash of name, type and key."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"

    def verifies(self, signature: bytes, body: str) -> bool:
        """True when the signature (its key id included) is this key's over the note's body."""
        if signature[:4] != self.id:
            return False
        message, signed = body.encode(), signature[4:]
        if self.kind == COSIGNATURE:
            if len(signed) != 72:
                return False
            moment, signed = int.from_bytes(signed[:8], "big"), signed[8:]
            message = f"cosignature/v1\ntime {moment}\n".encode() + message
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signed, message)
        except InvalidSignature:
            return False
        return True


_KEY_CHANGE = "charter-audit-key-change/1"


@dataclass(frozen=True)
class KeyChange:
    """Says that a log of more than ``size`` entries is signed by another key than before; both keys sign that.

    So whoever trusts either key can tell which is in force at each size, and nobody can slip a key in who has neither.
    """

    old: VerifierKey
    new: VerifierKey
    size: int
    by_old: bytes = b""
    by_new: bytes = b""

    @property
    def statement(self) -> str:
        """The text that is signed."""
        return f"{_KEY_CHANGE}\n{self.size}\n{self.old}\n{self.new}\n"

    @classmethod
    def parse(cls, statement: str, by_old: bytes, by_new: bytes) -> Self:
        """Read a statement; its signatures are not checked yet."""
        head, size, old, new = [*statement.split("\n"), "", "", ""][:4]
        change = cls(VerifierKey.parse(old), VerifierKey.parse(new), int(size), by_old, by_new)
        if head != _KEY_CHANGE or change.statement != statement or change.old.name != change.new.name:
            raise Malformed(f"not a change of a key: {statement[:80]!r}")
        return change

    def holds(self) -> bool:
        """True when both keys signed it."""
        message = self.statement.encode()
        try:
            Ed25519PublicKey.from_public_bytes(self.old.public).verify(self.by_old, message)
            Ed25519PublicKey.from_public_bytes(self.new.public).verify(self.by_new, message)
        except InvalidSignature:
            return False
        return True

    def document(self) -> dict[str, str]:
        """Return the change as it stands in a bundle."""
        return {
            "statement": self.statement,
            "by_old": base64.b64encode(self.by_old).decode(),
            "by_new": base64.b64encode(self.by_new).decode(),
        }


class KeyHistory:
    """Which key signs one log at each size: the newest, and those before it."""

    def __init__(self, newest: VerifierKey, changes: Sequence[KeyChange] = ()) -> None:
        self._newest = newest
        self._changes = sorted(changes, key=lambda each: each.size)

    @property
    def keys(self) -> list[VerifierKey]:
        """All keys, oldest first."""
        return [*(each.old for each in self._changes), self._newest]

    @property
    def changes(self) -> list[KeyChange]:
        """The changes, oldest first."""
        return self._changes

    def at(self, size: int) -> VerifierKey:
        """Return the key that signs the log of this size."""
        return next((each.old for each in self._changes if size <= each.size), self._newest)

    def flaw(self) -> str | None:
        """Return what is wrong with the changes; None when each key was followed by the next as both say."""
        after, size = self.keys[1:], -1
        for change, following in zip(self._changes, after, strict=True):
            if not change.holds():
                return f"the change of the signing key at size {change.size} is not signed by the keys before and after"
            if change.new != following or change.size <= size:
                return f"the changes of the signing key do not follow on each other at size {change.size}"
            size = change.size
        return None


@dataclass(frozen=True)
class Checkpoint:
    """A signed size and root of a log."""

    origin: str
    size: int
    root: bytes
    signatures: tuple[tuple[str, bytes], ...] = ()

    @property
    def body(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @property
    def note(self) -> str:
        """The whole note, signatures included."""
        lines = [f"{_DASH} {name} {base64.b64encode(signature).decode()}\n" for name, signature in self.signatures]
        return f"{self.body}\n{''.join(lines)}"

    @classmethod
    def parse(cls, note: str) -> Self:
        """Read a note; its signatures are not checked yet."""
        body, separator, tail = note.partition("\n\n")
        lines = body.split("\n")
        if not separator or len(lines) != 3 or not lines[1].isdigit() or str(int(lines[1])) != lines[1]:
            raise Malformed(f"not a checkpoint: {note[:80]!r}")
        root = _decode(lines[2])
        signatures = []
        for line in tail.splitlines():
            dash, name, encoded = [*line.split(" "), "", "", ""][:3]
            if dash != _DASH or not name or len(_decode(encoded)) < 5:
                raise Malformed(f"not a signature line: {line[:80]!r}")
            signatures.append((name, _decode(encoded)))
        return cls(lines[0], int(lines[1]), root, tuple(signatures))

    def signed_by(self, key: VerifierKey) -> bool:
        """True when one of the signatures is this key's."""
        return any(name == key.name and key.verifies(signature, self.body) for name, signature in self.signatures)


# Bundles


@dataclass
class Finding:
    """One thing that does not hold; ``first`` to ``last`` are the numbers of the records that it can be."""

    what: str
    first: int | None = None
    last: int | None = None


@dataclass
class Verdict:
    """What the verification found; good when there are no findings."""

    origin: str = ""
    size: int = 0
    root: str = ""
    entries: int = 0
    erased: int = 0
    pruned: int = 0
    checkpoints: int = 0
    witnessed: bool | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """True when everything holds."""
        return not self.findings

    @property
    def first_bad(self) -> Finding | None:
        """The finding of the earliest record, or the first one that is of none."""
        placed = [finding for finding in self.findings if finding.first is not None]
        return min(placed, key=lambda finding: (finding.first, finding.last), default=next(iter(self.findings), None))

    def document(self) -> dict[str, Any]:
        """Return the verdict for programs."""
        first = self.first_bad
        return {**vars(self), "good": self.good, "findings": [vars(each) for each in self.findings],
                "first_bad": vars(first) if first else None}  # fmt: skip


_ENTRY_PREFIX, _REST_PREFIX = '{"entry":', ',"seq":'
_ENTRY_BYTES, _REST_BYTES = _ENTRY_PREFIX.encode(), _REST_PREFIX.encode()


class BundleVerifier:
    """Reads a bundle once, line by line, with a frontier as its only state.

    Args:
        keys: keys that are trusted to sign; empty trusts the bundle's own (which proves less, and is said).
        previous: checkpoints of this log that were seen before, from a witness or an earlier export.
        witnesses: keys of witnesses, one of whose cosignatures the newest global checkpoint must carry.
    """

    def __init__(
        self,
        *,
        keys: Sequence[VerifierKey] = (),
        previous: Sequence[Checkpoint] = (),
        witnesses: Sequence[VerifierKey] = (),
    ) -> None:
        self._trusted = {key.name: key for key in keys}
        self._keys: dict[str, KeyHistory] = {key.name: KeyHistory(key) for key in keys}
        self._unseen_changes: dict[int, KeyChange] = {}
        self._previous = list(previous)
        self._witnesses = list(witnesses)
        self._expected: dict[int, bytes] = {}
        self._bundled: frozenset[int] = frozenset()
        self._good_until = 0
        self._suspect: tuple[int, int] | None = None
        self._blocks: dict[int, bytes] = {}
        self._frontier = Frontier()
        self._line_number, self._ended = 1, False
        self._broken = False
        self._newest: Checkpoint | None = None
        self._complete = True
        self.verdict = Verdict()

    def verify(self, lines: Iterable[str]) -> Verdict:
        """Return the verdict on a bundle's lines."""
        iterator = iter(lines)
        self._begin(next(iterator, ""))
        self._read(iterator)
        self._close()
        return self.verdict

    def verify_file(self, path: Path, *, processes: int | None = None) -> Verdict:
        """Return the verdict on a bundle in a file: stretches of a whole log are looked at side by side.

        Args:
            processes: how many at most; by default as many as there are processors, one for a small file.

        Raises:
            Malformed: it is no bundle at all.
            OSError: it cannot be read.
        """
        with path.open("rb") as file:
            self._begin(_text(file.readline()))
            start = file.tell()
        size = path.stat().st_size
        if processes is None:
            processes = min(os.cpu_count() or 1, 8) if size > _WORTH_PROCESSES_BYTES else 1
        with path.open("rb") as file, _stretches(path, start, size, self._special(), processes) as stretches:
            for stretch in stretches:
                if self._complete and not self._broken and stretch.first == self._frontier.size:
                    self._take(stretch)
                else:  # something in it is not as it should be, or not for a machine alone: line by line
                    file.seek(stretch.start)
                    self._read(_text(line) for line in io.BytesIO(file.read(stretch.length)))
        self._close()
        return self.verdict

    def _begin(self, line: str) -> None:
        try:
            self._header(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise Malformed(f"this is no bundle of the format {BUNDLE_FORMAT}: {error}") from error

    def _read(self, lines: Iterable[str]) -> None:
        """Check lines one by one."""
        for line in lines:
            self._line_number += 1
            try:
                self._ended = self._line(line.rstrip("\n")) or self._ended
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                if line.startswith(_ENTRY_PREFIX):
                    self._find(f"line {self._line_number} cannot be read ({error})", self._frontier.size)
                    self._broken = True
                else:
                    self._find(f"line {self._line_number} cannot be read ({error})")

    def _special(self) -> frozenset[int]:
        """Return the numbers of records that say something to the verifier."""
        return frozenset(self._unseen_changes)

    def _take(self, stretch: _Stretch) -> None:
        """Take records that were found to be what their hashes say, in their order."""
        count = len(stretch.leaves) // _HASH_BYTES
        self._line_number += count
        self.verdict.entries += count
        self.verdict.erased += stretch.erased
        for at in range(0, len(stretch.leaves), _HASH_BYTES):
            if self._broken:
                return
            self._append(stretch.leaves[at : at + _HASH_BYTES])

    def _header(self, header: dict[str, Any]) -> None:
        if header.get("format") != BUNDLE_FORMAT:
            raise Malformed("another format")
        self.verdict.origin = header["origin"]
        self._complete = header["complete"]
        self._know_keys(header)
        for note in header["checkpoints"]:
            try:
                self._add(Checkpoint.parse(note))
            except Malformed as error:
                self._find(f"a checkpoint cannot be read: {error}")
        self._bundled = frozenset(self._expected)
        agreed = 0
        for checkpoint in sorted(self._previous, key=lambda each: each.size):
            agreed = self._compare(checkpoint, agreed)
        blocks = header.get("blocks", [])
        self._blocks = {number: _decode(text) for number, text in enumerate(blocks)}
        if self._newest is None:
            self._find("the bundle has no checkpoint: nothing is signed")
        else:
            self.verdict.size, self.verdict.root = self._newest.size, self._newest.root.hex()
        self._anchor(header.get("anchor"))

    def _know_keys(self, header: dict[str, Any]) -> None:
        """Take the bundle's keys: a trusted one must be among them, and each change from one to the next must hold."""
        changes = [
            KeyChange.parse(each["statement"], _decode(each["by_old"]), _decode(each["by_new"]))
            for each in header.get("key_changes", [])
        ]
        for text in header["keys"]:
            key = VerifierKey.parse(text)
            history = KeyHistory(key, [each for each in changes if each.new.name == key.name])
            flaw = history.flaw()
            if self._trusted.get(key.name, key) not in history.keys:
                flaw = f"the bundle's key of {key.name} is not the trusted one"
            if flaw:
                self._find(flaw)
            else:
                self._keys[key.name] = history
        own = self._keys.get(self.verdict.origin)
        self._unseen_changes = {each.size: each for each in own.changes} if own else {}

    def _key(self, checkpoint: Checkpoint) -> VerifierKey | None:
        history = self._keys.get(checkpoint.origin)
        return history.at(checkpoint.size) if history else None

    def _add(self, checkpoint: Checkpoint) -> None:
        """Take one of the bundle's checkpoints as what the tree must be at its size."""
        if not self._is_signed(checkpoint, "checkpoint"):
            return
        if self._expected.setdefault(checkpoint.size, checkpoint.root) != checkpoint.root:
            self._find(f"two signed checkpoints of size {checkpoint.size} differ", 0, checkpoint.size - 1)
        if self._newest is None or checkpoint.size > self._newest.size:
            self._newest = checkpoint

    def _compare(self, checkpoint: Checkpoint, agreed: int) -> int:
        """Hold a checkpoint that was seen before against the bundle's.

        Args:
            agreed: up to which size both are known to be the same.

        Returns:
            The same, with this checkpoint.
        """
        newest = self._newest.size if self._newest else 0
        size = checkpoint.size
        if not self._is_signed(checkpoint, "previous checkpoint"):
            return agreed
        if size > newest:
            what = "an older state was put back, or its end was cut off"
            self._find(f"the log had {size} records and now has {newest}: {what}", newest, size - 1)
        elif self._expected.setdefault(size, checkpoint.root) != checkpoint.root:
            self._find(f"two signed checkpoints of size {size} differ: the log was forked", agreed, size - 1)
        elif size in self._bundled:
            return size
        return agreed

    def _is_signed(self, checkpoint: Checkpoint, what: str) -> bool:
        self.verdict.checkpoints += 1
        key = self._key(checkpoint)
        if checkpoint.origin != self.verdict.origin:
            self._find(f"a {what} is of another log, {checkpoint.origin}")
        elif key is None or not checkpoint.signed_by(key):
            self._find(f"the {what} of size {checkpoint.size} is not signed by the log's key", 0, checkpoint.size - 1)
        else:
            return True
        return False

    def _anchor(self, anchor: dict[str, Any] | None) -> None:
        """Check that the global log holds this log's root, and that a witness has seen the global log."""
        if anchor is None:
            if self._witnesses:
                self.verdict.witnessed = False
                self._find("no witnessed checkpoint of the installation's log is in the bundle")
            return
        overall = Checkpoint.parse(anchor["checkpoint"])
        key = self._key(overall)
        if key is None or not overall.signed_by(key):
            self._find("the checkpoint of the installation's log is not signed by its key")
        proof = [_decode(text) for text in anchor["proof"]]
        leaf = leaf_hash(anchor["entry"].encode())
        if not verify_inclusion(leaf, anchor["seq"], overall.size, proof, overall.root):
            self._find("the proof that the installation's log holds this log's root does not hold")
        stated = json.loads(anchor["entry"])["after"]
        root = self._expected.get(stated["size"])
        if stated["origin"] != self.verdict.origin or root is None or root != _decode(stated["root"]):
            self._find(f"the installation's log holds another root for size {stated['size']}")
        if self._witnesses:
            self.verdict.witnessed = any(overall.signed_by(witness) for witness in self._witnesses)
            if not self.verdict.witnessed:
                self._find("the checkpoint of the installation's log carries no cosignature of the given witnesses")

    def _line(self, line: str) -> bool:
        """Check one line; True when it is the last one."""
        if line.startswith(_ENTRY_PREFIX):
            # The entry stands in the line exactly as it was hashed: nothing is serialised anew. Inside a text the
            # quotes of what begins the rest would be escaped, so its last occurrence is where the entry ends.
            end = line.rindex(_REST_PREFIX)
            text = line[len(_ENTRY_PREFIX) : end]
            self._record(json.loads("{" + line[end + 1 :]), leaf_hash(text.encode()), text)
            return False
        item = json.loads(line)
        if "pruned" in item:
            self.verdict.pruned += 1
            self._record(item, _decode(item["pruned"]), None)
            return False
        if item.get("end") is not True:
            raise Malformed("neither an entry nor the end")
        if item["records"] != self.verdict.entries:
            self._find(f"the bundle ends with {item['records']} records and has {self.verdict.entries}")
        return True

    def _record(self, item: dict[str, Any], leaf: bytes, text: str | None) -> None:
        seq = item["seq"]
        self.verdict.entries += 1
        if seq in self._unseen_changes:
            self._look_for_change(seq, text)
        if text is not None and item["leaf"] != binascii.b2a_base64(leaf, newline=False).decode():
            self._find(f"record {seq} was edited: it is not what its hash says", seq)
            leaf = _decode(item["leaf"])  # whether the hashes are as they were signed is a question of its own
        if text is not None:
            self._check_personal(item.get("personal", {}), text, seq)
        if not self._complete:
            self._proven(item, leaf, seq)
        elif seq != self._frontier.size:
            if not self._broken:
                first, last = sorted((self._frontier.size, seq))
                gap = seq > self._frontier.size
                what = f"record {first} is missing" if gap else f"record {seq} comes twice or out of order"
                self._find(what, first, max(first, last - 1))
            self._broken = True
        elif not self._broken:
            self._append(leaf)

    def _check_personal(self, personal: dict[str, Any], text: str, seq: int) -> None:
        for path, kept in personal.items():
            if isinstance(kept, str):
                self.verdict.erased += 1
                if kept not in text:
                    self._find(f"record {seq}: the mark of the erased {path} is not in the record", seq)
            elif commitment(kept[0], path, kept[1]) not in text:
                self._find(f"record {seq}: {path} is not the value that was recorded", seq)

    def _look_for_change(self, seq: int, text: str | None) -> None:
        """The entry after a change of the key must tell of it; past its retention it cannot be read."""
        entry = json.loads(text) if text is not None else None
        stated = entry and (entry["action"], (entry["after"] or {}).get("statement"))
        if stated in {None, (KEY_CHANGED, self._unseen_changes[seq].statement)}:
            del self._unseen_changes[seq]

    def _proven(self, item: dict[str, Any], leaf: bytes, seq: int) -> None:
        newest = self._newest
        proof = [_decode(text) for text in item["proof"]]
        if newest is not None and not verify_inclusion(leaf, seq, newest.size, proof, newest.root):
            self._find(f"record {seq} is not in the signed tree of size {newest.size}", seq)

    def _append(self, leaf: bytes) -> None:
        """Grow the tree, and compare it wherever a block ends or a signed checkpoint says what it must be."""
        block = self._frontier.append(leaf)
        size = self._frontier.size
        if block is not None and self._suspect is None:
            expected = self._blocks.get(size // BLOCK - 1)
            if expected not in {None, block}:
                # Stored hashes are not signed: they say where to look first, and decide nothing.
                self._suspect = max(self._good_until, size - BLOCK), size - 1
        if size in self._expected:
            if self._expected[size] == self._frontier.root():
                self._good_until = size
            else:
                self._mismatch(size)

    def _mismatch(self, size: int) -> None:
        what = f"the signed checkpoint of size {size} says another root"
        if any(finding.first is not None and finding.first < size for finding in self.verdict.findings):
            what += ": see above"
        else:
            what += ": a record was changed, removed, added or moved together with its hash"
        if self._suspect:
            what += "; stored hashes point to records {} to {}".format(*self._suspect)
        self._find(what, self._good_until, size - 1)
        self._broken = True

    def _close(self) -> None:
        if not self._complete:
            if not self._ended:
                self._find("the bundle breaks off: its last line is missing")
            return
        size, wanted = self._frontier.size, self.verdict.size
        for seq in sorted(self._unseen_changes):
            if seq < size:
                self._find(f"the log does not tell of the change of its signing key at record {seq}", seq)
        if self._suspect and not self._broken:
            self._find("the stored hash of a block was changed; its records are as they were signed", *self._suspect)
        if not self._broken and size < wanted:
            what = "its end was cut off, or records were taken out and the others moved up"
            self._find(f"the signed log has {wanted} records, the bundle {size}: {what}", self._good_until, wanted - 1)
        elif not self._broken and size > wanted:
            self._find(
                f"records from {wanted} on are not signed: they were put in past the sequencer", wanted, size - 1
            )
        elif not self._ended:
            self._find("the bundle breaks off: its last line is missing")

    def _find(self, what: str, first: int | None = None, last: int | None = None) -> None:
        self.verdict.findings.append(Finding(what, first, first if last is None else last))


def verify_bundle(
    path: Path,
    *,
    keys: Sequence[VerifierKey] = (),
    previous: Sequence[Checkpoint] = (),
    witnesses: Sequence[VerifierKey] = (),
) -> Verdict:
    """Verify the bundle in a file.

    Raises:
        Malformed: it is no bundle at all.
        OSError: it cannot be read.
    """
    return BundleVerifier(keys=keys, previous=previous, witnesses=witnesses).verify_file(path)


# Side by side: stretches of a bundle, each looked at by a process of its own

_STRETCH_BYTES = 2_000_000
_WORTH_PROCESSES_BYTES = 20_000_000


_Task = tuple[str, int, int, int, frozenset[int]]


@dataclass(frozen=True)
class _Stretch:
    """Some lines of a bundle: the hashes of their records, when all of them are entries that are what they say.

    Attributes:
        first: the number of the first record; None when the lines must be read one by one.
        leaves: the records' hashes, one after the other.
    """

    start: int
    length: int
    first: int | None = None
    leaves: bytes = b""
    erased: int = 0


@contextmanager
def _stretches(
    path: Path, start: int, size: int, special: frozenset[int], processes: int
) -> Iterator[Iterator[_Stretch]]:
    """Give the stretches from ``start`` to ``size`` in their order."""
    places = list(range(start, size, _STRETCH_BYTES))
    tasks = [(str(path), place, min(place + _STRETCH_BYTES, size), start, special) for place in places]
    if processes < 2 or len(tasks) < 2:
        yield map(_look, tasks)
        return
    # A fork is there at once, and safe while nothing else runs in this process; otherwise programs are started anew.
    alone = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if alone else "spawn")
    pool = ProcessPoolExecutor(min(processes, len(tasks)), context, _end_when_told)
    try:
        yield _in_order(tasks, pool.map(_look, tasks))
    finally:
        pool.shutdown(cancel_futures=True)


def _end_when_told() -> None:
    """Forget what a caller's program does when it is told to end: this process belongs to the verifier."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _in_order(tasks: list[_Task], found: Iterator[_Stretch]) -> Iterator[_Stretch]:
    """Give what the processes found; when one of them is lost, this process looks at the rest itself."""
    for done in range(len(tasks)):
        try:
            yield next(found)
        except BrokenProcessPool:
            yield from map(_look, tasks[done:])
            return


def _look(task: _Task) -> _Stretch:
    """Look at the lines that begin from ``place`` on and before ``until``."""
    name, place, until, start, special = task
    with open(name, "rb") as file:  # noqa: PTH123 - a text travels to the process
        file.seek(place if place == start else place - 1)
        if place > start:
            file.readline()  # the line that begins before belongs to the stretch before
        begin = file.tell()
        data = file.read(max(0, until - begin))
        data += file.readline() if data and not data.endswith(b"\n") else b""
    try:
        first, leaves, erased = _clean_records(data, special)
    except (ValueError, KeyError, TypeError, AttributeError, _NotPlain):
        return _Stretch(begin, len(data))
    return _Stretch(begin, len(data), first, leaves, erased)


class _NotPlain(Exception):
    """A line is not an entry that holds, or one that the verifier must read itself."""


def _clean_records(data: bytes, special: frozenset[int]) -> tuple[int, bytes, int]:
    """Return the first number, the hashes and how many values are erased of entries that follow on each other."""
    first, erased, prefix = None, 0, len(_ENTRY_PREFIX)
    leaves: list[bytes] = []
    lines = data.split(b"\n")
    if lines.pop() or not lines:
        raise _NotPlain
    for line in lines:
        if not line.startswith(_ENTRY_BYTES):
            raise _NotPlain
        end = line.rindex(_REST_BYTES)
        text = line[prefix:end]
        item = json.loads("{" + line[end + 1 :].decode())
        leaf, seq = _sha256(b"\0" + text).digest(), item["seq"]
        first = seq if first is None else first
        if item["leaf"] != binascii.b2a_base64(leaf, newline=False).decode() or seq != first + len(leaves):
            raise _NotPlain
        for path, kept in item.get("personal", {}).items():
            erased += isinstance(kept, str)
            mark = kept if isinstance(kept, str) else commitment(kept[0], path, kept[1])
            if mark.encode() not in text:
                raise _NotPlain
        leaves.append(leaf)
    if first is None or not special.isdisjoint(range(first, first + len(leaves))):
        raise _NotPlain
    return first, b"".join(leaves), erased


def _text(line: bytes) -> str:
    return line.decode("utf-8", "surrogateescape")


def read_checkpoints(path: Path) -> Iterator[Checkpoint]:
    """Yield the checkpoints in a file, or in all files below a folder (a witness' export)."""
    files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    for file in files:
        yield Checkpoint.parse(file.read_text())


def describe(verdict: Verdict) -> str:
    """Return the verdict in words."""
    counted = f"{verdict.entries} records, {verdict.checkpoints} checkpoints"
    lines = [f"{verdict.origin}: {counted}, {verdict.erased} erased values, {verdict.pruned} past retention"]
    if verdict.good:
        lines.append(f"good: the tree of size {verdict.size} has the signed root {verdict.root}")
        if verdict.witnessed is None:
            lines.append("no witness was asked for: whoever holds database and signing key could have rewritten it all")
        return "\n".join(lines)
    first = verdict.first_bad
    if first is not None and first.first is not None:
        where = f"record {first.first}" if first.first == first.last else f"among records {first.first} to {first.last}"
        lines.append(f"BAD, first {where}: {first.what}")
    lines += [f"  {finding.what}" for finding in verdict.findings[:20]]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify a bundle from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="Check an exported audit log of Charter.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--key", action="append", default=[], help="trusted verifier key (NAME+ID+BASE64)")
    parser.add_argument(
        "--previous", action="append", default=[], type=Path, help="checkpoint seen before, or a folder"
    )
    parser.add_argument("--witness-key", action="append", default=[], help="verifier key of a witness")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args(arguments)
    try:
        verdict = verify_bundle(
            options.bundle,
            keys=[VerifierKey.parse(text) for text in options.key],
            previous=[checkpoint for path in options.previous for checkpoint in read_checkpoints(path)],
            witnesses=[VerifierKey.parse(text) for text in options.witness_key],
        )
    except (OSError, Malformed) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write((json.dumps(verdict.document(), indent=2) if options.json else describe(verdict)) + "\n")
    return 0 if verdict.good else 1


if __name__ == "__main__":
    sys.exit(main())
