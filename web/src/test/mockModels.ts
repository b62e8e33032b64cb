import type * as t from "@/api/types";
import type { MockApi } from "./mockApi";
import { now, page, Refusal, type Handler } from "./mockCore";

function models(api: MockApi): t.Model[] {
  const demo = model(api, "demo", "Demo model", "demo", "smollm2-135m-instruct");
  const others = api.providers.map((one) => {
    const name = one.kind === "ollama" ? "llama3.2" : "gpt-4.1-mini";
    return model(api, one.slug, one.name, one.kind, name);
  });
  return [demo, ...others];
}

function model(api: MockApi, slug: string, name: string, kind: string, model: string): t.Model {
  const able = kind !== "demo";
  return {
    ref: `${slug}/${model}`,
    model,
    kind,
    provider_id: able ? api.id("provider") : null,
    provider_slug: slug,
    provider_name: name,
    capabilities: {
      tools: able,
      json_schema: able,
      vision: false,
      sampling: true,
      context_window: able ? 131_072 : 8_192,
      max_output_tokens: null,
      input_price: kind === "openai" ? 400_000 : null,
      output_price: kind === "openai" ? 1_600_000 : null,
      cached_input_price: null,
    },
    overridden: false,
  };
}

function addProvider(
  api: MockApi,
  kind: string,
  name: string,
  baseUrl: string | null,
  hasKey: boolean,
): t.ModelProvider {
  const provider: t.ModelProvider = {
    id: api.id("provider"),
    kind,
    name,
    slug: name.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
    base_url: baseUrl ?? "https://api.example.org/v1",
    key_last4: hasKey ? "x1y2" : null,
    key_fingerprint: hasKey ? "ab12" : null,
    state: "ready",
    state_detail: null,
    model_count: 1,
    checked_at: now(),
    created_at: now(),
  };
  api.providers.push(provider);
  return provider;
}

function pull(): Response {
  const steps = [0, 25, 60, 100].map(
    (percent, index) =>
      `id: ${index + 1}\nevent: progress\ndata: ${JSON.stringify({ status: "downloading", completed: percent, total: 100 })}\n\n`,
  );
  return new Response([...steps, "id: 9\nevent: done\ndata: {}\n\n"].join(""), {
    headers: { "content-type": "text/event-stream" },
  });
}

/** Model providers, models and routes. */
export function modelHandlers(api: MockApi): Handler[] {
  return [
    ["GET /v1/model-offers", (call) => page(api.offers, call)],
    [
      "POST /v1/model-offers/*/accept",
      ({ params }) => {
        const offer = api.offers.find((one) => one.key === params[0]);
        api.offers = api.offers.filter((one) => one !== offer);
        return addProvider(
          api,
          offer?.kind ?? "ollama",
          offer?.kind === "ollama" ? "Ollama" : "OpenAI",
          offer?.kind === "ollama" ? "http://127.0.0.1:11434" : null,
          offer?.kind !== "ollama",
        );
      },
    ],
    ["GET /v1/model-providers", (call) => page(api.providers, call)],
    [
      "POST /v1/model-providers",
      ({ body }) => {
        if (body["api_key"] === "wrong")
          throw new Refusal(
            422,
            "llm.credential-refused",
            "Provider refused the key",
            "OpenAI answered 401. Check the key.",
            [{ path: "/api_key", message: "The provider refused this key." }],
          );
        return addProvider(
          api,
          String(body["kind"]),
          String(body["name"]),
          (body["base_url"] as string | null | undefined) ?? null,
          Boolean(body["api_key"]),
        );
      },
    ],
    [
      "PATCH /v1/model-providers/*",
      ({ params, body }) =>
        Object.assign(api.providers.find((one) => one.id === params[0]) ?? {}, {
          ...body,
          api_key: undefined,
          has_key: true,
        }),
    ],
    [
      "DELETE /v1/model-providers/*",
      ({ params }) => void (api.providers = api.providers.filter((one) => one.id !== params[0])),
    ],
    ["POST /v1/model-providers/*/check", ({ params }) => api.providers.find((one) => one.id === params[0])],
    ["GET /v1/model-providers/*/models", () => ({ items: ["llama3.2"] })],
    ["POST /v1/model-providers/*/pull", () => pull()],
    ["GET /v1/models", () => ({ items: models(api), default: api.modelRoutes[0]?.targets[0]?.model ?? null })],
    ["GET /v1/model-routes", (call) => page(api.modelRoutes, call)],
    [
      "POST /v1/model-routes",
      ({ body }) => {
        const route = { ...(body as unknown as t.ModelRoute), id: api.id("route"), created_at: now() };
        api.modelRoutes.push(route);
        return route;
      },
    ],
    [
      "PUT /v1/model-routes/*",
      ({ params, body }) => Object.assign(api.modelRoutes.find((one) => one.id === params[0]) ?? {}, body),
    ],
    [
      "DELETE /v1/model-routes/*",
      ({ params }) => void (api.modelRoutes = api.modelRoutes.filter((one) => one.id !== params[0])),
    ],
  ];
}
