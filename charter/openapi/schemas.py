"""Input and output of tools from OpenAPI documents."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from charter.tools.schemas import ToolName

ApiName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$", max_length=30)]
Url = Annotated[str, StringConstraints(min_length=8, max_length=2_000, pattern=r"^https?://[!-~]+$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class OpenApiSource(_Strict):
    """A document: its text, or where it is fetched from."""

    name: ApiName = Field(description="Its tools are named NAME__operation after it.", examples=["petstore"])
    document: str | None = Field(None, max_length=4_000_000, description="JSON or YAML.")
    url: Url | None = None

    @model_validator(mode="after")
    def _is_one(self) -> OpenApiSource:
        if (self.document is None) is (self.url is None):
            raise ValueError("give either a document or a url")
        return self


class OpenApiImportInput(OpenApiSource):
    """Operations to make tools of."""

    operations: Annotated[list[Annotated[str, Field(max_length=200)]], Field(min_length=1, max_length=1_000)]
    server_url: Url | None = Field(None, description="Where the API is; left out: as the document says.")
    credentials: dict[Annotated[str, Field(max_length=200)], ToolName] = Field(
        default_factory=dict, description="Which tool credential stands for which security scheme."
    )


class Difference(StrEnum):
    """How an operation stands to the tool that was made of it before."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    UNUSABLE = "unusable"


class OperationRead(BaseModel):
    """An operation of a document."""

    id: str
    tool: str = Field(description="Name under which agents are granted it.")
    method: str
    path: str
    title: str
    description: str
    input_schema: dict[str, JsonValue]
    security: list[str]
    difference: Difference
    changed: list[str] = Field(description="What differs from the tool as it is now.")
    why: str | None = Field(description="Why no tool can be made of it.")


class OpenApiPreview(BaseModel):
    """What a document offers, compared with the tools that were made of it before."""

    title: str
    version: str
    server_url: str | None
    security_schemes: dict[str, str]
    operations: list[OperationRead]


class OpenApiImported(BaseModel):
    """What an import did."""

    created: list[str]
    updated: list[str]
    unchanged: list[str]
    held: list[str] = Field(description="Tools of operations that the document does not have any more.")


class OpenApiTrialInput(_Strict):
    """A call to try a tool with."""

    tool: ToolName
    arguments: dict[str, JsonValue] = Field(default_factory=dict)


class OpenApiTrial(BaseModel):
    """What a call gave."""

    result: JsonValue
