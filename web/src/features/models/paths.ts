declare module "@/ui/navigation" {
  interface PageParams {
    "models.providers": Record<string, never>;
    "models.routes": Record<string, never>;
  }
}

export const paths = { providers: "/settings/models", routes: "/settings/routes" } as const;
