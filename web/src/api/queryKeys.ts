import { queryOptions, type QueryClient } from "@tanstack/react-query";
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

/** Marks every cached answer of these operations as stale. */
export async function invalidate(client: QueryClient, ...ids: OperationId[]): Promise<void> {
  await Promise.all(ids.map((id) => client.invalidateQueries({ queryKey: [id] })));
}
