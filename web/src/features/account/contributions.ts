import { lazy } from "react";
import type { Contributions } from "@/ui/contributions";
import { accountCommands } from "./commands";
import { paths } from "./paths";

export const accountContributions: Contributions = {
  pages: [
    {
      id: "account.security",
      path: paths.security,
      title: "Your account",
      icon: "shield",
      view: "settings",
      component: lazy(async () => ({ default: (await import("./pages/SecurityPage")).SecurityPage })),
    },
  ],
  commands: accountCommands,
};
