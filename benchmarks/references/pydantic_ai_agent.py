"""A bare Pydantic AI agent, as its documentation makes one: no storage, no server, no limits."""

from __future__ import annotations

import sys
from typing import Any

from loop import calculate, serve
from pydantic_ai import Agent
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider


def calculator(expression: str) -> str:
    """Evaluate an arithmetic expression."""
    return calculate(expression)


def main() -> None:
    """Serve the benchmark: arguments are the model server's URL, the model, the key and the instructions."""
    url, name, key, instructions = sys.argv[1:]
    model = OpenAIChatModel(name, provider=OpenAIProvider(base_url=f"{url}/v1", api_key=key))
    plain: Agent[None, str] = Agent(model, instructions=instructions)
    counting: Agent[None, str] = Agent(model, instructions=instructions, tools=[calculator])

    async def run_one(case: dict[str, Any]) -> str:
        agent = counting if case["tools"] else plain
        if not case["streamed"]:
            return (await agent.run(case["prompt"])).output
        async with agent.run_stream(case["prompt"]) as answer:
            return "".join([text async for text in answer.stream_text(delta=True, debounce_by=None)])

    serve(run_one)


if __name__ == "__main__":
    main()
