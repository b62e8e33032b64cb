import { lazy } from "react";
import { call } from "@/api/client";
import type { Contributions } from "@/ui/contributions";
import { toolCommands } from "./commands";
import { paths } from "./paths";

export const toolContributions: Contributions = {
  pages: [
    {
      id: "tools.list",
      path: paths.list,
      title: "Tools",
      icon: "tools",
      view: "tools",
      component: lazy(async () => ({ default: (await import("./pages/ToolListPage")).ToolListPage })),
    },
    {
      id: "tools.new",
      path: paths.new,
      title: "New Python tool",
      icon: "add",
      view: "tools",
      component: lazy(async () => ({ default: (await import("./pages/PythonToolPage")).NewToolPage })),
    },
    {
      id: "tools.openapi",
      path: paths.openapi,
      title: "OpenAPI import",
      icon: "cloud-download",
      view: "tools",
      component: lazy(async () => ({ default: (await import("./pages/OpenApiPage")).OpenApiPage })),
    },
    {
      id: "tools.credentials",
      path: paths.credentials,
      title: "Tool credentials",
      icon: "key",
      view: "tools",
      component: lazy(async () => ({ default: (await import("./pages/CredentialsPage")).CredentialsPage })),
    },
    {
      id: "tools.show",
      path: paths.show,
      title: "Tool",
      icon: "symbol-method",
      view: "tools",
      component: lazy(async () => ({ default: (await import("./pages/ToolPage")).ToolPage })),
    },
    {
      id: "tools.code",
      path: paths.code,
      title: "Tool code",
      icon: "code",
      view: "tools",
      component: lazy(async () => ({ default: (await import("./pages/PythonToolPage")).ToolCodePage })),
    },
  ],
  commands: toolCommands,
  views: [{ id: "tools", title: "Tools", icon: "tools", order: 30, home: "tools.list" }],
  quickOpen: [
    {
      id: "tools",
      load: async (_client, href) => {
        const { items } = await call("listTools", { query: { limit: 200 } });
        return items.map((tool) => ({
          id: `tool ${tool.name}`,
          label: tool.title,
          detail: `tool ${tool.name}`,
          icon: "symbol-method",
          href: href("tools.show", { tool: tool.name }),
        }));
      },
    },
  ],
};
