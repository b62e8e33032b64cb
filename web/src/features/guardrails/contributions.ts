import { lazy } from "react";
import type { Command, CommandContext } from "@/ui/commands";
import type { Contributions } from "@/ui/contributions";
import type { PageId } from "@/ui/navigation";
import { UnreadStatus } from "./components/UnreadStatus";
import { paths } from "./paths";

type Plain = Extract<
  PageId,
  `guardrails.${"policies" | "try" | "violations" | "exceptions" | "cases" | "alerts" | "models"}`
>;

const reads = ({ can }: CommandContext) => can("guardrails.read") || "Your role does not allow reading guardrails.";

function show(id: Plain, title: string, icon: string): Command {
  return {
    id,
    title,
    category: "Guardrails",
    icon,
    when: reads,
    run: ({ navigation }) => navigation.open(navigation.href(id, {})),
  };
}

export const guardrailContributions: Contributions = {
  pages: [
    {
      id: "guardrails.policies",
      path: paths.policies,
      title: "Guardrail policies",
      icon: "shield",
      view: "guardrails",
      component: lazy(async () => ({ default: (await import("./pages/PoliciesPage")).PoliciesPage })),
    },
    {
      id: "guardrails.policy",
      path: paths.policy,
      title: "Guardrail policy",
      icon: "shield",
      view: "guardrails",
      component: lazy(async () => ({ default: (await import("./pages/PolicyPage")).PolicyPage })),
    },
    {
      id: "guardrails.try",
      path: paths.try,
      title: "Check a text",
      icon: "beaker",
      view: "guardrails",
      component: lazy(async () => ({ default: (await import("./pages/CheckPage")).CheckPage })),
    },
    {
      id: "guardrails.violations",
      path: paths.violations,
      title: "Violations",
      icon: "flame",
      view: "guardrails",
      component: lazy(async () => ({ default: (await import("./pages/ViolationsPage")).ViolationsPage })),
    },
    {
      id: "guardrails.violation",
      path: paths.violation,
      title: "Violation",
      icon: "flame",
      view: "guardrails",
      component: lazy(async () => ({ default: (await import("./pages/ViolationPage")).ViolationPage })),
    },
    {
      id: "guardrails.exceptions",
      path: paths.exceptions,
      title: "Exceptions",
      icon: "pass",
      view: "guardrails",
      component: lazy(async () => ({ default: (await import("./pages/ExceptionsPage")).ExceptionsPage })),
    },
    {
      id: "guardrails.cases",
      path: paths.cases,
      title: "Test cases",
      icon: "checklist",
      view: "guardrails",
      component: lazy(async () => ({ default: (await import("./pages/CasesPage")).CasesPage })),
    },
    {
      id: "guardrails.alerts",
      path: paths.alerts,
      title: "Alerts",
      icon: "bell",
      view: "guardrails",
      component: lazy(async () => ({ default: (await import("./pages/AlertsPage")).AlertsPage })),
    },
    {
      id: "guardrails.models",
      path: paths.models,
      title: "Classifiers",
      icon: "circuit-board",
      view: "guardrails",
      component: lazy(async () => ({ default: (await import("./pages/ModelsPage")).ModelsPage })),
    },
  ],
  commands: [
    show("guardrails.policies", "Show Guardrail Policies", "shield"),
    show("guardrails.try", "Check a Text", "beaker"),
    show("guardrails.violations", "Show Violations", "flame"),
    show("guardrails.exceptions", "Show Guardrail Exceptions", "pass"),
    show("guardrails.cases", "Show Guardrail Test Cases", "checklist"),
    show("guardrails.alerts", "Show Violation Alerts", "bell"),
    show("guardrails.models", "Show Guardrail Classifiers", "circuit-board"),
  ],
  views: [{ id: "guardrails", title: "Guardrails", icon: "shield", order: 35, home: "guardrails.violations" }],
  statusItems: [{ id: "violations", side: "left", order: 40, component: UnreadStatus }],
};
