"""HTTP routes of conversations."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from charter.access.errors import Forbidden
from charter.agents.errors import AgentNotFound
from charter.agents.service import agents
from charter.core.http import CurrentPrincipal, Cursor, Limit, Page, TenantDb, paged, problems, router
from charter.core.http.paging import cursor_of
from charter.core.ids import ConversationId
from charter.identity.errors import Unauthenticated
from charter.runs.errors import ConversationNotFound, RunStateConflict
from charter.runs.schemas import ConversationRead, MessageRead
from charter.runs.service import reading

routes = router("/conversations", "Conversations")


@routes.get("", operation_id="listConversations", responses=problems(Unauthenticated, Forbidden, AgentNotFound))
async def list_conversations(
    principal: CurrentPrincipal,
    db: TenantDb,
    after: Cursor,
    agent: Annotated[str | None, Query(description="Only those with this agent (id or slug).", max_length=100)] = None,
    limit: Limit = 50,
) -> Page[ConversationRead]:
    """List conversations, newest first."""
    agent_id = (await agents.get_agent(db, principal, agent)).id if agent is not None else None
    rows = await reading.list_conversations(db, principal, agent_id=agent_id, after=after, limit=limit + 1)
    page, cursor = paged(rows, limit, lambda conversation: conversation.id)
    return Page(items=[reading.read_conversation(conversation) for conversation in page], next_cursor=cursor)


@routes.get(
    "/{conversation_id}", operation_id="getConversation", responses=problems(Unauthenticated, ConversationNotFound)
)
async def get_conversation(
    conversation_id: ConversationId, principal: CurrentPrincipal, db: TenantDb
) -> ConversationRead:
    """Return a conversation."""
    return reading.read_conversation(await reading.get_conversation(db, principal, conversation_id))


@routes.get(
    "/{conversation_id}/messages",
    operation_id="listMessages",
    responses=problems(Unauthenticated, ConversationNotFound),
)
async def list_messages(
    conversation_id: ConversationId, principal: CurrentPrincipal, db: TenantDb, after: Cursor, limit: Limit = 100
) -> Page[MessageRead]:
    """List what was said, oldest first; `limit` counts turns (a question and its answer)."""
    messages, last = await reading.list_messages(db, principal, conversation_id, after=after, limit=limit)
    return Page(items=messages, next_cursor=cursor_of(last) if last else None)


@routes.delete(
    "/{conversation_id}",
    operation_id="deleteConversation",
    status_code=204,
    responses=problems(Unauthenticated, Forbidden, ConversationNotFound, RunStateConflict),
)
async def delete_conversation(conversation_id: ConversationId, principal: CurrentPrincipal, db: TenantDb) -> None:
    """Delete a conversation with its runs."""
    await reading.delete_conversation(db, principal, conversation_id)
