"""Every room's tables, imported in one place: migrations and both entry points need them all."""

import charter.access.models
import charter.agents.models
import charter.approvals.models
import charter.audit.models
import charter.budgets.models
import charter.core.idempotency
import charter.core.queue.models
import charter.edge.models
import charter.gateway.models
import charter.guardrails.models
import charter.identity.account_models
import charter.identity.models
import charter.llm.models
import charter.mcp.models
import charter.runs.models
import charter.tenants.models
import charter.tools.models
import charter.workflows.models  # noqa: F401
