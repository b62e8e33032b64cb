import type { Problem } from "./errors";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
/** JSON as people read it: texts as they are, everything else written out. */
export function textOfJson(value: Json | undefined): string {
  return typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
}
export type JsonObject = Record<string, Json>;

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface Session {
  principal: { id: string; kind: string; label: string };
  tenant: { id: string; name: string; slug: string };
  roles: string[];
  permissions: string[];
  csrf_token: string | null;
}

export interface ApiKey {
  id: string;
  name: string;
  role: string;
  prefix: string;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  last_used_at: string | null;
}
export interface ApiKeyCreated extends ApiKey {
  key: string;
}

export interface Member {
  id: string;
  email: string;
  role: string;
  created_at: string;
}

export interface ModelProvider {
  id: string;
  kind: string;
  name: string;
  slug: string;
  base_url: string | null;
  has_key: boolean;
  state: string;
  checked_at: string | null;
  problem: Problem | null;
}
export interface ProviderCheck {
  ok: boolean;
  models: number;
  latency_ms: number;
  problem: Problem | null;
}
export interface ModelOffer {
  key: string;
  kind: string;
  title: string;
  detail: string;
}
export interface ModelCapabilities {
  tools: boolean;
  json_schema: boolean;
  vision: boolean;
  context_tokens: number | null;
}
export interface Model {
  ref: string;
  name: string;
  provider: string;
  demo: boolean;
  capabilities: ModelCapabilities;
  price: { input_micros_per_mtok: number; output_micros_per_mtok: number } | null;
  overridden: boolean;
}
export interface RouteTarget {
  model: string;
  weight: number;
}
export interface ModelRoute {
  id: string;
  name: string;
  strategy: "ordered" | "weighted";
  targets: RouteTarget[];
}

/** The part of JSON Schema that template parameters and definitions use. */
export interface JsonSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: Json;
  enum?: Json[];
  const?: Json;
  examples?: Json[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  format?: string;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
}

export interface AgentTemplate {
  slug: string;
  version: number;
  name: string;
  description: string;
  parameters: JsonSchema;
  suggested_inputs: string[];
}
export interface AgentDefinition {
  description: string;
  instructions: string;
  model: string;
  parameters: {
    temperature: number | null;
    top_p: number | null;
    max_tokens: number | null;
    stop: string[];
    seed: number | null;
  };
  tools: { name: string }[];
  hand_offs: string[];
  memory: { history_turns: number };
  output_schema: JsonObject | null;
  limits: { model_calls: number; tool_calls: number; tokens: number; time_s: number; cost_micros: number };
}
export interface DefinitionProblem {
  path: string;
  message: string;
  suggestion: string | null;
  severity: "error" | "warning";
}
export interface Validation {
  valid: boolean;
  problems: DefinitionProblem[];
}
export interface TemplatePreview {
  definition: AgentDefinition | null;
  problems: DefinitionProblem[];
}
export interface Agent {
  id: string;
  slug: string;
  name: string;
  description: string;
  published_version: number | null;
  latest_version: number;
  created_at: string;
  updated_at: string;
}
export interface AgentWithDefinition extends Agent {
  definition: AgentDefinition;
}
export interface AgentVersion {
  id: string;
  number: number;
  state: "draft" | "published" | "retired";
  content_hash: string;
  created_at: string;
  published_at: string | null;
}
export interface AgentVersionWithDefinition extends AgentVersion {
  definition: AgentDefinition;
}
export interface DefinitionChange {
  path: string;
  kind: "added" | "removed" | "changed";
  before: Json;
  after: Json;
  summary: string;
}
export interface VersionDiff {
  from_version: number | null;
  to_version: number | null;
  equal: boolean;
  changes: DefinitionChange[];
}

export type RunState = "queued" | "running" | "paused" | "completed" | "failed" | "cancelled";
export interface RunUsage {
  model_calls: number;
  tool_calls: number;
  input_tokens: number;
  output_tokens: number;
  cost_micros: number;
}
export interface Run {
  id: string;
  agent: { id: string; slug: string; name: string };
  version: number;
  state: RunState;
  input: string;
  output: string | null;
  structured_output: Json;
  error: Problem | null;
  conversation_id: string | null;
  usage: RunUsage;
  limits: JsonObject;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
}
export type StepKind = "model_call" | "tool_call" | "hand_off";
export type StepState = "running" | "completed" | "failed" | "cancelled";
export interface StepUsage {
  input_tokens: number;
  output_tokens: number;
}
export interface Step {
  id: string;
  number: number;
  kind: StepKind;
  name: string;
  state: StepState;
  attempt: number;
  input: Json;
  output: Json;
  error: Problem | null;
  usage: StepUsage | null;
  cost_micros: number;
  started_at: string;
  ended_at: string | null;
}
export interface Conversation {
  id: string;
  agent: { id: string; slug: string; name: string };
  title: string;
  created_at: string;
  updated_at: string;
}
export interface ConversationMessage {
  id: string;
  role: "user" | "assistant" | "system" | "tool";
  text: string;
  run_id: string | null;
  created_at: string;
}

export interface SystemInfo {
  version: string;
  parts: { name: string; state: string; detail: string }[];
  demo_model: { state: string; name: string };
}
