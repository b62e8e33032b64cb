import type { Problem } from "./errors";
import type { components } from "./generated/schema";
import type { Json, JsonObject } from "./json";

type Schemas = components["schemas"];

/** Documents of the API under the names the workbench uses. Problems inside documents are free JSON there. */
export type Session = Schemas["SessionRead"];
export type ApiKey = Schemas["ApiKeyRead"];
export type ApiKeyCreated = Schemas["ApiKeyCreated"];
export type Passkey = Schemas["PasskeyRead"];
export type UserSession = Schemas["UserSessionRead"];
export type ServiceAccount = Schemas["ServiceAccountRead"];
export type ServiceAccountKey = Schemas["ServiceAccountKeyRead"];
export type ServiceAccountKeyCreated = Schemas["ServiceAccountKeyCreated"];
export type Permission = Schemas["PermissionRead"];
export type Member = Schemas["MemberRead"];
export type Role = Schemas["Role"];
export type ModelProvider = Schemas["ProviderRead"];
export type ModelOffer = Schemas["OfferRead"];
export type Model = Schemas["ModelRead"];
export type ModelRoute = Schemas["RouteRead"];
export type RouteTarget = Schemas["RouteTarget"];
export type AgentTemplate = Schemas["TemplateRead"];
export type AgentDefinition = Schemas["AgentDefinition"];
export type DefinitionProblem = Schemas["DefinitionProblem"];
export type Agent = Schemas["AgentSummary"];
export type AgentVersion = Schemas["AgentVersionSummary"];
export type AgentVersionWithDefinition = Schemas["AgentVersionRead"];
export type Run = Schemas["RunRead"];
export type RunState = Schemas["RunState"];
export type Step = Schemas["StepRead"];
export type StepKind = Schemas["StepKind"];
export type StepState = Schemas["StepState"];
export type StepUsage = Schemas["StepUsage"];
export type Approval = Schemas["CallApprovalRead"];
export type Conversation = Schemas["ConversationRead"];
export type SystemInfo = Schemas["SystemRead"];

/** The problem that a run, a step or an event carries. */
export function problemIn(value: Json | JsonObject | undefined): Problem | null {
  return value && typeof value === "object" && !Array.isArray(value) && typeof value["code"] === "string"
    ? (value as unknown as Problem)
    : null;
}
