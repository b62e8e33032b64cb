"""HTTP routes of runs: the runs themselves, conversations, and the OpenAI-compatible doors."""

from charter.runs.endpoints import conversations, openai, runs

routers = [runs.routes, conversations.routes, openai.routes]
