import type * as t from "./types";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
interface Op<Result, Args = object> {
  args: Args;
  result: Result;
}
type PageQuery = { limit?: number; cursor?: string | null };
type ById = { path: { id: string } };
type ByAgent = { path: { agent: string } };

/** Every operation the workbench calls: its arguments and what it answers. */
export interface Operations {
  getSetup: Op<{ required: boolean }>;
  setUp: Op<t.Session, { body: { token: string; email: string; password: string; tenant_name: string } }>;
  signIn: Op<t.Session, { body: { email: string; password: string } }>;
  getSession: Op<t.Session>;
  signOut: Op<undefined>;
  getSystem: Op<t.SystemInfo>;

  listApiKeys: Op<t.Page<t.ApiKey>, { query: PageQuery }>;
  createApiKey: Op<t.ApiKeyCreated, { body: { name: string; role: string; expires_at?: string | null } }>;
  rotateApiKey: Op<t.ApiKeyCreated, ById>;
  revokeApiKey: Op<undefined, ById>;
  listMembers: Op<t.Page<t.Member>, { query: PageQuery }>;
  addMember: Op<t.Member, { body: { email: string; password: string; role: string } }>;
  changeMemberRole: Op<t.Member, ById & { body: { role: string } }>;
  removeMember: Op<undefined, ById>;

  listModelProviders: Op<t.Page<t.ModelProvider>, { query: PageQuery }>;
  createModelProvider: Op<
    t.ModelProvider,
    { body: { kind: string; name: string; base_url?: string | null; api_key?: string | null } }
  >;
  updateModelProvider: Op<
    t.ModelProvider,
    ById & { body: { name?: string; base_url?: string | null; api_key?: string | null } }
  >;
  deleteModelProvider: Op<undefined, ById>;
  checkModelProvider: Op<t.ProviderCheck, ById>;
  listProviderModels: Op<t.Page<t.Model>, ById>;
  pullModel: Op<string, ById & { body: { model: string } }>;
  listModelOffers: Op<t.Page<t.ModelOffer>>;
  acceptModelOffer: Op<t.ModelProvider, { path: { key: string } }>;
  listModels: Op<t.Page<t.Model>>;
  listModelRoutes: Op<t.Page<t.ModelRoute>, { query: PageQuery }>;
  createModelRoute: Op<t.ModelRoute, { body: { name: string; strategy: string; targets: t.RouteTarget[] } }>;
  replaceModelRoute: Op<t.ModelRoute, ById & { body: { name: string; strategy: string; targets: t.RouteTarget[] } }>;
  deleteModelRoute: Op<undefined, ById>;

  listAgentTemplates: Op<t.Page<t.AgentTemplate>>;
  getAgentTemplate: Op<t.AgentTemplate, { path: { slug: string } }>;
  previewAgentTemplate: Op<t.TemplatePreview, { path: { slug: string }; body: { parameters: t.JsonObject } }>;
  listAgents: Op<t.Page<t.Agent>, { query: PageQuery }>;
  createAgent: Op<t.Agent, { body: { name: string; template: string; parameters: t.JsonObject } }>;
  getAgent: Op<t.AgentWithDefinition, ByAgent>;
  updateAgent: Op<t.Agent, ByAgent & { body: { name: string } }>;
  deleteAgent: Op<undefined, ByAgent>;
  cloneAgent: Op<t.Agent, ByAgent & { body: { name: string } }>;
  validateAgent: Op<t.Validation, { body: { definition: t.JsonObject } }>;
  getAgentSchema: Op<t.JsonSchema>;
  listAgentVersions: Op<t.Page<t.AgentVersion>, ByAgent & { query: PageQuery }>;
  createAgentVersion: Op<t.AgentVersion, ByAgent & { body: { definition: t.JsonObject } }>;
  getAgentVersion: Op<t.AgentVersionWithDefinition, { path: { agent: string; number: number } }>;
  publishAgentVersion: Op<t.AgentVersion, { path: { agent: string; number: number } }>;
  rollbackAgent: Op<t.AgentVersion, ByAgent & { body: { number?: number } }>;
  diffAgentVersions: Op<t.VersionDiff, ByAgent & { query: { from: number; to: number } }>;
  exportAgent: Op<string, ByAgent>;
  importAgent: Op<t.Agent, { body: string }>;

  createRun: Op<t.Run, { body: { agent: string; input: string; conversation_id?: string | null } }>;
  listRuns: Op<
    t.Page<t.Run>,
    { query: PageQuery & { agent?: string | undefined; state?: string | undefined; conversation_id?: string } }
  >;
  getRun: Op<t.Run, ById>;
  listRunSteps: Op<t.Page<t.Step>, ById & { query: PageQuery }>;
  streamRunEvents: Op<string, ById>;
  cancelRun: Op<t.Run, ById>;
  pauseRun: Op<t.Run, ById>;
  resumeRun: Op<t.Run, ById>;
  getRunState: Op<t.JsonObject, ById>;
  listConversations: Op<t.Page<t.Conversation>, { query: PageQuery & { agent?: string } }>;
  getConversation: Op<t.Conversation, ById>;
  listConversationMessages: Op<t.Page<t.ConversationMessage>, ById & { query: PageQuery }>;
  deleteConversation: Op<undefined, ById>;
}

export type OperationId = keyof Operations;

export const routes: Record<OperationId, readonly [Method, string]> = {
  getSetup: ["GET", "/v1/setup"],
  setUp: ["POST", "/v1/setup"],
  signIn: ["POST", "/v1/session"],
  getSession: ["GET", "/v1/session"],
  signOut: ["DELETE", "/v1/session"],
  getSystem: ["GET", "/v1/system"],
  listApiKeys: ["GET", "/v1/api-keys"],
  createApiKey: ["POST", "/v1/api-keys"],
  rotateApiKey: ["POST", "/v1/api-keys/{id}/rotate"],
  revokeApiKey: ["DELETE", "/v1/api-keys/{id}"],
  listMembers: ["GET", "/v1/members"],
  addMember: ["POST", "/v1/members"],
  changeMemberRole: ["PATCH", "/v1/members/{id}"],
  removeMember: ["DELETE", "/v1/members/{id}"],
  listModelProviders: ["GET", "/v1/model-providers"],
  createModelProvider: ["POST", "/v1/model-providers"],
  updateModelProvider: ["PATCH", "/v1/model-providers/{id}"],
  deleteModelProvider: ["DELETE", "/v1/model-providers/{id}"],
  checkModelProvider: ["POST", "/v1/model-providers/{id}/check"],
  listProviderModels: ["GET", "/v1/model-providers/{id}/models"],
  pullModel: ["POST", "/v1/model-providers/{id}/pull"],
  listModelOffers: ["GET", "/v1/model-offers"],
  acceptModelOffer: ["POST", "/v1/model-offers/{key}/accept"],
  listModels: ["GET", "/v1/models"],
  listModelRoutes: ["GET", "/v1/model-routes"],
  createModelRoute: ["POST", "/v1/model-routes"],
  replaceModelRoute: ["PUT", "/v1/model-routes/{id}"],
  deleteModelRoute: ["DELETE", "/v1/model-routes/{id}"],
  listAgentTemplates: ["GET", "/v1/agent-templates"],
  getAgentTemplate: ["GET", "/v1/agent-templates/{slug}"],
  previewAgentTemplate: ["POST", "/v1/agent-templates/{slug}/preview"],
  listAgents: ["GET", "/v1/agents"],
  createAgent: ["POST", "/v1/agents"],
  getAgent: ["GET", "/v1/agents/{agent}"],
  updateAgent: ["PATCH", "/v1/agents/{agent}"],
  getAgentVersion: ["GET", "/v1/agents/{agent}/versions/{number}"],
  deleteAgent: ["DELETE", "/v1/agents/{agent}"],
  cloneAgent: ["POST", "/v1/agents/{agent}/clone"],
  validateAgent: ["POST", "/v1/agents/validate"],
  getAgentSchema: ["GET", "/v1/agents/schema"],
  listAgentVersions: ["GET", "/v1/agents/{agent}/versions"],
  createAgentVersion: ["POST", "/v1/agents/{agent}/versions"],
  publishAgentVersion: ["POST", "/v1/agents/{agent}/versions/{number}/publish"],
  rollbackAgent: ["POST", "/v1/agents/{agent}/rollback"],
  diffAgentVersions: ["GET", "/v1/agents/{agent}/diff"],
  exportAgent: ["GET", "/v1/agents/{agent}/export"],
  importAgent: ["POST", "/v1/agents/import"],
  createRun: ["POST", "/v1/runs"],
  listRuns: ["GET", "/v1/runs"],
  getRun: ["GET", "/v1/runs/{id}"],
  listRunSteps: ["GET", "/v1/runs/{id}/steps"],
  streamRunEvents: ["GET", "/v1/runs/{id}/events"],
  cancelRun: ["POST", "/v1/runs/{id}/cancel"],
  pauseRun: ["POST", "/v1/runs/{id}/pause"],
  resumeRun: ["POST", "/v1/runs/{id}/resume"],
  getRunState: ["GET", "/v1/runs/{id}/state"],
  listConversations: ["GET", "/v1/conversations"],
  getConversation: ["GET", "/v1/conversations/{id}"],
  listConversationMessages: ["GET", "/v1/conversations/{id}/messages"],
  deleteConversation: ["DELETE", "/v1/conversations/{id}"],
};
