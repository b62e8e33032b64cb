"""The tree, its proofs and its notes: RFC 9162 §2.1 and C2SP, without a database."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.audit.merkle import GrowingTree, ProofBuilder
from charter.audit.verifier import (
    COSIGNATURE,
    ED25519,
    EMPTY_ROOT,
    Checkpoint,
    Frontier,
    Malformed,
    VerifierKey,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)


def tree_hash(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162 §2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + tree_hash(leaves[:k]) + tree_hash(leaves[k:])).digest()


def leaves_of(count: int) -> list[bytes]:
    return [leaf_hash(b"%d" % number) for number in range(count)]


def builder(leaves: list[bytes]) -> ProofBuilder:
    """A builder over what the database would hold: leaves, and roots of complete blocks."""
    tree = GrowingTree()
    for leaf in leaves:
        tree.append(leaf)
    assert tree.root() == tree_hash(leaves)
    stored = {(0, index): leaf for index, leaf in enumerate(leaves)}
    stored |= {(level, number): each for level, number, each in tree.completed}
    assert len(stored) == len(leaves) + len(leaves) // 256 + len(leaves) // 65536

    async def read(level: int, first: int, count: int) -> list[bytes]:
        return [stored[level, index] for index in range(first, first + count) if (level, index) in stored]

    return ProofBuilder(read)


@given(st.integers(0, 600))
@settings(deadline=None)
def test_the_root_of_a_frontier_is_the_root_of_the_definition(size):
    """RFC 9162 §2.1.1."""
    leaves = leaves_of(size)
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    assert frontier.root() == tree_hash(leaves)
    again = Frontier(size, frontier.hashes)
    again.append(b"x" * 32)
    assert again.root() == tree_hash([*leaves, b"x" * 32])


def test_known_roots():
    """The vectors of certificate-transparency-go's reference tree (RFC 6962 test data)."""
    data = [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43", bytes(range(0x50, 0x58)),
            bytes(range(0x60, 0x70))]  # fmt: skip
    frontier = Frontier()
    assert frontier.root() == EMPTY_ROOT
    roots = []
    for each in data:
        frontier.append(leaf_hash(each))
        roots.append(frontier.root().hex())
    assert roots[0] == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert roots[7] == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@given(st.data())
@settings(deadline=None)
async def test_inclusion_proofs_hold_for_their_leaf_alone(data):
    """RFC 9162 §2.1.3."""
    total = data.draw(st.integers(1, 700))
    size = data.draw(st.integers(1, total))
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(total)
    root = tree_hash(leaves[:size])
    proof = await builder(leaves).inclusion(index, size)
    assert verify_inclusion(leaves[index], index, size, proof, root)
    assert not verify_inclusion(leaf_hash(b"other"), index, size, proof, root)
    assert not verify_inclusion(leaves[index], index, size, [*proof, root], root)
    if proof:
        assert not verify_inclusion(leaves[index], index, size, proof[:-1], root)
        assert not verify_inclusion(leaves[index], index, size, [node_hash(proof[0], proof[0]), *proof[1:]], root)
    other = data.draw(st.integers(0, size - 1))
    if other != index:
        assert not verify_inclusion(leaves[index], other, size, proof, root)


@given(st.data())
@settings(deadline=None)
async def test_consistency_proofs_hold_for_their_sizes_alone(data):
    """RFC 9162 §2.1.4."""
    second = data.draw(st.integers(1, 700))
    first = data.draw(st.integers(0, second))
    leaves = leaves_of(second)
    old, new = tree_hash(leaves[:first]), tree_hash(leaves)
    proof = await builder(leaves).consistency(first, second)
    assert verify_consistency(first, second, proof, old, new)
    forged = tree_hash([leaf_hash(b"forged"), *leaves[1:]])
    assert not verify_consistency(first, second, proof, old, forged) or first == 0
    if first:
        assert not verify_consistency(first, second, proof, forged, new)
        assert not verify_consistency(first, second, [*proof, old], old, new)


async def test_what_is_not_in_the_tree_has_no_proof():
    with pytest.raises(ValueError, match="has none at 3"):
        await builder(leaves_of(3)).inclusion(3, 3)
    with pytest.raises(ValueError, match="cannot be the beginning"):
        await builder(leaves_of(3)).consistency(4, 3)
    assert not verify_inclusion(b"", -1, 3, [], b"")
    assert not verify_consistency(3, 2, [b""], b"", b"")
    with pytest.raises(ValueError, match="complete subtrees"):
        Frontier(3, [b"one"])


def signed(body: str, name: str, private: Ed25519PrivateKey, moment: int | None = None) -> tuple[str, bytes, str]:
    """Return (name, signature, verifier key) of a note signed as C2SP signed-note or tlog-cosignature say."""
    kind = ED25519 if moment is None else COSIGNATURE
    key = VerifierKey(name, kind, private.public_key().public_bytes_raw())
    if moment is None:
        return name, key.id + private.sign(body.encode()), str(key)
    message = f"cosignature/v1\ntime {moment}\n{body}".encode()
    return name, key.id + moment.to_bytes(8, "big") + private.sign(message), str(key)


def test_a_note_is_read_as_it_was_written_and_checked():
    """C2SP tlog-checkpoint, tlog-cosignature."""
    private, witness = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    bare = Checkpoint("charter.test/tenant/x", 7, b"r" * 32)
    name, signature, key = signed(bare.body, bare.origin, private)
    witness_name, cosignature, witness_key = signed(bare.body, "witness.example/w1", witness, 1_700_000_000)
    checkpoint = Checkpoint(bare.origin, 7, b"r" * 32, ((name, signature), (witness_name, cosignature)))
    read = Checkpoint.parse(checkpoint.note)
    assert read == checkpoint
    assert read.signed_by(VerifierKey.parse(key))
    assert read.signed_by(VerifierKey.parse(witness_key))
    assert str(VerifierKey.parse(key)) == key
    other = Checkpoint(bare.origin, 8, b"r" * 32, checkpoint.signatures)
    assert not other.signed_by(VerifierKey.parse(key))
    assert not other.signed_by(VerifierKey.parse(witness_key))
    assert not Checkpoint(bare.origin, 7, b"r" * 32, ((name, signature[:4]),)).signed_by(VerifierKey.parse(key))


@pytest.mark.parametrize(
    "note", ["", "a\n1\nAA==\n", "a\n01\nAA==\n\n", "a\nx\nAA==\n\n", "a\n1\n!\n\n", "a\n1\nAA==\n\n- a AAAAAAAA\n",
             "a\n1\nAA==\n\n\u2014 a AAAA\n"],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(note):
    with pytest.raises(Malformed):
        Checkpoint.parse(note)


@pytest.mark.parametrize("key", ["", "a+b", "a+00000000+AAAA", "a+00000000+" + "AQ" + "A" * 42])
def test_what_is_no_key_is_refused(key):
    with pytest.raises(Malformed):
        VerifierKey.parse(key)
