import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "@/api/client";
import { invalidate, read } from "@/api/queryKeys";
import type { ToolPolicy } from "@/api/types";

export const policiesQuery = read("listToolPolicies", {});
export const agentsQuery = read("listAgents", { query: { limit: 200 } });

export function usePolicyChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => invalidate(client, "listToolPolicies") });
}

/** Saves a policy as it is but for what is given. */
export function changePolicy(policy: ToolPolicy, patch: Partial<ToolPolicy>) {
  const { id, created_at: _created, updated_at: _updated, ...body } = { ...policy, ...patch };
  return call("changeToolPolicy", { path: { policy_id: id }, body });
}

/** Lets two neighbours change places; of two in the same place the first one is moved on. */
export async function exchange(first: ToolPolicy, second: ToolPolicy): Promise<void> {
  const [before, after] = [first.position ?? 0, second.position ?? 0];
  if (before === after) {
    await changePolicy(first, { position: after + 1 });
    return;
  }
  await changePolicy(second, { position: before });
  await changePolicy(first, { position: after });
}
