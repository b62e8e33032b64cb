"""The OpenAI-compatible doors, driven by the official client over a real socket."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import openai
import pytest
import uvicorn

from tests.llm.fake_server import Reply


@pytest.fixture(scope="module")
async def url(app) -> AsyncIterator[str]:
    """The application on a real port."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", ws="none"))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1/openai"
    server.should_exit = True
    await task


@pytest.fixture
async def client(url, builder, make_agent) -> AsyncIterator[openai.AsyncOpenAI]:
    await make_agent(builder)
    async with openai.AsyncOpenAI(base_url=url, api_key=builder.key, max_retries=0) as client:
        yield client


async def test_agents_are_models(client):
    models = await client.models.list()
    assert [model.id for model in models.data] == ["helper"]


async def test_chat_completion(client, model):
    model.default = Reply(text="Paris.", usage=(7, 3, 0))
    completion = await client.chat.completions.create(
        model="helper",
        messages=[
            {"role": "user", "content": "I am Ada."},
            {"role": "assistant", "content": "Hello Ada."},
            {"role": "user", "content": [{"type": "text", "text": "Capital of France?"}]},
        ],
        temperature=1.5,
    )
    assert completion.choices[0].message.content == "Paris."
    assert completion.choices[0].finish_reason == "stop"
    assert completion.usage is not None
    assert (completion.usage.prompt_tokens, completion.usage.completion_tokens) == (7, 3)
    sent = model.calls[-1].body
    assert [message["role"] for message in sent["messages"]] == ["system", "user", "assistant", "user"]
    assert "temperature" not in sent


async def test_streamed_chat_completion(client, model):
    model.default = Reply(text="one two three four", chunks=4, chunk_delay_s=0.05)
    stream = await client.chat.completions.create(
        model="helper",
        messages=[{"role": "user", "content": "Count."}],
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = [chunk async for chunk in stream]
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == "one two three four"
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].usage is not None


async def test_structured_output_is_streamed_once_it_is_valid(url, builder, make_agent, model):
    schema = {
        "type": "object",
        "properties": {"n": {"type": "integer"}},
        "required": ["n"],
        "additionalProperties": False,
    }
    await make_agent(builder, "counter", output_schema=schema)
    model.sequence = [Reply(text='{"n": "three"}'), Reply(text='{"n": 3}')]
    async with openai.AsyncOpenAI(base_url=url, api_key=builder.key) as client:
        stream = await client.chat.completions.create(
            model="counter", messages=[{"role": "user", "content": "How many?"}], stream=True
        )
        text = "".join([chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices])
    assert text == '{"n": 3}'


async def test_responses_continue_a_conversation(client, model):
    model.default = Reply(text="Hello Ada.")
    first = await client.responses.create(model="helper", input="I am Ada.")
    assert first.output_text == "Hello Ada."
    second = await client.responses.create(model="helper", input="Who am I?", previous_response_id=first.id)
    assert second.status == "completed"
    assert [message["content"] for message in model.calls[-1].body["messages"]] == [
        "Be brief.",
        "I am Ada.",
        "Hello Ada.",
        "Who am I?",
    ]


async def test_streamed_response(client, model):
    model.default = Reply(text="one two three four", chunks=4, chunk_delay_s=0.05)
    async with client.responses.stream(model="helper", input="Count.") as stream:
        kinds = [event.type async for event in stream]
        final = await stream.get_final_response()
    assert final.output_text == "one two three four"
    assert kinds[0] == "response.created"
    assert kinds[-1] == "response.completed"


async def test_refusals_and_failures_are_typed_for_the_client(client, model, url):
    with pytest.raises(openai.NotFoundError) as missing:
        await client.chat.completions.create(model="nobody", messages=[{"role": "user", "content": "Hi"}])
    assert missing.value.code == "agents.not-found"
    model.default = Reply(status=400, error="nonsense")
    with pytest.raises(openai.APIStatusError) as failed:
        await client.chat.completions.create(model="helper", messages=[{"role": "user", "content": "Hi"}])
    assert str(failed.value.code).startswith("llm.")
    async with openai.AsyncOpenAI(base_url=url, api_key="chk_live_wrong", max_retries=0) as stranger:
        with pytest.raises(openai.AuthenticationError):
            await stranger.models.list()
    with pytest.raises(openai.UnprocessableEntityError):
        await client.chat.completions.create(
            model="helper",
            messages=[{"role": "user", "content": "Hi"}],
            tools=[{"type": "function", "function": {"name": "f", "parameters": {}}}],
        )
