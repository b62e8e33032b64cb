"""What is measured: the cases, what the scripted model answers in each, and the agents that are asked."""

from __future__ import annotations

import json
from dataclasses import dataclass

MODEL = "gpt-4o"
API_KEY = "sk-test-scripted-key"
INSTRUCTIONS = "Answer the question; count with the calculator."


@dataclass(frozen=True)
class Case:
    """One kind of run.

    Attributes:
        prompt: what is asked; the scripted model knows the case by it.
        answer: what must be in the answer, so that a failing run is never counted.
        tools: built-in tools of the agent.
        streamed: the caller reads the answer as it is made.
    """

    name: str
    title: str
    prompt: str
    answer: str
    tools: tuple[str, ...] = ()
    streamed: bool = False


PLAIN = Case("plain", "plain answer", "case-plain: say hello", "Hello from the fake model.")
TOOL = Case("tool", "one tool call", "case-tool: what is 6 times 7?", "It is 42.", tools=("calculator",))
STREAM = Case("stream", "stream of 100 chunks", "case-stream: tell a story", "word099 ", streamed=True)
PACED = Case("paced", "the same, a chunk every 5 ms", "case-paced: tell a story", "word099 ", streamed=True)
FIRST = Case("first", "first token", "case-first: tell a story slowly", "word009 ", streamed=True)

CASES = {case.name: case for case in (PLAIN, TOOL, STREAM, PACED, FIRST)}
COMPARED = (PLAIN, TOOL, STREAM)

FIRST_DELAY_S = 0.1


def model_script() -> str:
    """Return the script of ``tests.llm.fake_server``."""
    story = "".join(f"word{number:03} " for number in range(100))
    short = "".join(f"word{number:03} " for number in range(10))
    rules = [
        {"when": {"contains": "case-tool", "tool_result": True}, "reply": {"text": TOOL.answer}},
        {
            "when": {"contains": "case-tool"},
            "reply": {"text": "", "tool_calls": [["calculator", '{"expression": "6*7"}']]},
        },
        {"when": {"contains": "case-stream"}, "reply": {"text": story, "chunks": 100}},
        {"when": {"contains": "case-paced"}, "reply": {"text": story, "chunks": 100, "chunk_delay_s": 0.005}},
        {
            "when": {"contains": "case-first"},
            "reply": {"text": short, "chunks": 10, "chunk_delay_s": 0.02, "delay_s": FIRST_DELAY_S},
        },
    ]
    return json.dumps({"port": 0, "models": [MODEL], "rules": rules, "default": {"text": PLAIN.answer}})
