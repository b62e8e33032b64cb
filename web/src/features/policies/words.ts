import type { ToolPolicyEffect } from "@/api/types";
import type { Tone } from "@/ui/Badge";

export const EFFECTS: Record<ToolPolicyEffect, { tone: Tone; icon: string; label: string; means: string }> = {
  allow: { tone: "good", icon: "check", label: "allow", means: "the call is made" },
  deny: { tone: "bad", icon: "circle-slash", label: "deny", means: "the call is refused" },
  ask: { tone: "warn", icon: "question", label: "ask", means: "a person is asked, and the run waits" },
};

export const RISKS = ["read", "write", "destructive", "external"] as const;
