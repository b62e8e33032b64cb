declare module "@/ui/navigation" {
  interface PageParams {
    "agents.list": Record<string, never>;
    "agents.new": Record<string, never>;
    "agents.edit": { agent: string };
  }
}

export const paths = {
  list: "/agents",
  new: "/agents/new",
  edit: "/agents/$agent/edit",
} as const;
