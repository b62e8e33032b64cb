import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { invalidate, read } from "@/api/queryKeys";

export const policiesQuery = read("listGuardrailPolicies", { query: { limit: 200 } });
export const policyQuery = (id: string, number: number | null) =>
  read("getGuardrailPolicy", { path: { policy_id: id }, query: { number } });
export const violationQuery = (id: string) => read("getViolation", { path: { violation_id: id } });
export const exceptionsQuery = read("listGuardrailExceptions", {});
export const casesQuery = read("listGuardrailCases", {});
export const alertsQuery = read("listViolationAlerts", {});
export const unreadQuery = { ...read("getUnreadViolations", {}), refetchInterval: 30_000 };
export const modelsQuery = read("listGuardrailModels", {});
export const modelQuery = (model: string, version: string) =>
  read("getGuardrailModelVersion", { path: { model, model_version: version } });
export const comparisonQuery = (model: string, days: number) =>
  read("compareGuardrailModels", { path: { model }, query: { days } });
export const agentsQuery = read("listAgents", { query: { limit: 200 } });

export interface JudgeCategory {
  name: string;
  label: string;
  description: string;
}

/** What a judge is asked about unless a policy says otherwise, as the server says it. */
export function useJudgeCategories(): readonly JudgeCategory[] {
  const found = useQuery(read("listJudgeCategories", {}));
  return (found.data ?? []).map((one) => ({ ...one, label: one.name.replaceAll("-", " ") }));
}

/** What can judge: the tenant's model routes and models. */
export function useJudgeChoices(): { value: string; label: string }[] {
  const routes = useQuery(read("listModelRoutes", {}));
  const models = useQuery(read("listModels", {}));
  return [
    ...(routes.data?.items ?? []).map(({ name }) => ({ value: name, label: `${name} (route)` })),
    ...(models.data?.items ?? []).map(({ ref }) => ({ value: ref, label: ref })),
  ];
}

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
        "listGuardrailModels",
        "getGuardrailModelVersion",
        "compareGuardrailModels",
      ),
  });
}
