import { useInfiniteQuery } from "@tanstack/react-query";
import type { Arguments, OperationId } from "@/api/operations";
import { readPages, type RowOf } from "@/api/queryKeys";

/** The rows of an operation that lists, as far as they were fetched, and the query that fetches more. */
export function usePages<Id extends OperationId>(
  id: Id,
  args: Arguments<Id>,
  options: { refetchInterval?: number } = {},
) {
  const pages = useInfiniteQuery({ ...readPages(id, args), ...options });
  const rows = (pages.data?.pages ?? []).flatMap((page) => (page as { items: RowOf<Id>[] }).items);
  return { rows, pages };
}
