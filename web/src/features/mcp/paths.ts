declare module "@/ui/navigation" {
  interface PageParams {
    "mcp.servers": Record<string, never>;
    "mcp.server": { server: string };
    "mcp.gateway": Record<string, never>;
  }
}

export const paths = { servers: "/mcp-servers", server: "/mcp-servers/$server", gateway: "/mcp-gateway" } as const;
