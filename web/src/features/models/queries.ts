import { useMutation, useQueryClient } from "@tanstack/react-query";
import { invalidate, read } from "@/api/queryKeys";

export const providersQuery = read("listModelProviders", { query: { limit: 200 } });
export const offersQuery = read("listModelOffers", {});
export const modelsQuery = read("listModels", {});
export const routesQuery = read("listModelRoutes", {});

/** A change of providers or routes changes what models there are as well. */
export function useModelChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      invalidate(
        client,
        "listModelProviders",
        "listModelOffers",
        "listModels",
        "listModelRoutes",
        "listProviderModels",
      ),
  });
}
