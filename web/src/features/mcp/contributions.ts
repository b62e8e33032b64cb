import { lazy } from "react";
import type { Contributions } from "@/ui/contributions";
import type { CommandContext } from "@/ui/commands";
import { paths } from "./paths";

const reads = ({ can }: CommandContext) => can("tools.read") || "Your role does not allow reading tools.";

export const mcpContributions: Contributions = {
  pages: [
    {
      id: "mcp.servers",
      path: paths.servers,
      title: "MCP servers",
      icon: "server-process",
      view: "tools",
      component: lazy(async () => ({ default: (await import("./pages/McpServersPage")).McpServersPage })),
    },
    {
      id: "mcp.server",
      path: paths.server,
      title: "MCP server",
      icon: "server-process",
      view: "tools",
      component: lazy(async () => ({ default: (await import("./pages/McpServerPage")).McpServerPage })),
    },
    {
      id: "mcp.gateway",
      path: paths.gateway,
      title: "MCP gateway",
      icon: "plug",
      view: "tools",
      component: lazy(async () => ({ default: (await import("./pages/GatewayPage")).GatewayPage })),
    },
    {
      id: "mcp.account",
      path: paths.account,
      title: "Account at an MCP server",
      icon: "account",
      view: "tools",
      component: lazy(async () => ({ default: (await import("./pages/AccountPage")).AccountPage })),
    },
  ],
  commands: [
    {
      id: "mcp.servers",
      title: "Show MCP Servers",
      category: "MCP",
      icon: "server-process",
      when: reads,
      run: ({ navigation }) => navigation.open(navigation.href("mcp.servers", {})),
    },
    {
      id: "mcp.add",
      title: "Connect an MCP Server",
      category: "MCP",
      icon: "add",
      when: ({ can }) => can("tools.write") || "Your role does not allow connecting servers.",
      run: ({ navigation }) => navigation.open(navigation.href("mcp.servers", {}, { add: "server" })),
    },
    {
      id: "mcp.gateway",
      title: "Show What MCP Clients Can Use",
      category: "MCP",
      icon: "plug",
      when: reads,
      run: ({ navigation }) => navigation.open(navigation.href("mcp.gateway", {})),
    },
  ],
};
