declare module "@/ui/navigation" {
  interface PageParams {
    "access.keys": Record<never, never>;
    "access.members": Record<never, never>;
  }
}

export const paths = { keys: "/settings/api-keys", members: "/settings/members" } as const;
