declare module "@/ui/navigation" {
  interface PageParams {
    "mcp.servers": Record<string, never>;
    "mcp.server": { server: string };
    "mcp.gateway": Record<string, never>;
    "mcp.account": Record<string, never>;
  }
}

export const paths = {
  servers: "/mcp-servers",
  server: "/mcp-servers/$server",
  gateway: "/mcp-gateway",
  account: "/mcp-account",
} as const;
