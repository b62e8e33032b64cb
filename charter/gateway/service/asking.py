"""Questions of tools that go to an MCP client and come back with its answers; in between no process knows of them.

All that is needed to go on travels in the client's ``requestState`` (2026-07-28, Multi Round-Trip Requests), sealed
with a key of the tenant. It opens for the call that it was made for and for no other: tenant, principal, virtual
server, version of the tool and arguments are what it is sealed to. It runs out, and it is taken once: whoever sends
it again is refused, so that a call is not repeated behind the back of the person who answered.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import JsonValue

from charter.approvals.forms import filled_in
from charter.core.clock import Clock
from charter.core.crypto import MasterKey
from charter.core.db import Database
from charter.core.errors import CharterError, FieldProblem, InputInvalid
from charter.core.ids import new_id
from charter.core.principal import Principal
from charter.gateway.errors import CallAnswerInvalid, CallStateRefused, QuestionTooLarge, TooManyQuestions
from charter.gateway.repository import CallStates
from charter.mcp.errors import McpError
from charter.tools.asking import Answer, AsksPerson, Form, Way
from charter.tools.tool import Tool

KEY: Final = "question"
"""Under which a question is asked and answered: each result asks one."""

_FORMAT: Final = "1"
_NONCE_BYTES = 12
_GOOD_FOR = timedelta(hours=1)
_MOST_QUESTIONS = 20
_LONGEST_STATE = 200_000
_REFUSED: Final = (
    "The requestState does not belong to this call: it was made for another one, has run out, or was used before. "
    "Make the call again without it."
)


@dataclass(frozen=True, slots=True)
class Leg:
    """What one request of a call says about questions.

    Attributes:
        ways: how the client can ask its user.
        state, responses: what it sends back of the result before, as it came.
    """

    ways: frozenset[Way] = frozenset()
    state: object = None
    responses: object = None


ONLY_LEG: Final = Leg()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for the client's user, and what the client sends back with the answer.

    Attributes:
        call_id: of the call, the same in all its requests.
        number: how many questions it has asked, this one included.
    """

    call_id: UUID
    number: int
    form: Form
    state: str

    @property
    def noted(self) -> dict[str, JsonValue]:
        """What the log says of it."""
        return {"call": str(self.call_id), "question": self.number}


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer that a call goes on with."""

    state_id: UUID
    call_id: UUID
    number: int
    answer: Answer

    @property
    def noted(self) -> dict[str, JsonValue]:
        """What the log keeps of it: not what was said."""
        return {"call": str(self.call_id), "question": self.number, "answer": self.answer.action}


@dataclass(frozen=True, slots=True)
class Call:
    """What a state is sealed to."""

    principal: Principal
    server: str
    tool: Tool
    arguments: dict[str, JsonValue]

    def written(self) -> bytes:
        """Return it as the bytes that a seal covers."""
        caller = [_FORMAT, str(self.principal.tenant_id), str(self.principal.id), self.server]
        called = [self.tool.name, str(self.tool.version_id), self.arguments]
        return orjson.dumps([*caller, *called], option=orjson.OPT_SORT_KEYS)


class Questions:
    """One per process; any process takes the answer to what another one asked."""

    def __init__(self, database: Database, master: MasterKey, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._key = master.derive("mcp-call-state")

    def ask(self, call: Call, call_id: UUID, asks: AsksPerson, before: Taken | None) -> Asked:
        """Return what the client is to ask.

        Raises:
            TooManyQuestions, QuestionTooLarge: as their names say.
        """
        number = before.number + 1 if before is not None else 1
        source = asks.form.source
        if number > _MOST_QUESTIONS:
            raise TooManyQuestions(f"{source} asked {_MOST_QUESTIONS} questions in one call and wants more.")
        until = (self._clock() + _GOOD_FOR).timestamp()
        kept = {"id": str(new_id()), "call": str(call_id), "number": number, "until": until}
        state = self._sealed(call, orjson.dumps(kept | {"form": asks.form.document(), "resume": asks.state}))
        if len(state) > _LONGEST_STATE:
            raise QuestionTooLarge(f"{source} asks with more than a client can be given to keep; ask it for less.")
        return Asked(call_id, number, asks.form, state)

    async def take(self, call: Call, leg: Leg) -> Taken | Asked:
        """Return the answer that came back, or the question again where it is missing.

        Raises:
            CallStateRefused: the state is not one for this call, not any more, or was taken before.
            CallAnswerInvalid: the answer is not as the question wants it; another one can be given.
        """
        kept = self._opened(call, leg.state)
        form, call_id, number = Form(**kept["form"]), UUID(kept["call"]), int(kept["number"])
        if not isinstance(leg.responses, dict | None):
            raise CallAnswerInvalid("inputResponses must be an object.")
        response = (leg.responses or {}).get(KEY)
        if response is None and form.way in leg.ways:
            return Asked(call_id, number, form, str(leg.state))
        answer = _answer(form, response, kept["resume"])
        state_id = UUID(kept["id"])
        async with self._database.tenant_session(call.principal.tenant_id) as db:
            if not await CallStates(db).take(state_id, call.principal.id):
                raise refused_state()
        return Taken(state_id, call_id, number, answer)

    async def failed(self, call: Call, taken: Taken, error: CharterError) -> None:
        """Let an answer be sent again that has certainly reached nobody."""
        if isinstance(error, McpError) and error.not_begun:
            async with self._database.tenant_session(call.principal.tenant_id) as db:
                await CallStates(db).give_back(taken.state_id, call.principal.id)

    def _sealed(self, call: Call, content: bytes) -> str:
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._cipher(call).encrypt(nonce, content, call.written())
        return base64.urlsafe_b64encode(nonce + sealed).decode()

    def _opened(self, call: Call, state: object) -> dict[str, Any]:
        if not isinstance(state, str) or len(state) > _LONGEST_STATE:
            raise refused_state()
        try:
            raw = base64.b64decode(state.encode(), altchars=b"-_", validate=True)
            content = self._cipher(call).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], call.written())
        except (binascii.Error, InvalidTag, ValueError) as error:
            raise refused_state() from error
        kept: dict[str, Any] = orjson.loads(content)
        if kept["until"] < self._clock().timestamp():
            raise refused_state()
        return kept

    def _cipher(self, call: Call) -> AESGCM:
        return AESGCM(hmac.digest(self._key, call.principal.tenant_id.bytes, hashlib.sha256))


def refused_state() -> CallStateRefused:
    """Return the refusal of a state; it is the same whatever is wrong with it."""
    return CallStateRefused(_REFUSED)


def _answer(form: Form, response: object, resume: dict[str, JsonValue]) -> Answer:
    said = response if isinstance(response, dict) else {}
    action = said.get("action")
    if action not in ("accept", "decline", "cancel"):
        raise CallAnswerInvalid(f"inputResponses.{KEY} must have an action: accept, decline or cancel.")
    if action != "accept" or form.fields is None:
        return Answer(action, None, resume)
    content = said.get("content")
    if not isinstance(content, dict | None):
        raise CallAnswerInvalid(f"inputResponses.{KEY}.content must be an object.")
    try:
        return Answer(action, filled_in(form.document(), content, approved=True), resume)
    except InputInvalid as error:
        place = f"/inputResponses/{KEY}/content"
        fields: list[FieldProblem] = [
            {"path": field["path"].replace("/answer", place, 1), "message": field["message"]} for field in error.fields
        ]
        wrong = "; ".join(f"{field['path']}: {field['message']}" for field in fields)
        raise CallAnswerInvalid(f"The answer is not as the question wants it: {wrong}", fields=fields) from error
