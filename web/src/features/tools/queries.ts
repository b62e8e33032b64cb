import { useMutation, useQueryClient } from "@tanstack/react-query";
import { invalidate, read } from "@/api/queryKeys";

export const toolQuery = (tool: string) => read("getTool", { path: { tool } });
export const usageQuery = (tool: string) => read("getToolUsage", { path: { tool } });
export const usersQuery = (tool: string) => read("listToolUsers", { path: { tool } });
export const versionQuery = (tool: string, number: number) => read("getToolVersion", { path: { tool, number } });
export const templatesQuery = { ...read("listToolTemplates", {}), staleTime: Infinity };
export const credentialsQuery = read("listToolCredentials", { query: { limit: 200 } });

/** Everything that changes tools makes the same reads stale. */
export function useToolChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      invalidate(
        client,
        "listTools",
        "getTool",
        "listToolVersions",
        "getToolVersion",
        "listToolUsers",
        "previewOpenApiTools",
      ),
  });
}

export function useCredentialChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => invalidate(client, "listToolCredentials") });
}
