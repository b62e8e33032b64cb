declare module "@/ui/navigation" {
  interface PageParams {
    "runs.list": Record<string, never>;
    "runs.show": { run: string };
    "runs.chat": { agent: string };
  }
}

export const paths = {
  list: "/runs",
  show: "/runs/$run",
  chat: "/agents/$agent/chat",
} as const;
