import type { Risk, Tool, ToolKind } from "@/api/types";
import type { Tone } from "@/ui/Badge";

export const KINDS: Record<ToolKind, string> = {
  built_in: "built in",
  python: "Python",
  openapi: "OpenAPI",
  mcp: "MCP",
};

export const RISKS: Record<Risk, { tone: Tone; label: string; means: string }> = {
  read: { tone: "plain", label: "read", means: "only reads" },
  write: { tone: "accent", label: "write", means: "changes something that can be changed back" },
  destructive: { tone: "bad", label: "destructive", means: "takes something away for good" },
  external: { tone: "warn", label: "external", means: "reaches people or systems outside" },
};

export const STATES: Record<Tool["state"], { tone: Tone; icon: string; label: string }> = {
  ready: { tone: "good", icon: "check", label: "enabled" },
  draft: { tone: "accent", icon: "edit", label: "draft" },
  disabled: { tone: "plain", icon: "circle-slash", label: "disabled" },
  quarantined: { tone: "bad", icon: "shield", label: "quarantined" },
};

export const riskChoices = Object.entries(RISKS).map(([value, risk]) => ({
  value,
  label: `${risk.label}: ${risk.means}`,
}));
