import { lazy } from "react";
import type { Contributions } from "@/ui/contributions";
import { runCommands } from "./commands";
import { MonitoringPanel } from "./components/MonitoringPanel";
import { RunsStatus } from "./components/RunsStatus";
import { paths } from "./paths";
import { runsQuery } from "./queries";

export const runContributions: Contributions = {
  pages: [
    {
      id: "runs.list",
      path: paths.list,
      title: "Runs",
      icon: "pulse",
      view: "monitoring",
      component: lazy(async () => ({ default: (await import("./pages/RunListPage")).RunListPage })),
    },
    {
      id: "runs.show",
      path: paths.show,
      title: "Run",
      icon: "debug-alt",
      view: "monitoring",
      component: lazy(async () => ({ default: (await import("./pages/RunPage")).RunPage })),
    },
    {
      id: "runs.chat",
      path: paths.chat,
      title: "Chat",
      icon: "comment-discussion",
      view: "agents",
      component: lazy(async () => ({ default: (await import("./pages/ChatPage")).ChatPage })),
    },
  ],
  commands: runCommands,
  views: [
    { id: "monitoring", title: "Monitoring", icon: "pulse", order: 40, home: "runs.list", panel: MonitoringPanel },
  ],
  statusItems: [{ id: "runs", side: "left", order: 30, component: RunsStatus }],
  quickOpen: [
    {
      id: "runs",
      load: async (client, href) => {
        const data = await client.infiniteQuery({ ...runsQuery({}), staleTime: 5_000 });
        return (data.pages[0]?.items ?? []).map((run) => ({
          id: run.id,
          label: run.input.slice(0, 80) || run.id,
          detail: `run of ${run.agent.name}, ${run.state}`,
          icon: "debug-alt",
          href: href("runs.show", { run: run.id }),
        }));
      },
    },
  ],
};
