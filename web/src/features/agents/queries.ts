import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "@/api/client";
import { invalidate, read } from "@/api/queryKeys";
import type { JsonObject } from "@/api/json";

export const agentsQuery = read("listAgents", { query: { limit: 200 } });
export const templatesQuery = { ...read("listAgentTemplates", {}), staleTime: 300_000 };
export const schemaQuery = { ...read("getAgentSchema", {}), staleTime: Infinity };
export const agentQuery = (agent: string) => read("getAgent", { path: { agent } });
export const versionQuery = (agent: string, number: number) => read("getAgentVersion", { path: { agent, number } });
export const versionsQuery = (agent: string) => read("listAgentVersions", { path: { agent }, query: { limit: 100 } });

export function useCreateAgent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; template: string; parameters: JsonObject }) =>
      call("createAgent", { body }, { idempotencyKey: crypto.randomUUID() }),
    onSuccess: () => invalidate(client, "listAgents"),
  });
}

/** Everything that changes an agent makes the same reads stale. */
export function useAgentChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => invalidate(client, "listAgents", "getAgent", "listAgentVersions", "diffAgentVersions"),
  });
}

export async function saveDraft(agent: string, definition: JsonObject) {
  return call("createAgentVersion", { path: { agent }, body: { definition } });
}
