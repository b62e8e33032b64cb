declare module "@/ui/navigation" {
  interface PageParams {
    "agents.list": Record<never, never>;
    "agents.new": Record<never, never>;
    "agents.edit": { agent: string };
  }
}

export const paths = {
  list: "/agents",
  new: "/agents/new",
  edit: "/agents/$agent/edit",
} as const;
