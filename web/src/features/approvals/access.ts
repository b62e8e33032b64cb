import type { Approval } from "@/api/types";
import { useRefusal, useSession } from "@/ui/access";

/** Why the person signed in may not answer a question; null when they may. */
export function useDecideRefusal(approval: Approval): string | null {
  const session = useSession();
  const forbidden = useRefusal("approvals.decide");
  return approval.assigned_to === session.principal.id ? null : forbidden;
}
