import type { JsonSchema } from "@/api/json";
import type { AgentDefinition, AgentTemplate, ModelOffer, Session } from "@/api/types";

export const SETUP_TOKEN = "setup-token-of-the-host";

export const templates: AgentTemplate[] = [
  {
    slug: "chatbot",
    version: 1,
    name: "Chatbot",
    description: "Answers questions about one subject in the tone you choose.",
    suggested_inputs: ["What can you help me with?"],
    parameters: {
      type: "object",
      required: ["subject"],
      additionalProperties: false,
      properties: {
        subject: {
          type: "string",
          minLength: 3,
          maxLength: 200,
          description: "What it answers questions about.",
          examples: ["Our returns policy"],
        },
        tone: {
          type: "string",
          enum: ["friendly", "formal", "brief"],
          default: "friendly",
          description: "How it speaks.",
        },
        facts: { type: "string", maxLength: 5000, description: "What it should know. Plain text is fine." },
      },
    },
  },
  {
    slug: "content-writer",
    version: 1,
    name: "Content writer",
    description: "Drafts short texts for a reader you describe.",
    suggested_inputs: [],
    parameters: {
      type: "object",
      required: ["audience"],
      properties: {
        audience: { type: "string", minLength: 3, maxLength: 200, description: "Who reads it." },
        words: { type: "integer", minimum: 50, maximum: 2000, default: 300, description: "About how long." },
      },
    },
  },
  {
    slug: "data-analyst",
    version: 1,
    name: "Data analyst",
    description: "Answers questions about a small table, as structured output.",
    suggested_inputs: [],
    parameters: {
      type: "object",
      required: ["table"],
      properties: { table: { type: "string", minLength: 3, maxLength: 5000, description: "The table as CSV." } },
    },
  },
  {
    slug: "support-triage",
    version: 1,
    name: "Support triage",
    description: "Reads a request and extracts who, what and how urgent.",
    suggested_inputs: [],
    parameters: {
      type: "object",
      required: ["categories"],
      properties: {
        categories: {
          type: "array",
          items: { type: "string" },
          minItems: 2,
          default: ["billing", "technical"],
          description: "What a request can be about.",
        },
        urgent_words: {
          type: "array",
          items: { type: "string" },
          default: [],
          description: "Words that make it urgent.",
        },
      },
    },
  },
];

export const definitionSchema: JsonSchema = {
  type: "object",
  required: ["instructions"],
  additionalProperties: false,
  properties: {
    description: { type: "string", maxLength: 1000, default: "" },
    instructions: { type: "string", minLength: 1, maxLength: 50000 },
    model: { type: "string", default: "default", description: "A model route, or provider/model." },
    parameters: { $ref: "#/$defs/ModelParameters" },
    tools: { type: "array", items: { $ref: "#/$defs/ToolGrant" }, maxItems: 64 },
    hand_offs: { type: "array", items: { type: "string" }, maxItems: 32, description: "Agents it may hand work to." },
    memory: { $ref: "#/$defs/AgentMemory" },
    output_schema: {
      anyOf: [{ type: "object", additionalProperties: true }, { type: "null" }],
      description: "JSON Schema that the answer must satisfy.",
    },
    limits: { $ref: "#/$defs/AgentLimits" },
  },
  $defs: {
    ModelParameters: {
      type: "object",
      additionalProperties: false,
      properties: {
        temperature: { anyOf: [{ type: "number", minimum: 0, maximum: 2 }, { type: "null" }] },
        top_p: { anyOf: [{ type: "number", minimum: 0, maximum: 1 }, { type: "null" }] },
        max_tokens: {
          anyOf: [{ type: "integer", minimum: 1, maximum: 1000000 }, { type: "null" }],
          description: "Most tokens in one answer.",
        },
        stop: { type: "array", items: { type: "string" }, maxItems: 4 },
        seed: { anyOf: [{ type: "integer" }, { type: "null" }] },
      },
    },
    ToolGrant: {
      type: "object",
      required: ["name"],
      additionalProperties: false,
      properties: { name: { type: "string", examples: ["calculator"] } },
    },
    AgentMemory: {
      type: "object",
      additionalProperties: false,
      properties: {
        history_turns: {
          type: "integer",
          minimum: 0,
          maximum: 200,
          default: 20,
          description: "Turns of the conversation that the model is shown.",
        },
      },
    },
    AgentLimits: {
      type: "object",
      additionalProperties: false,
      properties: {
        model_calls: { type: "integer", minimum: 1, maximum: 1000, default: 20 },
        tool_calls: { type: "integer", minimum: 0, maximum: 10000, default: 50 },
        tokens: { type: "integer", minimum: 1, default: 200000, description: "Input and output tokens together." },
        time_s: { type: "number", minimum: 1, maximum: 86400, default: 300 },
        cost_micros: {
          type: "integer",
          minimum: 0,
          default: 1000000,
          description: "Money in millionths of a US dollar.",
        },
      },
    },
  },
};

export function makeDefinition(instructions: string, description = ""): AgentDefinition {
  return {
    description,
    instructions,
    model: "default",
    parameters: { temperature: null, top_p: null, max_tokens: null, stop: [], seed: null },
    tools: [],
    hand_offs: [],
    memory: { history_turns: 20 },
    output_schema: null,
    limits: { model_calls: 20, tool_calls: 50, tokens: 200_000, time_s: 300, cost_micros: 1_000_000 },
  };
}

export const permissions = [
  "agents.read",
  "agents.write",
  "agents.publish",
  "agents.delete",
  "runs.read",
  "runs.create",
  "runs.control",
  "approvals.read",
  "approvals.decide",
  "tools.read",
  "tools.write",
  "tools.publish",
  "tools.delete",
  "tools.manage",
  "budgets.write",
  "tools.call",
  "tool_policies.read",
  "tool_policies.write",
  "guardrails.read",
  "guardrails.write",
  "models.read",
  "models.write",
  "members.read",
  "members.write",
  "keys.read",
  "keys.write",
  "audit.read",
  "tenant.read",
  "tenant.write",
  "system.read",
];

export const tenant: Session["tenant"] = {
  id: "tenant_01",
  name: "Acme",
  slug: "acme",
  state: "active",
  time_zone: "UTC",
  branding: null,
  residency: null,
  retention_days: null,
  second_factor_required: false,
};

export const offers: ModelOffer[] = [
  {
    key: "ollama",
    kind: "ollama",
    title: "Ollama",
    detail: "Found at http://127.0.0.1:11434.",
    models: ["llama3.2"],
    accepted: false,
  },
  {
    key: "openai",
    kind: "openai",
    title: "OpenAI",
    detail: "OPENAI_API_KEY is set on the server.",
    models: [],
    accepted: false,
  },
];
