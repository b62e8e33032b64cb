import { useMutation, useQueryClient } from "@tanstack/react-query";
import { invalidate, read } from "@/api/queryKeys";

export const keysQuery = read("listApiKeys", { query: { limit: 200 } });
export const permissionsQuery = read("listPermissions", {});
export const membersQuery = read("listMembers", { query: { limit: 200 } });

export function useAccessChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => invalidate(client, "listApiKeys", "listMembers") });
}
