"""Identifiers: UUIDv7 inside, TypeID outside.

A UUIDv7 (RFC 9562 §5.7) sorts by its time of creation. A TypeID (``agent_01h455vb4pex5vsknk084sn02q``) is the same
128 bits in lower-case base32 with a prefix that says what the id is of.
"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema
from typeid import TypeID
from typeid.codecs import base32
from typeid.core.errors import TypeIDException
from uuid_utils import compat

_SUFFIX_PATTERN = "[0-7][0-9a-hjkmnp-tv-z]{25}"


def new_id() -> UUID:
    """Return a new UUIDv7; ids made in one process are strictly increasing."""
    return compat.uuid7()


def format_id(prefix: str, value: UUID) -> str:
    """Return the TypeID of ``value``, for example ``run_01h…``."""
    return f"{prefix}_{base32.encode(value.bytes)}"


def parse_id(prefix: str, text: str) -> UUID:
    """Return the UUID inside a TypeID.

    Raises:
        ValueError: it is no TypeID, or one of another kind; the text says which was expected.
    """
    try:
        parsed = TypeID.from_string(text)
    except TypeIDException as error:
        raise ValueError(f"not an id of the form {prefix}_…: it has {prefix}_ and 26 characters after it") from error
    if parsed.prefix != prefix:
        raise ValueError(f"this is the id of a {parsed.prefix or 'thing without a kind'}, expected {prefix}_…")
    return UUID(int=parsed.uuid.int)


class IdOf:
    """Pydantic annotation of a UUID that is a TypeID in JSON: ``Annotated[UUID, IdOf("agent")]``."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def _validate(self, value: object) -> UUID:
        if isinstance(value, UUID):
            return value
        if isinstance(value, str):
            return parse_id(self.prefix, value)
        raise ValueError(f"expected a text of the form {self.prefix}_…")

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self._validate,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda value: format_id(self.prefix, value), return_schema=core_schema.str_schema(), when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        example = format_id(self.prefix, UUID("01890a5d-ac96-774b-bcce-b302099a8057"))
        return {"type": "string", "pattern": f"^{self.prefix}_{_SUFFIX_PATTERN}$", "examples": [example]}


TenantId = Annotated[UUID, IdOf("tenant")]
PrincipalId = Annotated[UUID, IdOf("principal")]
UserId = Annotated[UUID, IdOf("user")]
ApiKeyId = Annotated[UUID, IdOf("key")]
ServiceAccountId = Annotated[UUID, IdOf("service")]
ProviderId = Annotated[UUID, IdOf("provider")]
ModelRouteId = Annotated[UUID, IdOf("route")]
AgentId = Annotated[UUID, IdOf("agent")]
AgentVersionId = Annotated[UUID, IdOf("version")]
RunId = Annotated[UUID, IdOf("run")]
StepId = Annotated[UUID, IdOf("step")]
InstanceId = Annotated[UUID, IdOf("instance")]
ConversationId = Annotated[UUID, IdOf("conversation")]
ToolId = Annotated[UUID, IdOf("tool")]
ToolCredentialId = Annotated[UUID, IdOf("toolcredential")]
ToolVersionId = Annotated[UUID, IdOf("toolversion")]
McpServerId = Annotated[UUID, IdOf("mcpserver")]
VirtualServerId = Annotated[UUID, IdOf("virtualserver")]
GuardrailPolicyId = Annotated[UUID, IdOf("guardrailpolicy")]
GuardrailExceptionId = Annotated[UUID, IdOf("guardrailexception")]
GuardrailCaseId = Annotated[UUID, IdOf("guardrailcase")]
ViolationId = Annotated[UUID, IdOf("violation")]
ViolationAlertId = Annotated[UUID, IdOf("violationalert")]
