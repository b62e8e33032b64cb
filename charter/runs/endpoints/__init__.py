"""HTTP routes of runs: the runs themselves, conversations, and the OpenAI-compatible doors."""

from charter.runs.endpoints import conversations, guardrails, openai, runs

routers = [runs.routes, conversations.routes, openai.routes, guardrails.routes, guardrails.violation_routes]
