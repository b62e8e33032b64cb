import { lazy } from "react";
import type { Contributions } from "@/ui/contributions";
import { agentCommands } from "./commands";
import { AgentsPanel } from "./components/AgentsPanel";
import { paths } from "./paths";
import { agentsQuery } from "./queries";

export const agentContributions: Contributions = {
  pages: [
    {
      id: "agents.list",
      path: paths.list,
      title: "Agents",
      icon: "hubot",
      view: "agents",
      component: lazy(async () => ({ default: (await import("./pages/AgentListPage")).AgentListPage })),
    },
    {
      id: "agents.new",
      path: paths.new,
      title: "New agent",
      icon: "add",
      view: "agents",
      component: lazy(async () => ({ default: (await import("./pages/NewAgentPage")).NewAgentPage })),
    },
    {
      id: "agents.edit",
      path: paths.edit,
      title: "Agent",
      icon: "symbol-structure",
      view: "agents",
      component: lazy(async () => ({ default: (await import("./pages/AgentEditorPage")).AgentEditorPage })),
    },
  ],
  commands: agentCommands,
  views: [{ id: "agents", title: "Agents", icon: "hubot", order: 10, home: "agents.list", panel: AgentsPanel }],
  quickOpen: [
    {
      id: "agents",
      load: async (client, href) => {
        const data = await client.query({ ...agentsQuery, staleTime: 5_000 });
        return data.items.flatMap((agent) => [
          {
            id: `${agent.id} chat`,
            label: agent.name,
            detail: "chat",
            icon: "comment-discussion",
            href: href("runs.chat", { agent: agent.slug }),
          },
          {
            id: `${agent.id} edit`,
            label: agent.name,
            detail: "definition",
            icon: "symbol-structure",
            href: href("agents.edit", { agent: agent.slug }),
          },
        ]);
      },
    },
  ],
};
