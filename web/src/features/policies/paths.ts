declare module "@/ui/navigation" {
  interface PageParams {
    "policies.list": Record<string, never>;
  }
}

export const paths = { list: "/tool-policies" } as const;
