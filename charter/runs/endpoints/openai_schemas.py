"""Input of the OpenAI-compatible doors. Fields that an agent's charter decides (temperature, …) are read over."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue


class TextPart(BaseModel):
    """A piece of text in a message."""

    model_config = ConfigDict(extra="ignore")
    type: Literal["text", "input_text", "output_text"]
    text: str


class ChatMessage(BaseModel):
    """A message of the conversation so far."""

    model_config = ConfigDict(extra="ignore")
    role: Literal["system", "developer", "user", "assistant"]
    content: str | list[TextPart]

    @property
    def text(self) -> str:
        """The message's text in one piece."""
        return self.content if isinstance(self.content, str) else "\n".join(part.text for part in self.content)


class StreamOptions(BaseModel):
    """Options of a stream."""

    model_config = ConfigDict(extra="ignore")
    include_usage: bool = False


class ChatCompletionInput(BaseModel):
    """A chat completion by an agent: ``model`` is the agent's slug or id."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={"examples": [{"model": "helpdesk", "messages": [{"role": "user", "content": "Hello"}]}]},
    )
    model: str = Field(min_length=1, max_length=100, description="The agent's slug or id.")
    messages: list[ChatMessage] = Field(min_length=1, max_length=1_000)
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = None
    tools: list[Any] | None = Field(None, max_length=0, description="An agent brings its own tools: leave this out.")


class ResponseInput(BaseModel):
    """A response by an agent: ``model`` is the agent's slug or id; ``previous_response_id`` continues."""

    model_config = ConfigDict(
        extra="ignore", json_schema_extra={"examples": [{"model": "helpdesk", "input": "What can you do?"}]}
    )
    model: str = Field(min_length=1, max_length=100, description="The agent's slug or id.")
    input: str | list[ChatMessage] = Field(min_length=1)
    previous_response_id: str | None = Field(None, description="Continue the conversation of this response.")
    instructions: str | None = None
    metadata: dict[str, JsonValue] | None = None
    stream: bool = False
    tools: list[Any] | None = Field(None, max_length=0, description="An agent brings its own tools: leave this out.")


class OpenAiModel(BaseModel):
    """An agent, as OpenAI clients list models."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str


class OpenAiModelList(BaseModel):
    """The agents that the caller can run."""

    object: Literal["list"] = "list"
    data: list[OpenAiModel]
