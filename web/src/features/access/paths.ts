declare module "@/ui/navigation" {
  interface PageParams {
    "access.keys": Record<string, never>;
    "access.members": Record<string, never>;
  }
}

export const paths = { keys: "/settings/api-keys", members: "/settings/members" } as const;
