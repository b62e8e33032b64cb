import { lazy } from "react";
import type { Contributions } from "@/ui/contributions";
import { paths } from "./paths";

export const approvalContributions: Contributions = {
  pages: [
    {
      id: "approvals.list",
      path: paths.list,
      title: "Approvals",
      icon: "verified",
      view: "monitoring",
      component: lazy(async () => ({ default: (await import("./pages/ApprovalsPage")).ApprovalsPage })),
    },
  ],
  commands: [
    {
      id: "approvals.list",
      title: "Show Approvals",
      category: "Approvals",
      icon: "verified",
      run: ({ navigation }) => navigation.open(navigation.href("approvals.list", {})),
    },
  ],
};
