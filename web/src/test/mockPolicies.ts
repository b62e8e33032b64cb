import type * as t from "@/api/types";
import type { MockApi } from "./mockApi";
import { now, Refusal, type Handler } from "./mockCore";

export function makePolicy(name: string, position: number, more: Partial<t.ToolPolicy> = {}): t.ToolPolicy {
  return {
    id: `policy_${name}`,
    name,
    effect: "ask",
    tools: ["*"],
    agents: [],
    risks: [],
    arguments_schema: null,
    condition: null,
    enabled: true,
    expires_after_s: 259_200,
    four_eyes: false,
    position,
    reason: "",
    created_at: now(),
    updated_at: now(),
    ...more,
  };
}

/** Tool policies, kept in their order. */
export function policyHandlers(api: MockApi): Handler[] {
  const sorted = () => [...api.policies].sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  return [
    ["GET /v1/tool-policies", () => sorted()],
    [
      "POST /v1/tool-policies",
      ({ body }) => {
        if (body["condition"] === "amount >")
          throw new Refusal(422, "core.input-invalid", "Input is not valid", "The condition is no FEEL.", [
            { path: "/condition", message: "The condition ends too early." },
          ]);
        const policy = makePolicy(String(body["name"]), Number(body["position"]), body);
        api.policies.push(policy);
        return policy;
      },
    ],
    [
      "POST /v1/tool-policies/try",
      ({ body }) => {
        const fits = sorted().find((one) => one.enabled !== false && one.tools.includes(String(body["tool"])));
        return {
          effect: fits?.effect ?? "allow",
          policy: fits?.name ?? null,
          reason: fits?.reason ?? "",
          tainted: body["tool_output"] === "" ? [] : ["/to"],
        };
      },
    ],
    [
      "PUT /v1/tool-policies/*",
      ({ params, body }) => Object.assign(api.policies.find((one) => one.id === params[0]) ?? {}, body),
    ],
    [
      "DELETE /v1/tool-policies/*",
      ({ params }) => void (api.policies = api.policies.filter((one) => one.id !== params[0])),
    ],
  ];
}
