import { lazy } from "react";
import type { Contributions } from "@/ui/contributions";
import { OutputPanel, ProblemsBadge, ProblemsPanel } from "./BottomPanel";
import { shellCommands } from "./commands";
import { HealthStatus, ProblemsStatus, TenantStatus, VersionStatus } from "./StatusBar";
import { WelcomePage } from "./WelcomePage";

declare module "@/ui/navigation" {
  interface PageParams {
    "workbench.welcome": Record<string, never>;
    "workbench.shortcuts": Record<string, never>;
    "workbench.settings": Record<string, never>;
  }
}

/** What the frame brings itself, in the same form as the features do. */
export const shellContributions: Contributions = {
  pages: [
    { id: "workbench.welcome", path: "/", title: "Welcome", icon: "home", component: WelcomePage },
    {
      id: "workbench.shortcuts",
      path: "/shortcuts",
      title: "Keyboard Shortcuts",
      icon: "keyboard",
      view: "settings",
      component: lazy(async () => ({ default: (await import("./ShortcutsPage")).ShortcutsPage })),
    },
    {
      id: "workbench.settings",
      path: "/settings",
      title: "Settings",
      icon: "settings-gear",
      view: "settings",
      component: lazy(async () => ({ default: (await import("./SettingsPage")).SettingsPage })),
    },
  ],
  commands: shellCommands,
  views: [
    {
      id: "workflows",
      title: "Workflows",
      icon: "type-hierarchy-sub",
      order: 20,
      disabledReason: "Workflows are not part of this version yet.",
    },
    {
      id: "settings",
      title: "Settings",
      icon: "settings-gear",
      order: 50,
      home: "workbench.settings",
    },
  ],
  panels: [
    { id: "problems", title: "Problems", order: 10, component: ProblemsPanel, badge: ProblemsBadge },
    { id: "output", title: "Output", order: 20, component: OutputPanel },
    {
      id: "terminal",
      title: "Terminal",
      order: 30,
      disabledReason: "The terminal is not part of this version yet; the charter command line does the same.",
    },
  ],
  statusItems: [
    { id: "health", side: "left", order: 10, component: HealthStatus },
    { id: "problems", side: "left", order: 20, component: ProblemsStatus },
    { id: "tenant", side: "right", order: 80, component: TenantStatus },
    { id: "version", side: "right", order: 90, component: VersionStatus },
  ],
};
