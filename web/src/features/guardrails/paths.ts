declare module "@/ui/navigation" {
  interface PageParams {
    "guardrails.policies": Record<string, never>;
    "guardrails.policy": { policy: string };
    "guardrails.try": Record<string, never>;
    "guardrails.violations": Record<string, never>;
    "guardrails.violation": { violation: string };
    "guardrails.exceptions": Record<string, never>;
    "guardrails.cases": Record<string, never>;
    "guardrails.alerts": Record<string, never>;
    "guardrails.models": Record<string, never>;
  }
}

export const paths = {
  policies: "/guardrails",
  policy: "/guardrails/$policy",
  try: "/guardrail-check",
  violations: "/violations",
  violation: "/violations/$violation",
  exceptions: "/guardrail-exceptions",
  cases: "/guardrail-cases",
  alerts: "/violation-alerts",
  models: "/guardrail-models",
} as const;
