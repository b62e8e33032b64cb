import { useMutation, useQueryClient } from "@tanstack/react-query";
import { invalidate, read } from "@/api/queryKeys";

export const policiesQuery = read("listGuardrailPolicies", { query: { limit: 200 } });
export const policyQuery = (id: string, number: number | null) =>
  read("getGuardrailPolicy", { path: { policy_id: id }, query: { number } });
export const violationQuery = (id: string) => read("getViolation", { path: { violation_id: id } });
export const exceptionsQuery = read("listGuardrailExceptions", {});
export const casesQuery = read("listGuardrailCases", {});
export const alertsQuery = read("listViolationAlerts", {});
export const unreadQuery = { ...read("getUnreadViolations", {}), refetchInterval: 30_000 };
export const modelsQuery = { ...read("getGuardrailModels", {}), staleTime: 300_000 };
export const agentsQuery = read("listAgents", { query: { limit: 200 } });

export function useGuardrailChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      invalidate(
        client,
        "listGuardrailPolicies",
        "getGuardrailPolicy",
        "listViolations",
        "getViolation",
        "listGuardrailExceptions",
        "listGuardrailCases",
        "listViolationAlerts",
        "getUnreadViolations",
      ),
  });
}
