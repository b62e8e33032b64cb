import { infiniteQueryOptions, keepPreviousData, queryOptions, type QueryClient } from "@tanstack/react-query";
import { call } from "./client";
import type { Arguments, OperationId, Result } from "./operations";

/** Keys start with the operation id, so that a mutation can name what it makes stale. */
export function queryKey<Id extends OperationId>(id: Id, args?: Arguments<Id>): readonly unknown[] {
  return args === undefined ? [id] : [id, args];
}

/** A read of one operation for `useQuery`. */
export function read<Id extends OperationId>(id: Id, args: Arguments<Id>) {
  return queryOptions<Result<Id>>({
    queryKey: queryKey(id, args),
    queryFn: ({ signal }) => call(id, args, { signal }),
  });
}

/** What one page of an operation that lists holds. */
export type RowOf<Id extends OperationId> = Result<Id> extends { items: readonly (infer Row)[] } ? Row : never;

/** A read of an operation that lists, page by page; while a filter changes, the rows before stay. */
export function readPages<Id extends OperationId>(id: Id, args: Arguments<Id>) {
  const { query = {} } = args as { query?: object };
  return infiniteQueryOptions({
    queryKey: [...queryKey(id, args), "pages"],
    queryFn: ({ pageParam, signal }) =>
      call(id, { ...args, query: { ...query, cursor: pageParam } } as unknown as Arguments<Id>, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last as { next_cursor?: string | null } | undefined)?.next_cursor ?? null,
    placeholderData: keepPreviousData,
  });
}

/** Marks every cached answer of these operations as stale. */
export async function invalidate(client: QueryClient, ...ids: OperationId[]): Promise<void> {
  await Promise.all(ids.map((id) => client.invalidateQueries({ queryKey: [id] })));
}
