import { accessContributions } from "@/features/access/contributions";
import { accountContributions } from "@/features/account/contributions";
import { agentContributions } from "@/features/agents/contributions";
import { approvalContributions } from "@/features/approvals/contributions";
import { guardrailContributions } from "@/features/guardrails/contributions";
import { mcpContributions } from "@/features/mcp/contributions";
import { modelContributions } from "@/features/models/contributions";
import { policyContributions } from "@/features/policies/contributions";
import { runContributions } from "@/features/runs/contributions";
import { toolContributions } from "@/features/tools/contributions";
import { joinContributions } from "@/shell/context";
import { shellContributions } from "@/shell/contributions";

/** The workbench as it is assembled: a feature becomes part of it by being listed here. */
export const workbench = joinContributions([
  shellContributions,
  accountContributions,
  agentContributions,
  runContributions,
  approvalContributions,
  toolContributions,
  mcpContributions,
  policyContributions,
  guardrailContributions,
  modelContributions,
  accessContributions,
]);
