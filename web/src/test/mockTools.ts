import type { Json, JsonObject } from "@/api/json";
import type { Result } from "@/api/operations";
import type * as t from "@/api/types";
import type { MockApi } from "./mockApi";
import { now, page, Refusal, type Body, type Handler } from "./mockCore";

interface StoredTool {
  tool: t.Tool;
  versions: t.ToolVersionWithDefinition[];
}

export const CODE = 'def convert(value: float) -> float:\n    """Converts."""\n    return value * 9 / 5 + 32\n';

/** Tools, with what the registry keeps of them. */
export class MockTools {
  stored = new Map<string, StoredTool>();
  credentials: t.ToolCredential[] = [];
  /** What the OpenAPI document offers; set by tests. */
  operations: t.OpenApiOperation[] = [
    makeOperation("listPets", "new"),
    makeOperation("getPet", "new"),
    makeOperation("uploadPicture", "unusable", { why: "Its body is neither JSON nor a form." }),
  ];
  users: { id: string; kind: "agent" | "workflow"; name: string }[] = [];
  usage: Result<"getToolUsage"> = {
    calls: 0,
    failures: 0,
    error_rate: null,
    health: "unknown",
    average_ms: null,
    last_called_at: null,
    last_error: null,
    last_failed_at: null,
    last_succeeded_at: null,
  };

  constructor() {
    this.add("calculator", { kind: "built_in", id: null, title: "Calculator", latest_version: null });
  }

  add(name: string, more: Partial<t.Tool> = {}): StoredTool {
    const tool: t.Tool = {
      id: `tool_${name}`,
      name,
      kind: "python",
      title: name,
      description: `Does ${name}.`,
      risk: "read",
      tags: [],
      state: "ready",
      held_because: null,
      owner_id: null,
      published_version: more.kind === "built_in" ? null : 1,
      latest_version: 1,
      updated_at: now(),
      ...more,
    };
    const stored = { tool, versions: tool.kind === "built_in" ? [] : [makeVersion(1, CODE, "published")] };
    this.stored.set(name, stored);
    return stored;
  }

  get(name: string | undefined): StoredTool {
    const found = this.stored.get(name ?? "");
    if (!found) throw new Refusal(404, "tools.tool-not-found", "Tool not found", `No tool ${name}.`);
    return found;
  }
}

export function makeOperation(
  id: string,
  difference: t.OpenApiOperation["difference"],
  more: Partial<t.OpenApiOperation> = {},
): t.OpenApiOperation {
  return {
    id,
    tool: `petstore__${id.toLowerCase()}`,
    method: "get",
    path: `/${id}`,
    title: id,
    description: "",
    input_schema: {},
    security: ["key"],
    difference,
    changed: difference === "changed" ? ["input_schema"] : [],
    why: null,
    ...more,
  };
}

export function makeVersion(number: number, code: string, state: t.ToolVersion["state"]): t.ToolVersionWithDefinition {
  const problems = check(code);
  return {
    id: `version_${number}`,
    number,
    state,
    definition: { code, hosts: [], credentials: [], tests: [], is_class: false },
    description: "Converts.",
    input_schema: { type: "object", required: ["value"], properties: { value: { type: "number" } } },
    output_schema: { type: "number" },
    problems,
    valid: problems.every((problem) => problem.severity !== "error"),
    content_hash: `sha256:${number}`,
    created_at: now(),
    published_at: state === "published" ? now() : null,
  };
}

function check(code: string): t.ToolProblem[] {
  const at = code.split("\n").findIndex((line) => line.includes("eval("));
  if (at < 0) return [];
  return [
    {
      rule: "python.eval",
      severity: "error",
      line: at + 1,
      column: 5,
      path: null,
      message: "eval runs text as code.",
      fix: "Parse the text with json.loads.",
    },
  ];
}

/** The code of a definition that somebody sends; what the server notes itself is refused, as there. */
function codeOf(definition: Json | undefined): string {
  if ("is_class" in (definition as JsonObject))
    throw new Refusal(422, "core.input-invalid", "Input is not valid", "Some fields are unknown.", [
      { path: "/definition/is_class", message: "There is no such field." },
    ]);
  return String((definition as JsonObject)["code"]);
}

function dryRun(definition: Json | undefined, input: JsonObject): t.DryRun {
  const stopped = codeOf(definition).includes("while True");
  const limits = { wall_s: 10, cpu_s: 5, memory_mb: 256, disk_mb: 16, output_kb: 256 };
  const error = {
    type: "/problems/tools.stopped",
    code: "tools.stopped",
    title: "Tool was stopped",
    detail: "It ran for 10 s.",
    status: 422,
  };
  return {
    ok: !stopped,
    result: stopped ? null : { doubled: Number(input["value"]) * 2 },
    output: "hello\n",
    error: stopped ? error : null,
    stopped: stopped ? "wall" : null,
    used: { wall_ms: 12, cpu_ms: 3, memory_kb: 20_480, limits },
  };
}

function publish(stored: StoredTool, number: number): t.ToolVersionWithDefinition {
  const version = stored.versions.find((one) => one.number === number);
  if (!version) throw new Refusal(404, "tools.tool-version-not-found", "Version not found", `No version ${number}.`);
  for (const other of stored.versions) if (other.state === "published") other.state = "retired";
  version.state = "published";
  stored.tool.published_version = number;
  stored.tool.state = "ready";
  return version;
}

function read({ tool, versions }: StoredTool): t.ToolWithDefinition {
  const version = versions.find((one) => one.number === tool.published_version) ?? versions.at(-1);
  return {
    ...tool,
    definition: version?.definition ?? {},
    input_schema: version?.input_schema ?? { type: "object" },
    output_schema: version?.output_schema ?? null,
    problems: version?.problems ?? [],
  };
}

function addVersion(stored: StoredTool, body: Body): t.ToolVersionWithDefinition {
  const version = makeVersion(stored.versions.length + 1, codeOf(body["definition"]), "draft");
  version.definition = { ...(body["definition"] as JsonObject), is_class: false };
  stored.versions.push(version);
  stored.tool.latest_version = version.number;
  if (body["publish"] === true) publish(stored, version.number);
  return version;
}

/** The registry of tools, their credentials, and what comes from OpenAPI documents. */
export function toolHandlers(api: MockApi): Handler[] {
  const { tools } = api;
  return [
    [
      "GET /v1/tools",
      (call) => {
        const [q, kind, risk, tag, state] = ["q", "kind", "risk", "tag", "state"].map((name) => call.query.get(name));
        const fits = ({ tool }: StoredTool) =>
          (!q || `${tool.name} ${tool.title} ${tool.description}`.includes(q)) &&
          (!kind || tool.kind === kind) &&
          (!risk || tool.risk === risk) &&
          (!tag || tool.tags.includes(tag)) &&
          (!state || tool.state === state);
        return page(
          [...tools.stored.values()].filter(fits).map(({ tool }) => tool),
          call,
        );
      },
    ],
    [
      "POST /v1/tools",
      ({ body }) => {
        const name = String(body["name"]);
        if (tools.stored.has(name))
          throw new Refusal(409, "tools.name-taken", "Name is taken", `The name ${name} is taken.`, [
            { path: "/name", message: "The name is taken by another tool; choose another." },
          ]);
        const stored = tools.add(name, {
          title: body["title"] === null ? name : String(body["title"]),
          risk: body["risk"] as t.Risk,
          state: "draft",
          published_version: null,
          latest_version: 0,
        });
        stored.versions = [];
        addVersion(stored, body);
        return read(stored);
      },
    ],
    [
      "POST /v1/tools/validate",
      ({ body }) => {
        const problems = check(codeOf(body["definition"]));
        const version = makeVersion(1, codeOf(body["definition"]), "draft");
        return { ...version, valid: problems.length === 0, entry: "convert", problems };
      },
    ],
    ["POST /v1/tools/dry-run", ({ body }) => dryRun(body["definition"], (body["input"] ?? {}) as JsonObject)],
    [
      "GET /v1/tool-templates",
      (call) =>
        page(
          ["plain-function", "http-caller"].map((slug) => ({
            slug,
            name: slug,
            description: `A ${slug}.`,
            code: `${CODE}# ${slug}\n`,
            hosts: slug === "http-caller" ? ["api.example.org"] : [],
            example: { value: 20 },
          })),
          call,
        ),
    ],
    ["GET /v1/tools/*", ({ params }) => read(tools.get(params[0]))],
    [
      "PATCH /v1/tools/*",
      ({ params, body }) => {
        const stored = tools.get(params[0]);
        Object.assign(stored.tool, body);
        return read(stored);
      },
    ],
    ["DELETE /v1/tools/*", ({ params }) => void tools.stored.delete(tools.get(params[0]).tool.name)],
    [
      "POST /v1/tools/*/enable",
      ({ params }) => {
        const stored = tools.get(params[0]);
        stored.tool.state = "ready";
        return read(stored);
      },
    ],
    [
      "POST /v1/tools/*/disable",
      ({ params }) => {
        const stored = tools.get(params[0]);
        stored.tool.state = "disabled";
        return read(stored);
      },
    ],
    ["GET /v1/tools/*/users", (call) => page(tools.users, call)],
    ["GET /v1/tools/*/usage", () => tools.usage],
    ["GET /v1/tools/*/versions", (call) => page([...tools.get(call.params[0]).versions].reverse(), call)],
    ["POST /v1/tools/*/versions", ({ params, body }) => addVersion(tools.get(params[0]), body)],
    [
      "GET /v1/tools/*/versions/*",
      ({ params }) => tools.get(params[0]).versions.find((one) => one.number === Number(params[1])),
    ],
    ["POST /v1/tools/*/versions/*/publish", ({ params }) => publish(tools.get(params[0]), Number(params[1]))],
    [
      "POST /v1/tools/*/versions/*/test",
      ({ params }) => {
        const version = tools.get(params[0]).versions.find((one) => one.number === Number(params[1]));
        const tests = (version?.definition["tests"] ?? []) as unknown as t.ToolTest[];
        const outcomes = tests.map((test) => {
          const run = dryRun({ code: version?.definition["code"] ?? "" }, test.input ?? {});
          const passed = JSON.stringify(run.result) === JSON.stringify(test.expect);
          return { name: test.name, passed, detail: passed ? "" : `It gave ${JSON.stringify(run.result)}.`, run };
        });
        return { passed: outcomes.every((one) => one.passed), outcomes };
      },
    ],
    ["POST /v1/tools/*/rollback", ({ params, body }) => publish(tools.get(params[0]), Number(body["number"]))],
    ["GET /v1/tool-credentials", (call) => page(tools.credentials, call)],
    [
      "POST /v1/tool-credentials",
      ({ body }) => {
        const credential: t.ToolCredential = {
          id: api.id("credential"),
          name: String(body["name"]),
          host: String(body["host"]),
          header: String(body["header"]),
          over_http: body["over_http"] === true,
          last4: String(body["value"]).slice(-4),
          created_at: now(),
          updated_at: now(),
        };
        tools.credentials.push(credential);
        return credential;
      },
    ],
    [
      "PUT /v1/tool-credentials/*/value",
      ({ params, body }) => {
        const credential = tools.credentials.find((one) => one.id === params[0]);
        return credential && Object.assign(credential, { last4: String(body["value"]).slice(-4), updated_at: now() });
      },
    ],
    [
      "DELETE /v1/tool-credentials/*",
      ({ params }) => void (tools.credentials = tools.credentials.filter((one) => one.id !== params[0])),
    ],
    [
      "POST /v1/openapi-tools/preview",
      ({ body }) => {
        if (body["document"] === "nonsense")
          throw new Refusal(422, "openapi.document-invalid", "Document is not OpenAPI", "It has no paths.", [
            { path: "/document", message: "It has no paths: this is no OpenAPI document." },
          ]);
        return {
          title: "Pets",
          version: "1.0",
          server_url: "https://pets.example.org",
          security_schemes: { key: "apiKey in header X-Key" },
          operations: tools.operations,
        };
      },
    ],
    [
      "POST /v1/openapi-tools/import",
      ({ body }) => {
        const wanted = body["operations"] as string[];
        const names = tools.operations.filter(({ id }) => wanted.includes(id)).map(({ tool }) => tool);
        for (const name of names) tools.add(name, { kind: "openapi" });
        return { created: names, updated: [], unchanged: [], held: [] };
      },
    ],
    ["POST /v1/openapi-tools/try", ({ body }) => ({ result: { asked: body["arguments"] ?? null } })],
  ];
}
