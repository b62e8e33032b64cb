declare module "@/ui/navigation" {
  interface PageParams {
    "models.providers": Record<never, never>;
    "models.routes": Record<never, never>;
  }
}

export const paths = { providers: "/settings/models", routes: "/settings/routes" } as const;
