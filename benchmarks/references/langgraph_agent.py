"""A bare LangChain agent on LangGraph, as its documentation makes one: no storage, no server, no limits."""

from __future__ import annotations

import sys
from typing import Any

from langchain.agents import create_agent
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from loop import calculate, serve


@tool
def calculator(expression: str) -> str:
    """Evaluate an arithmetic expression."""
    return calculate(expression)


def main() -> None:
    """Serve the benchmark: arguments are the model server's URL, the model, the key and the instructions."""
    url, name, key, instructions = sys.argv[1:]
    model = ChatOpenAI(model=name, base_url=f"{url}/v1", api_key=key, max_retries=2)
    plain = create_agent(model, tools=[], system_prompt=instructions)
    counting = create_agent(model, tools=[calculator], system_prompt=instructions)

    async def run_one(case: dict[str, Any]) -> str:
        agent = counting if case["tools"] else plain
        asked = {"messages": [{"role": "user", "content": case["prompt"]}]}
        if not case["streamed"]:
            return str((await agent.ainvoke(asked))["messages"][-1].content)
        return "".join([str(piece.content) async for piece, _ in agent.astream(asked, stream_mode="messages")])

    serve(run_one)


if __name__ == "__main__":
    main()
