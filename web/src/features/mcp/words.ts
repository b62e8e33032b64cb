import type { McpServer, McpTool } from "@/api/types";
import type { Tone } from "@/ui/Badge";

export const STATES: Record<McpServer["state"], { tone: Tone; icon: string; label: string }> = {
  ready: { tone: "good", icon: "check", label: "answers" },
  failing: { tone: "bad", icon: "error", label: "does not answer" },
  no_credential: { tone: "warn", icon: "key", label: "needs a credential" },
};

export const AUTHS: Record<McpServer["auth"], string> = {
  none: "none",
  api_key: "API key",
  oauth: "accounts of people (OAuth)",
};

export const OFFERS: Record<McpTool["state"], { tone: Tone; label: string }> = {
  new: { tone: "accent", label: "waits for approval" },
  approved: { tone: "good", label: "approved and pinned" },
  changed: { tone: "bad", label: "changed: quarantined" },
  gone: { tone: "warn", label: "gone: quarantined" },
  refused: { tone: "plain", label: "refused" },
};
