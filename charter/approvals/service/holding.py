"""Texts that wait for a person: sealed with the question, opened for who decides and for the run that goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from charter.approvals.errors import ApprovalSettled
from charter.approvals.models import Approval
from charter.approvals.models import HeldText as Row
from charter.approvals.questions import OF_TEXTS, ApprovalState, HeldText, Purpose, SealedText
from charter.approvals.repository import ApprovalRepository
from charter.core.crypto import Vault
from charter.core.errors import InputInvalid
from charter.core.ids import new_id
from charter.identity.service import keys

_TABLE, _FIELD = "held_texts", "sealed"
_GONE = "The text that this question is about is gone; nothing can be decided about it any more."


async def seal(db: AsyncSession, vault: Vault, held: HeldText) -> SealedText:
    """Return a text as it may be stored with its question."""
    row_id = new_id()
    return SealedText(row_id, await vault.seal(db, _TABLE, row_id, _FIELD, held.encoded()))


async def opened(db: AsyncSession, vault: Vault, approvals: Sequence[UUID]) -> dict[UUID, HeldText]:
    """Return the texts that are still there, by the ids of their questions."""
    found = await ApprovalRepository(db).held(approvals)
    return {row.approval_id: await _open(db, vault, row) for row in found}


async def require(db: AsyncSession, vault: Vault, approval: Approval) -> HeldText:
    """Return the text that waits for an answer.

    Raises:
        ApprovalSettled: it is gone.
    """
    found = (await opened(db, vault, [approval.id])).get(approval.id)
    if found is None:
        raise ApprovalSettled(_GONE)
    return found


async def settle(db: AsyncSession, vault: Vault, approval: Approval, given: str | None, *, approved: bool) -> bool:
    """Do with a text what a person said of it: it stays for the run that goes on, changed if so, or goes at once.

    Returns whether it was changed.

    Raises:
        InputInvalid: a text was given where there is none to replace.
        ApprovalSettled: an approved text is gone.
    """
    if given is not None and (not approved or approval.purpose not in {Purpose.TOOL_RESULT, Purpose.OUTPUT}):
        message = "There is no text to put another one in place of; leave it out."
        if approval.purpose == Purpose.TOOL_DESCRIPTION:
            message = "A description is let through as it is, or not; change it at the tool instead."
        raise InputInvalid(message, fields=[{"path": "/text", "message": message}])
    if approval.purpose not in OF_TEXTS:
        return False
    repository_ = ApprovalRepository(db)
    if not approved:
        await repository_.drop_held(approval.id)
        return False
    held = await require(db, vault, approval)
    if given is None or given == held.text:
        return False
    for row in await repository_.held([approval.id], lock=True):
        changed = replace(held, text=given, edited=True)
        row.sealed = await vault.seal(db, _TABLE, row.id, _FIELD, changed.encoded())
    return True


async def erase_person(db: AsyncSession, vault: Vault, *, user_id: UUID | None, email: str | None) -> list[Approval]:
    """Forget the texts that wait and came of a person's runs, or hold their address.

    Returns the questions that ended with it; who waits for them is to be told.
    """
    ended = []
    for row, approval in await ApprovalRepository(db).all_held():
        theirs = user_id is not None and await keys.person_behind(db, approval.asked_by) == user_id
        if not theirs and (email is None or email.lower() not in (await _open(db, vault, row)).encoded().lower()):
            continue
        await db.delete(row)
        if approval.state == ApprovalState.PENDING:
            approval.state = ApprovalState.EXPIRED
            ended.append(approval)
    await db.flush()
    return ended


async def _open(db: AsyncSession, vault: Vault, row: Row) -> HeldText:
    return HeldText.decoded(await vault.open(db, _TABLE, row.id, _FIELD, row.sealed))
