import { useMutation, useQueryClient } from "@tanstack/react-query";
import { invalidate, read } from "@/api/queryKeys";

export const serverQuery = (server: string) => read("getMcpServer", { path: { server } });
export const offersQuery = (server: string) => read("listMcpTools", { path: { server } });
export const agentsQuery = read("listAgents", { query: { limit: 200 } });

/** Everything that changes a server may change which tools there are. */
export function useMcpChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => invalidate(client, "listMcpServers", "getMcpServer", "listMcpTools", "listTools", "getTool"),
  });
}

export function useVirtualServerChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => invalidate(client, "listMcpVirtualServers") });
}
