"""What is hashed: canonical, without personal values, and the same out of storage as it went in."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import orjson
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from charter.audit.entry import Entry, Kept, erased, pack, seal, unpack
from charter.core.ids import new_id

_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
_NAMES = st.sampled_from(["email", "name", "a/b", "c~d", "phone", "é", "\U0001f600", "\ufb33"]) | _TEXT
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**80), 2**80) | st.floats(allow_nan=False, allow_infinity=False) | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3),
    max_leaves=8,
)
_DOCUMENT = st.none() | st.dictionaries(_NAMES, _JSON, max_size=4)


def entry_of(before, after, label="anna@example.org", address="192.0.2.1") -> Entry:
    before, after, personal = seal(before=before, after=after, label=label, address=address)
    return Entry(new_id(), new_id(), datetime.now(UTC), "user", new_id(), "agent.created", "agent", None, before, after,
                 personal, "request_1", None)  # fmt: skip


@given(before=_DOCUMENT, after=_DOCUMENT)
def test_the_hash_survives_storage_and_erasure(before, after):
    entry = entry_of(before, after)
    assert entry.canonical() == rfc8785.dumps(entry.document())
    values, salts = pack(entry.personal)
    stored = json.loads(orjson.dumps([entry.before, entry.after, values]))
    again = Entry(entry.id, entry.tenant_id, entry.at, "user", entry.actor_id, "agent.created", "agent", None,
                  stored[0], stored[1], unpack(stored[2], salts), "request_1", None)  # fmt: skip
    assert again.canonical() == entry.canonical()
    gone = erased(entry.personal, set(entry.personal))
    values, salts = pack(gone)
    assert not any(isinstance(kept, Kept) for kept in unpack(values, salts).values())
    blank = Entry(entry.id, entry.tenant_id, entry.at, "user", entry.actor_id, "agent.created", "agent", None,
                  stored[0], stored[1], unpack(values, salts), "request_1", None)  # fmt: skip
    assert blank.leaf() == entry.leaf()


def test_personal_values_are_nowhere_in_what_is_hashed():
    entry = entry_of({"email": "a@example.org"}, {"people": [{"phone": "+49 555", "role": "x"}], "name": "kept"})
    for value in (b"a@example.org", b"+49 555", b"anna", b"192.0.2.1"):
        assert value not in entry.canonical()
    assert b"kept" in entry.canonical()
    assert entry.shown(entry.after, "after") == {"people": [{"phone": "+49 555", "role": "x"}], "name": "kept"}
    twice = [entry_of(None, {"email": "same@example.org"}).document()["after"]["email"] for _ in range(2)]
    assert twice[0] != twice[1], "equal values must not be recognisable"
