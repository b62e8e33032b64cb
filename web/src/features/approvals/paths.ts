declare module "@/ui/navigation" {
  interface PageParams {
    "approvals.list": Record<string, never>;
  }
}

export const paths = { list: "/approvals" } as const;
