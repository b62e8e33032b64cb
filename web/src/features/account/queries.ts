import { useMutation, useQueryClient } from "@tanstack/react-query";
import { invalidate, read } from "@/api/queryKeys";

export const secondFactorQuery = read("getSecondFactor", {});
export const passkeysQuery = read("listPasskeys", {});
export const sessionsQuery = read("listSessions", {});

/** A change of the own account, after which everything about it is read again. */
export function useAccountChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => invalidate(client, "getSecondFactor", "listPasskeys", "listSessions"),
  });
}
