import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRootRoute, createRoute, createRouter, RouterProvider, type RouterHistory } from "@tanstack/react-router";
import { useState } from "react";
import { problemMessage } from "@/api/errors";
import { Gate } from "@/features/account/components/Gate";
import { WorkbenchProvider } from "@/shell/context";
import { bindTabs } from "@/shell/tabs";
import { Workbench } from "@/shell/Workbench";
import { workbench } from "./features";

/** The workbench of one tenant. Its open tabs belong to the tenant and are brought back before the first rendering. */
function TenantWorkbench({ tenant }: { tenant: string }) {
  useState(() => bindTabs(tenant));
  return (
    <WorkbenchProvider value={workbench}>
      <Workbench />
    </WorkbenchProvider>
  );
}

function Frame() {
  return <Gate>{({ tenant }) => <TenantWorkbench key={tenant.id} tenant={tenant.id} />}</Gate>;
}

/**
 * One route takes every address. Which page an address means is decided by the page definitions, because two editor
 * groups show two addresses at once and both must be resolved alike.
 */
export function createAppRouter(history?: RouterHistory) {
  const root = createRootRoute({ component: Frame, notFoundComponent: () => null });
  const page = createRoute({ getParentRoute: () => root, path: "$", component: () => null });
  return createRouter({
    routeTree: root.addChildren([page]),
    ...(history ? { history } : {}),
    // Plain text values: an address is read by people and by other programs.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(search as Record<string, string>).toString();
      return text && `?${text}`;
    },
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (count, error) => count < 2 && problemMessage(error).retryable,
        retryDelay: (count) => Math.min(4_000, 500 * 2 ** count),
      },
    },
  });
}

export function App({ history }: { history?: RouterHistory }) {
  const [client] = useState(createQueryClient);
  const [router] = useState(() => createAppRouter(history));
  return (
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
