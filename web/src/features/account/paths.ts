declare module "@/ui/navigation" {
  interface PageParams {
    "account.security": Record<string, never>;
  }
}

export const paths = { security: "/account/security" } as const;
