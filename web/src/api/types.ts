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
export type HeldText = Schemas["HeldTextRead"];
export type ToolPolicy = Schemas["ToolPolicyRead"];
export type ToolPolicyEffect = ToolPolicy["effect"];
export type ListedTool = Schemas["ListedTool"];
export type Tool = ListedTool;
export type ToolWithDefinition = Schemas["ToolRead"];
export type ToolKind = Schemas["ToolKind"];
export type Risk = Schemas["Risk"];
export type ToolProblem = Schemas["ToolProblem"];
export type ToolVersion = Schemas["ToolVersionSummary"];
export type ToolVersionWithDefinition = Schemas["ToolVersionRead"];
export type ToolCheck = Schemas["ToolCheck"];
export type ToolTemplate = Schemas["ToolTemplateRead"];
export type ToolLimits = Schemas["ToolLimits"];
export type ToolTest = Schemas["ToolTest"];
export type PythonDefinition = Schemas["PythonDefinition"];
export type DryRun = Schemas["DryRun"];
export type ExampleReport = Schemas["ExampleReport"];
export type ToolCredential = Schemas["ToolCredentialRead"];
export type OpenApiPreview = Schemas["OpenApiPreview"];
export type OpenApiOperation = Schemas["OperationRead"];
export type McpServer = Schemas["McpServerSummary"];
export type McpServerWithFacts = Schemas["McpServerRead"];
export type McpTool = Schemas["McpToolRead"];
export type VirtualServer = Schemas["VirtualServerRead"];
export type GuardrailPolicy = Schemas["GuardrailPolicyRead"];
export type GuardrailDocument = Schemas["PolicyDocument"];
export type GuardrailRule = Schemas["Rule"];
export type GuardrailStage = Schemas["Stage"];
export type GuardrailAction = Schemas["Action"];
export type GuardrailVerdict = Schemas["GuardrailVerdict"];
export type GuardrailException = Schemas["GuardrailExceptionRead"];
export type GuardrailCase = Schemas["GuardrailCaseRead"];
export type GuardrailTopic = Schemas["Topic"];
export type GuardrailJudge = Schemas["JudgeSettings"];
export type GuardrailModelVersion = Schemas["GuardrailModelVersionRead"];
export type GuardrailModelDetail = Schemas["GuardrailModelDetail"];
export type GuardrailModelComparison = Schemas["GuardrailModelComparison"];
export type ViolationAlert = Schemas["ViolationAlertRead"];
export type Violation = Schemas["ViolationRead"];
export type ViolationState = Schemas["ViolationState"];
export type Conversation = Schemas["ConversationRead"];
export type SystemInfo = Schemas["SystemRead"];

/** The problem that a run, a step or an event carries. */
export function problemIn(value: Json | JsonObject | undefined): Problem | null {
  return value && typeof value === "object" && !Array.isArray(value) && typeof value["code"] === "string"
    ? (value as unknown as Problem)
    : null;
}
