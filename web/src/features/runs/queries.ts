import { keepPreviousData, infiniteQueryOptions } from "@tanstack/react-query";
import { call } from "@/api/client";
import type { RunState } from "@/api/types";
import { queryKey, read } from "@/api/queryKeys";

export interface RunFilter {
  agent?: string | undefined;
  state?: RunState | undefined;
}

const PAGE = 50;

/** Runs, newest first, page by page. */
export function runsQuery(filter: RunFilter) {
  return infiniteQueryOptions({
    queryKey: [...queryKey("listRuns"), filter, "pages"],
    queryFn: ({ pageParam, signal }) =>
      call(
        "listRuns",
        { query: { agent: filter.agent ?? null, state: filter.state ?? null, limit: PAGE, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}

/** The runs of a conversation, newest first. */
export function turnsQuery(conversation: string) {
  return infiniteQueryOptions({
    queryKey: [...queryKey("listRuns"), { conversation }, "pages"],
    queryFn: ({ pageParam, signal }) =>
      call("listRuns", { query: { conversation_id: conversation, limit: PAGE, cursor: pageParam } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
}

export const agentOfChat = (agent: string) => read("getAgent", { path: { agent } });
export const runQuery = (id: string) => read("getRun", { path: { run_id: id } });
export const stepsQuery = (id: string) => read("listRunSteps", { path: { run_id: id } });
export const conversationsQuery = (agent: string) => read("listConversations", { query: { agent, limit: 100 } });
export const agentsForFilter = read("listAgents", { query: { limit: 200 } });
