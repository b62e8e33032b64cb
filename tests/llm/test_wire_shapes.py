"""What we send, held against the types of the providers' own SDKs; and what they define, read by our parsers."""

from __future__ import annotations

import itertools
from typing import Any

import orjson
import pytest
from anthropic.types import Message as AnthropicMessage
from anthropic.types.message_create_params import MessageCreateParamsNonStreaming
from google.genai import types as google
from openai.types.chat import ChatCompletion
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from openai.types.responses import Response
from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming
from pydantic import ConfigDict, TypeAdapter, with_config

from charter.llm.kinds import KINDS
from charter.llm.schemas import Capabilities, Image, Message, ModelRequest, Parameters, ToolCall
from tests.llm.factories import ABLE, CLOCK, make_target

SCHEMA = {
    "type": "object",
    "properties": {"time": {"type": "string"}},
    "required": ["time"],
    "additionalProperties": False,
}


def full_request(**changes: Any) -> ModelRequest:
    """A conversation with everything that can stand in one."""
    calls = [ToolCall("call_1", "clock", '{"zone":"UTC"}'), ToolCall("call_2", "clock", "not json", "sig")]
    values: dict[str, Any] = {
        "messages": [
            Message("system", "Be brief."),
            Message("user", "What time?", images=[Image("image/png", "aGk=")]),
            Message("assistant", "Let me look.", tool_calls=calls),
            Message("tool", "12:00", tool_call_id="call_1"),
            Message("tool", "", tool_call_id="call_2"),
            Message("user", "And now?"),
            Message("assistant", ""),
            Message("user", "Well?"),
        ],
        "tools": [CLOCK],
        "parameters": Parameters(temperature=0.5, max_tokens=100, top_p=0.9, stop=["END"], seed=7),
        "output_schema": SCHEMA,
    }
    return ModelRequest(**values | changes)


def strictly(typed_dict: Any, value: Any) -> None:
    """Validate against a TypedDict, and refuse fields it does not know."""
    adapter = TypeAdapter(with_config(ConfigDict(extra="forbid", arbitrary_types_allowed=True))(typed_dict))
    adapter.validate_python(orjson.loads(orjson.dumps(value)))


REQUESTS = [
    full_request(),
    full_request(tools=[], output_schema=None),
    full_request(tool_choice="required"),
    full_request(tool_choice="none"),
    full_request(tool_choice="clock"),
    full_request(messages=[Message("user", "Hi")], tools=[], output_schema=None, parameters=Parameters()),
]


@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize("able", [ABLE, Capabilities(sampling=False)])
@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("openai", CompletionCreateParamsNonStreaming),
        ("openai_responses", ResponseCreateParamsNonStreaming),
        ("anthropic", MessageCreateParamsNonStreaming),
    ],
)
def test_requests_have_the_shape_the_sdk_defines(kind, params, request_, able):
    wire = KINDS[kind].adapter.build(request_, make_target(kind=kind, capabilities=able), stream=False)
    if kind == "anthropic" and able.sampling:
        # The SDK no longer knows it: newer models refuse it, so those have no such capability. Older ones take it.
        assert wire.body.pop("temperature", 0.5) == 0.5
    strictly(params, wire.body)


@pytest.mark.parametrize("request_", REQUESTS)
def test_gemini_requests_have_the_shape_the_sdk_defines(request_):
    body = KINDS["gemini"].adapter.build(request_, make_target(kind="gemini"), stream=False).body
    known = {"contents", "tools", "toolConfig", "generationConfig", "systemInstruction"}
    assert set(body) <= known
    for content in body["contents"]:
        google.Content.model_validate(content)
    for tool in body.get("tools", []):
        google.Tool.model_validate(tool)
    if "toolConfig" in body:
        google.ToolConfig.model_validate(body["toolConfig"])
    google.GenerationConfig.model_validate(body.get("generationConfig", {}))
    if "systemInstruction" in body:
        google.Content.model_validate(body["systemInstruction"])
    roles = [content["role"] for content in body["contents"]]
    assert all(one != other for one, other in itertools.pairwise(roles))


def test_every_call_of_a_conversation_is_answered_in_anthropics_order():
    body = KINDS["anthropic"].adapter.build(full_request(), make_target(kind="anthropic"), stream=False).body
    roles = [message["role"] for message in body["messages"]]
    assert roles == ["user", "assistant", "user"]
    results = [block for block in body["messages"][2]["content"] if block["type"] == "tool_result"]
    assert [block["tool_use_id"] for block in results] == ["call_1", "call_2"]
    assert body["messages"][2]["content"][0]["type"] == "tool_result"


def test_a_model_without_json_schema_is_told_in_words():
    plain = Capabilities()
    for kind, place in (("openai", "messages"), ("anthropic", "system"), ("gemini", "systemInstruction")):
        body = (
            KINDS[kind]
            .adapter.build(full_request(tools=[]), make_target(kind=kind, capabilities=plain), stream=False)
            .body
        )
        assert "additionalProperties" in orjson.dumps(body[place]).decode()


def test_mistral_gets_short_ids_that_still_match():
    body = KINDS["mistral"].adapter.build(full_request(), make_target(kind="mistral"), stream=True).body
    given = [call["id"] for message in body["messages"] for call in message.get("tool_calls", [])]
    answered = [message["tool_call_id"] for message in body["messages"] if message["role"] == "tool"]
    assert given == answered
    assert all(len(call_id) == 9 and call_id.isalnum() for call_id in given)
    assert body["random_seed"] == 7
    assert "stream_options" not in body


def test_responses_that_the_sdks_make_are_read():
    said = {"role": "assistant", "content": "hi", "refusal": None}
    chat = ChatCompletion.model_validate(
        {
            "id": "c",
            "object": "chat.completion",
            "created": 1,
            "model": "m",
            "choices": [{"index": 0, "finish_reason": "stop", "logprobs": None, "message": said}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
        }
    )
    assert KINDS["openai"].adapter.parse(chat.model_dump(mode="json")).text == "hi"
    response = Response.model_validate(
        {
            "id": "r",
            "object": "response",
            "created_at": 1,
            "model": "m",
            "status": "completed",
            "parallel_tool_calls": True,
            "tool_choice": "auto",
            "tools": [],
            "output": [
                {"type": "reasoning", "id": "rs", "summary": []},
                {"type": "function_call", "call_id": "c1", "name": "clock", "arguments": "{}"},
            ],
        }
    )
    assert KINDS["openai_responses"].adapter.parse(response.model_dump(mode="json")).tool_calls[0].id == "c1"
    message = AnthropicMessage.model_validate(
        {
            "id": "m",
            "type": "message",
            "role": "assistant",
            "model": "m",
            "content": [
                {"type": "thinking", "thinking": "hm", "signature": "s"},
                {"type": "text", "text": "hi"},
                {"type": "tool_use", "id": "t", "name": "clock", "input": {"zone": "UTC"}},
            ],
            "stop_reason": "tool_use",
            "stop_sequence": None,
            "usage": {
                "input_tokens": 5,
                "output_tokens": 2,
                "cache_read_input_tokens": 3,
                "cache_creation_input_tokens": 2,
            },
        }
    )
    answer = KINDS["anthropic"].adapter.parse(message.model_dump(mode="json"))
    assert (answer.text, answer.stop_reason, answer.tool_calls[0].arguments) == ("hi", "tool_calls", '{"zone":"UTC"}')
    assert (answer.usage.input_tokens, answer.usage.cached_input_tokens) == (10, 3)
