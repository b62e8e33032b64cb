import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { call, onUnauthorized, setCsrfToken } from "@/api/client";
import { ApiError } from "@/api/errors";
import { queryKey } from "@/api/queryKeys";
import type { Session } from "@/api/types";
import { clearToasts } from "@/ui/toasts";

const key = queryKey("getSession", {});

async function fetchSession(signal: AbortSignal): Promise<Session | null> {
  try {
    const session = await call("getSession", {}, { signal });
    setCsrfToken(session.csrf_token);
    return session;
  } catch (error) {
    if (error instanceof ApiError && error.problem.status === 401) return null;
    throw error;
  }
}

/** A server that is away is asked again until it is back. */
export const whileFailing = (query: { state: { status: string } }) =>
  query.state.status === "error" ? 2_000 : (false as const);

/** The present session; `null` means nobody is signed in. When it ends on the server, it ends here at once. */
export function useSessionQuery() {
  const client = useQueryClient();
  useEffect(() => {
    onUnauthorized(() => client.setQueryData(key, null));
  }, [client]);
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => fetchSession(signal),
    staleTime: Infinity,
    refetchInterval: whileFailing,
  });
}

/** The session's own query stays: the page watches it, and a query that was removed is watched no more. */
const notSession = (query: { queryKey: readonly unknown[] }) => query.queryKey[0] !== "getSession";

/** Starts using a session that was just opened. What was cached for somebody else is forgotten. */
export function enter(client: QueryClient, session: Session, before: Session | null): void {
  const same = before?.principal.id === session.principal.id && before.tenant.id === session.tenant.id;
  if (same) void client.invalidateQueries({ predicate: notSession });
  else client.removeQueries({ predicate: notSession });
  setCsrfToken(session.csrf_token);
  client.setQueryData(key, session);
}

/** Ends the session, and the provider's own where there is one. Who must still enrol has no provider. */
export async function signOut(client: QueryClient): Promise<void> {
  const due = client.getQueryData<Session | null>(key)?.second_factor_due;
  const redirect_to = due ? await call("signOut", {}) : (await call("signOutEverywhere", {})).redirect_to;
  setCsrfToken(null);
  clearToasts();
  client.setQueryData(key, null);
  client.removeQueries({ predicate: notSession });
  // The provider's own session ends there; it sends the browser back.
  if (redirect_to) window.location.assign(redirect_to);
}
