declare module "@/ui/navigation" {
  interface PageParams {
    "tools.list": Record<string, never>;
    "tools.new": Record<string, never>;
    "tools.openapi": Record<string, never>;
    "tools.credentials": Record<string, never>;
    "tools.show": { tool: string };
    "tools.code": { tool: string };
  }
}

// What is not a tool lies beside /tools, because a tool may have any name.
export const paths = {
  list: "/tools",
  new: "/new-tool",
  openapi: "/openapi-tools",
  credentials: "/tool-credentials",
  show: "/tools/$tool",
  code: "/tools/$tool/code",
} as const;
