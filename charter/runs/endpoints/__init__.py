"""HTTP routes of runs: the runs themselves, conversations, and the doors of OpenAI's and the Agent2Agent protocol."""

from charter.runs.endpoints import a2a, conversations, guardrails, openai, runs

routers = [
    runs.routes,
    conversations.routes,
    openai.routes,
    a2a.door_routes,
    guardrails.routes,
    guardrails.violation_routes,
]
