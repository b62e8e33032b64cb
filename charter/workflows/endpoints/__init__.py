"""HTTP routes of workflows."""

from charter.workflows.endpoints import definitions, instances, jobs, messages, user_tasks

routers = [
    definitions.routes,
    definitions.deployment_routes,
    instances.routes,
    jobs.routes,
    jobs.incident_routes,
    messages.message_routes,
    messages.signal_routes,
    messages.condition_routes,
    user_tasks.routes,
]
