import { createContext, use, type ReactNode } from "react";
import type { Session } from "@/api/types";

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("useSession needs a SessionProvider around it");
  return session;
}

/** Why the signed-in person may not do something, in words; null when they may. */
export function refusal(session: Session, permission: string): string | null {
  if (session.permissions.includes(permission)) return null;
  const roles = session.roles.length > 0 ? `Your role (${session.roles.join(", ")})` : "Your account";
  return `${roles} does not allow this: it needs the permission ${permission}.`;
}

export function useRefusal(permission: string): string | null {
  return refusal(useSession(), permission);
}
