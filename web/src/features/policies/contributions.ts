import { lazy } from "react";
import type { Contributions } from "@/ui/contributions";
import { paths } from "./paths";

export const policyContributions: Contributions = {
  pages: [
    {
      id: "policies.list",
      path: paths.list,
      title: "Tool policies",
      icon: "law",
      view: "tools",
      component: lazy(async () => ({ default: (await import("./pages/ToolPoliciesPage")).ToolPoliciesPage })),
    },
  ],
  commands: [
    {
      id: "policies.list",
      title: "Show Tool Policies",
      category: "Tools",
      icon: "law",
      when: ({ can }) => can("tool_policies.read") || "Your role does not allow reading tool policies.",
      run: ({ navigation }) => navigation.open(navigation.href("policies.list", {})),
    },
  ],
};
