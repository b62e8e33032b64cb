import { send, urlOf } from "@/api/client";
import { ApiError, type Problem } from "@/api/errors";
import { readEvents } from "@/api/sse";

export interface PullProgress {
  status: string;
  /** 0 to 1, or null while the size is not known. */
  part: number | null;
}

/**
 * Has the provider download a model and reports how far it is.
 *
 * @throws ApiError when the provider refuses or the download fails.
 */
export async function pullModel(
  provider: string,
  model: string,
  onProgress: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const response = await send(urlOf("pullProviderModel", { provider_id: provider }), {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify({ model }),
    signal,
  });
  if (!response.body) return;
  for await (const { event, data } of readEvents(response.body)) {
    if (event === "comment") continue;
    if (event === "failed") throw new ApiError(JSON.parse(data) as Problem);
    const facts = JSON.parse(data) as { status?: string; completed?: number | null; total?: number | null };
    const part = facts.total ? (facts.completed ?? 0) / facts.total : null;
    onProgress({ status: facts.status ?? "working", part });
  }
}
