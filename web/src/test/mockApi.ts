import { parse, stringify } from "yaml";
import type { Problem } from "@/api/errors";
import type { Json, JsonObject } from "@/api/json";
import type * as t from "@/api/types";
import { accessHandlers } from "./mockAccess";
import { accountHandlers, MockAccount } from "./mockAccount";
import { approvalHandlers } from "./mockApprovals";
import { now, page, Refusal, type Body, type Handler } from "./mockCore";
import { definitionSchema, makeDefinition, offers, permissions, templates, tenant } from "./mockData";
import { guardrailHandlers, MockGuardrails } from "./mockGuardrails";
import { mcpHandlers, MockMcp } from "./mockMcp";
import { modelHandlers } from "./mockModels";
import { policyHandlers } from "./mockPolicies";
import { MockTools, toolHandlers } from "./mockTools";

interface StoredEvent {
  id: number;
  type: string;
  data: JsonObject;
}

interface StoredRun {
  run: t.Run;
  steps: t.Step[];
  events: StoredEvent[];
  wake: Set<() => void>;
}

interface StoredAgent {
  agent: t.Agent;
  versions: t.AgentVersionWithDefinition[];
}

export interface MockOptions {
  /** Pause between pieces of streamed text; 0 in tests. */
  paceMs?: number;
  /** Starts set up and signed in, as an owner with one agent. */
  ready?: boolean;
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** An API with the workbench's contract that keeps its state in memory: the counterpart of every page test. */
export class MockApi {
  setup = true;
  signedIn = false;
  owner = { email: "ada@example.org", password: "correct horse battery" };
  tenant = { ...tenant };
  permissions = [...permissions];
  account = new MockAccount();
  agents = new Map<string, StoredAgent>();
  runs: StoredRun[] = [];
  conversations: t.Conversation[] = [];
  keys: t.ApiKey[] = [];
  members: t.Member[] = [];
  approvals: t.Approval[] = [];
  /** Texts that wait for an answer, by the ids of their questions. */
  heldTexts = new Map<string, t.HeldText>();
  tools = new MockTools();
  mcp = new MockMcp();
  guardrails = new MockGuardrails();
  policies: t.ToolPolicy[] = [];
  providers: t.ModelProvider[] = [];
  offers = structuredClone(offers);
  modelRoutes: t.ModelRoute[] = [
    {
      id: null,
      name: "default",
      strategy: "ordered",
      targets: [{ model: "demo/smollm2-135m-instruct", weight: 1 }],
      created_at: null,
    },
  ];
  /** Set to make the next streams break off after this many events. */
  cutAfterEvents: number | null = null;
  /** What the next run does besides answering. */
  script: "plain" | "fallback" | "tool" | "fail" | "structured" = "plain";
  calls: string[] = [];
  private counter = 0;
  private readonly pace: number;

  constructor({ paceMs = 0, ready = false }: MockOptions = {}) {
    this.pace = paceMs;
    if (!ready) return;
    this.setup = false;
    this.signedIn = true;
    this.members.push({
      id: "member_01",
      user_id: "user_01",
      email: this.owner.email,
      role: "owner",
      created_at: now(),
    });
    this.addAgent(
      "Helpdesk",
      makeDefinition(
        "Answer questions about our returns policy in a friendly tone.",
        "Answers questions about returns.",
      ),
    );
  }

  id(prefix: string): string {
    this.counter += 1;
    return `${prefix}_${String(this.counter).padStart(26, "0")}`;
  }

  session(): t.Session {
    return {
      principal: { id: "user_01", kind: "user", label: this.owner.email },
      tenant: this.tenant,
      roles: ["owner"],
      permissions: this.permissions,
      csrf_token: "csrf",
      second_factor_due: this.account.due,
    };
  }

  addAgent(name: string, definition: t.AgentDefinition, published = true): t.Agent {
    const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    if (this.agents.has(slug))
      throw new Refusal(409, "agents.slug-taken", "Name is taken", `There is an agent ${slug} already.`, [
        { path: "/name", message: "This name is taken." },
      ]);
    const at = now();
    const agent: t.Agent = {
      id: this.id("agent"),
      slug,
      name,
      description: definition.description ?? "",
      published_version: published ? 1 : null,
      latest_version: 1,
      created_at: at,
      updated_at: at,
    };
    const version: t.AgentVersionWithDefinition = {
      id: this.id("version"),
      number: 1,
      state: published ? "published" : "draft",
      definition,
      content_hash: "sha256:1",
      created_at: at,
      published_at: published ? at : null,
    };
    this.agents.set(slug, { agent, versions: [version] });
    return agent;
  }

  private agent(key: string | undefined): StoredAgent {
    const found = this.agents.get(key ?? "") ?? [...this.agents.values()].find((one) => one.agent.id === key);
    if (!found) throw new Refusal(404, "agents.agent-not-found", "Agent not found", `No agent ${key}.`);
    return found;
  }

  private version(stored: StoredAgent, number: number): t.AgentVersionWithDefinition {
    const version = stored.versions.find((one) => one.number === number);
    if (!version)
      throw new Refusal(404, "agents.agent-version-not-found", "Agent version not found", `No version ${number}.`);
    return version;
  }

  private publish(stored: StoredAgent, version: t.AgentVersionWithDefinition): void {
    for (const other of stored.versions) if (other.state === "published") other.state = "retired";
    version.state = "published";
    version.published_at = now();
    stored.agent.published_version = version.number;
    stored.agent.updated_at = now();
    stored.agent.description = version.definition.description ?? "";
  }

  private run(id: string | undefined): StoredRun {
    const found = this.runs.find((one) => one.run.id === id);
    if (!found) throw new Refusal(404, "runs.run-not-found", "Run not found", `No run ${id}.`);
    return found;
  }

  check(definition: Body): t.DefinitionProblem[] {
    const problems: t.DefinitionProblem[] = [];
    if (!String(definition["instructions"] ?? "").trim())
      problems.push({
        path: "/instructions",
        message: "Instructions are needed.",
        suggestion: null,
        severity: "error",
      });
    const tools = (definition["tools"] ?? []) as { name: string }[];
    tools.forEach((tool, index) => {
      if (!["calculator", "clock", "http_fetch"].includes(tool.name)) {
        problems.push({
          path: `/tools/${index}/name`,
          message: `There is no tool ${tool.name}.`,
          suggestion: "Did you mean “calculator”?",
          severity: "error",
        });
      }
    });
    const model = definition["model"];
    if (typeof model === "string" && model !== "default" && !model.includes("/"))
      problems.push({
        path: "/model",
        message: `There is no model route ${model}.`,
        suggestion: "Use “default”.",
        severity: "error",
      });
    for (const key of Object.keys(definition))
      if (!definitionSchema.properties?.[key])
        problems.push({
          path: `/${key}`,
          message: `A definition has no field ${key}.`,
          suggestion: null,
          severity: "error",
        });
    return problems;
  }

  private emit(stored: StoredRun, type: string, data: JsonObject = {}): void {
    stored.events.push({ id: stored.events.length + 1, type, data: { ...data, at: now() } });
    for (const wake of stored.wake) wake();
  }

  private cancelled(stored: StoredRun): boolean {
    return stored.run.state === "cancelled";
  }

  private async stream(stored: StoredRun, step: t.Step, text: string): Promise<void> {
    for (const piece of text.match(/\s*\S+/g) ?? []) {
      if (this.cancelled(stored)) return;
      while (stored.run.state === "paused") await wait(20);
      this.emit(stored, "message.delta", { step_id: step.id, text: piece });
      await wait(this.pace);
    }
  }

  private begin(stored: StoredRun, kind: t.StepKind, name: string, input: JsonObject): t.Step {
    const step: t.Step = {
      id: this.id("step"),
      number: stored.steps.length + 1,
      kind,
      name,
      state: "running",
      attempt: 1,
      input,
      output: null,
      error: null,
      usage: { input_tokens: 0, output_tokens: 0 },
      cost_micros: 0,
      started_at: now(),
      ended_at: null,
    };
    stored.steps.push(step);
    this.emit(stored, "step.started", { step_id: step.id, number: step.number, kind, name, input });
    return step;
  }

  private complete(stored: StoredRun, step: t.Step, output: JsonObject): void {
    const isModel = step.kind === "model_call";
    const usage = isModel ? { input_tokens: 182, output_tokens: 46 } : { input_tokens: 0, output_tokens: 0 };
    Object.assign(step, { state: "completed", output, usage, cost_micros: isModel ? 412 : 0, ended_at: now() });
    const total = stored.run.usage;
    if (isModel) {
      total.model_calls += 1;
      total.input_tokens += usage.input_tokens;
      total.output_tokens += usage.output_tokens;
      total.cost_micros += step.cost_micros;
    } else total.tool_calls += 1;
    this.emit(stored, "step.completed", { step_id: step.id, output, usage, cost_micros: step.cost_micros });
  }

  private async execute(stored: StoredRun): Promise<void> {
    const { run } = stored;
    await wait(this.pace * 4);
    run.state = "running";
    run.started_at = now();
    this.emit(stored, "run.started");
    const request = {
      messages: [
        { role: "system", text: "Answer questions about our returns policy in a friendly tone." },
        { role: "user", text: run.input },
      ],
    };
    if (this.script === "tool") {
      const first = this.begin(stored, "model_call", "openai/gpt-4.1-mini", request);
      await wait(this.pace * 6);
      this.complete(stored, first, {
        text: "",
        tool_calls: [{ id: "call_1", name: "calculator", arguments: '{"expression":"30-12"}' }],
      });
      const tool = this.begin(stored, "tool_call", "calculator", { expression: "30-12" });
      await wait(this.pace * 4);
      this.complete(stored, tool, { result: 18 });
    }
    const step = this.begin(
      stored,
      "model_call",
      this.script === "fallback" ? "openai/gpt-4.1-mini" : "demo/smollm2-135m-instruct",
      request,
    );
    await wait(this.pace * 8);
    if (this.script === "fail") {
      const error: Problem = {
        type: "/problems/llm.provider-unreachable",
        title: "Model provider cannot be reached",
        status: 502,
        detail: "Ollama does not answer at 127.0.0.1:11434. Start it, or add a fallback to the route.",
        code: "llm.provider-unreachable",
      };
      Object.assign(step, { state: "failed", error, ended_at: now() });
      Object.assign(run, { state: "failed", error, ended_at: now() });
      this.emit(stored, "step.failed", { step_id: step.id, error: error as unknown as Json });
      this.emit(stored, "run.failed", { error: error as unknown as Json });
      return;
    }
    if (this.script === "fallback") {
      await this.stream(stored, step, "You can ret");
      this.emit(stored, "step.retrying", {
        step_id: step.id,
        error: { title: "Rate limited", detail: "The provider asks to slow down." },
        retry_in_s: 0.4,
        model: "openai/gpt-4.1-mini",
        next_model: "ollama/llama3.2",
      });
      this.emit(stored, "message.reset", {
        step_id: step.id,
        reason: "The answer is generated again by another model.",
      });
    }
    const text =
      "You can return anything within **30 days**. To start:\n\n1. Open *Orders* and choose the item.\n2. Print the label, or show the code at the desk.\n3. Hand it over; the refund arrives within `5` working days.\n\nIs there anything else I can help with?";
    if (this.script === "structured") await wait(this.pace * 10);
    else await this.stream(stored, step, text);
    if (this.cancelled(stored)) return;
    this.complete(stored, step, { text: this.script === "structured" ? '{"urgency":"high"}' : text });
    const structured = this.script === "structured" ? { urgency: "high", category: "billing" } : null;
    Object.assign(run, {
      state: "completed",
      output: this.script === "structured" ? '{"urgency":"high"}' : text,
      structured_output: structured,
      ended_at: now(),
    });
    this.emit(stored, "run.completed", {
      output: run.output,
      structured_output: structured,
      usage: run.usage as unknown as JsonObject,
    });
  }

  startRun(agentKey: string, input: string, conversationId: string | null): t.Run {
    const { agent } = this.agent(agentKey);
    const about = { id: agent.id, slug: agent.slug, name: agent.name };
    if (agent.published_version === null)
      throw new Refusal(409, "runs.agent-not-published", "Agent is not published", "Publish a version first.");
    const known = this.conversations.find((one) => one.id === conversationId);
    const conversation: t.Conversation = known ?? {
      id: this.id("conversation"),
      agent_id: agent.id,
      title: input.slice(0, 60),
      created_at: now(),
    };
    if (!known) this.conversations.unshift(conversation);
    const run: t.Run = {
      id: this.id("run"),
      agent: about,
      version: agent.published_version,
      state: "queued",
      input,
      output: null,
      structured_output: null,
      error: null,
      conversation_id: conversation.id,
      parent_run_id: null,
      usage: { model_calls: 0, tool_calls: 0, input_tokens: 0, output_tokens: 0, cost_micros: 0 },
      limits: {},
      created_at: now(),
      started_at: null,
      ended_at: null,
    };
    const stored: StoredRun = { run, steps: [], events: [], wake: new Set() };
    this.runs.unshift(stored);
    this.emit(stored, "run.queued");
    void this.execute(stored);
    return structuredClone(run);
  }

  private events(stored: StoredRun, after: number, signal: AbortSignal | null | undefined): Response {
    const encoder = new TextEncoder();
    const cut = this.cutAfterEvents;
    this.cutAfterEvents = null;
    const body = new ReadableStream<Uint8Array>({
      start: async (controller) => {
        let next = after;
        let sent = 0;
        let wakeUp: () => void = () => undefined;
        signal?.addEventListener("abort", () => wakeUp(), { once: true });
        try {
          while (!signal?.aborted) {
            for (const event of stored.events.slice(next)) {
              if (cut !== null && sent >= cut) {
                controller.close();
                return;
              }
              controller.enqueue(
                encoder.encode(`id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`),
              );
              next = event.id;
              sent += 1;
            }
            if (["completed", "failed", "cancelled"].includes(stored.run.state) && next === stored.events.length) break;
            await new Promise<void>((resolve) => {
              const wake = () => {
                stored.wake.delete(wake);
                resolve();
              };
              wakeUp = wake;
              stored.wake.add(wake);
            });
          }
          controller.close();
        } catch {
          // The reader went away; a stream that nobody reads needs no end.
        }
      },
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  }

  signOnOffers: { id: string; name: string }[] = [];
  private handlers: Handler[] = [
    [
      "GET /v1/system",
      () => ({
        version: "0.1.0",
        parts: [
          { name: "database", state: "ok", detail: "answers" },
          { name: "worker", state: "ok", detail: "1 worker" },
        ],
      }),
    ],

    ["GET /v1/agent-templates", (call) => page(templates, call)],
    [
      "POST /v1/agent-templates/*/preview",
      ({ params, body }) => {
        const template = templates.find((one) => one.slug === params[0]);
        const parameters = (body["parameters"] ?? {}) as Body;
        const missing = ((template?.parameters["required"] ?? []) as string[]).filter((name) => !parameters[name]);
        const problems: t.DefinitionProblem[] = missing.map((name) => ({
          path: `/parameters/${name}`,
          message: "This is needed.",
          suggestion: null,
          severity: "error",
        }));
        if (parameters["subject"] === "everything")
          problems.push({
            path: "/parameters/subject",
            message: "That is too wide for one agent.",
            suggestion: "Try “returns”.",
            severity: "warning",
          });
        const definition =
          missing.length > 0
            ? null
            : makeDefinition(
                `You are a ${template?.name}. ${Object.values(parameters).map(String).join(". ")}`,
                template?.description,
              );
        return { definition, problems };
      },
    ],
    [
      "GET /v1/agents",
      (call) =>
        page(
          [...this.agents.values()].map((one) => one.agent),
          call,
        ),
    ],
    [
      "POST /v1/agents",
      ({ body }) => {
        const template = templates.find((one) => one.slug === body["template"]);
        return this.addAgent(
          String(body["name"]),
          makeDefinition(`You are a ${template?.name}. ${JSON.stringify(body["parameters"])}`, template?.description),
        );
      },
    ],
    ["GET /v1/agents/schema", () => definitionSchema],
    [
      "POST /v1/agents/validate",
      ({ body }) => {
        const problems = this.check(body["definition"] as Body);
        return { valid: problems.length === 0, problems };
      },
    ],
    [
      "POST /v1/agents/import",
      ({ text }) => {
        const document = parse(text) as { name?: string; definition?: t.AgentDefinition };
        if (!document.name || !document.definition)
          throw new Refusal(422, "core.input-invalid", "Input is not valid", "The file is no agent.", [
            { path: "/name", message: "A name is needed." },
          ]);
        return this.addAgent(document.name, { ...makeDefinition(""), ...document.definition }, false);
      },
    ],
    [
      "GET /v1/agents/*",
      ({ params }) => {
        const { agent, versions } = this.agent(params[0]);
        const shown = versions.find((one) => one.state === "published") ?? versions.at(-1);
        return { ...agent, definition: shown?.definition };
      },
    ],
    [
      "PATCH /v1/agents/*",
      ({ params, body }) => {
        const { agent } = this.agent(params[0]);
        agent.name = String(body["name"]);
        return agent;
      },
    ],
    ["DELETE /v1/agents/*", ({ params }) => void this.agents.delete(this.agent(params[0]).agent.slug)],
    [
      "POST /v1/agents/*/clone",
      ({ params, body }) => {
        const { versions } = this.agent(params[0]);
        return this.addAgent(String(body["name"]), versions.at(-1)?.definition ?? makeDefinition(""), false);
      },
    ],
    ["GET /v1/agents/*/versions", (call) => page([...this.agent(call.params[0]).versions].reverse(), call)],
    [
      "POST /v1/agents/*/versions",
      ({ params, body }) => {
        const stored = this.agent(params[0]);
        const definition = body["definition"] as unknown as t.AgentDefinition;
        const problems = this.check(body["definition"] as Body).filter(
          (one) => one.path.split("/").length === 2 && !definitionSchema.properties?.[one.path.slice(1)],
        );
        if (problems.length > 0)
          throw new Refusal(
            422,
            "agents.definition-invalid",
            "Definition is not valid",
            "The definition has unknown fields.",
            problems.map(({ path, message }) => ({ path: `/definition${path}`, message })),
          );
        const number = stored.versions.length + 1;
        const version: t.AgentVersionWithDefinition = {
          id: this.id("version"),
          number,
          state: "draft",
          definition,
          content_hash: `sha256:${number}`,
          created_at: now(),
          published_at: null,
        };
        stored.versions.push(version);
        stored.agent.latest_version = number;
        return version;
      },
    ],
    ["GET /v1/agents/*/versions/*", ({ params }) => this.version(this.agent(params[0]), Number(params[1]))],
    [
      "POST /v1/agents/*/versions/*/publish",
      ({ params }) => {
        const stored = this.agent(params[0]);
        const version = this.version(stored, Number(params[1]));
        if (version.state !== "draft")
          throw new Refusal(
            409,
            "agents.version-not-draft",
            "Agent version is not a draft",
            `Version ${version.number} is ${version.state}; copy it to a new draft.`,
          );
        this.publish(stored, version);
        return version;
      },
    ],
    [
      "POST /v1/agents/*/rollback",
      ({ params, body }) => {
        const stored = this.agent(params[0]);
        const published = stored.agent.published_version ?? 0;
        const number = typeof body["number"] === "number" ? body["number"] : published - 1;
        const version = this.version(stored, number);
        this.publish(stored, version);
        return version;
      },
    ],
    [
      "GET /v1/agents/*/diff",
      ({ params, query }) => {
        const stored = this.agent(params[0]);
        const [from, to] = [Number(query.get("from")), Number(query.get("to"))];
        const before = this.version(stored, from).definition as unknown as JsonObject;
        const after = this.version(stored, to).definition as unknown as JsonObject;
        const changes = Object.keys({ ...before, ...after })
          .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
          .map((key) => ({
            path: `/${key}`,
            kind: "changed",
            before: before[key] ?? null,
            after: after[key] ?? null,
            summary: `${key} changed`,
          }));
        return { from_version: from, to_version: to, equal: changes.length === 0, changes };
      },
    ],
    [
      "GET /v1/agents/*/export",
      ({ params }) => {
        const { agent, versions } = this.agent(params[0]);
        return new Response(stringify({ name: agent.name, definition: versions.at(-1)?.definition }), {
          headers: { "content-type": "application/yaml" },
        });
      },
    ],

    [
      "POST /v1/runs",
      ({ body }) =>
        this.startRun(
          String(body["agent"]),
          String(body["input"]),
          (body["conversation_id"] as string | null | undefined) ?? null,
        ),
    ],
    [
      "GET /v1/runs",
      (call) => {
        const [agent, state, conversation] = ["agent", "state", "conversation_id"].map((name) => call.query.get(name));
        const fits = (run: t.Run) =>
          (!agent || run.agent.slug === agent || run.agent.id === agent) &&
          (!state || run.state === state) &&
          (!conversation || run.conversation_id === conversation);
        return page(this.runs.map((one) => one.run).filter(fits), call);
      },
    ],
    ["GET /v1/runs/*", ({ params }) => this.run(params[0]).run],
    ["GET /v1/runs/*/steps", (call) => page(this.run(call.params[0]).steps, call)],
    [
      "GET /v1/runs/*/state",
      ({ params }) => ({
        status: this.run(params[0]).run.state,
        variables: {},
        context: { messages: 2, tokens: 182 },
        last_request: { model: "demo/smollm2-135m-instruct" },
      }),
    ],
    ["POST /v1/runs/*/cancel", ({ params }) => this.control(params[0], "cancelled", "run.cancelled")],
    ["POST /v1/runs/*/pause", ({ params }) => this.control(params[0], "paused", "run.paused")],
    ["POST /v1/runs/*/resume", ({ params }) => this.control(params[0], "running", "run.resumed")],
    [
      "GET /v1/conversations",
      (call) =>
        page(
          this.conversations.filter(
            (one) => !call.query.get("agent") || one.agent_id === this.agent(call.query.get("agent") ?? "").agent.id,
          ),
          call,
        ),
    ],
    [
      "DELETE /v1/conversations/*",
      ({ params }) => void (this.conversations = this.conversations.filter((one) => one.id !== params[0])),
    ],

    ...accountHandlers(this),
    ...accessHandlers(this),
    ...approvalHandlers(this),
    ...modelHandlers(this),
    ...toolHandlers(this),
    ...mcpHandlers(this),
    ...guardrailHandlers(this),
    ...policyHandlers(this),
  ];

  private control(id: string | undefined, state: t.RunState, type: string): t.Run {
    const stored = this.run(id);
    stored.run.state = state;
    if (state === "cancelled") stored.run.ended_at = now();
    this.emit(stored, type);
    return stored.run;
  }

  private problem(refusal: Refusal, path: string): Response {
    const document: Problem = {
      type: `/problems/${refusal.code}`,
      title: refusal.title,
      status: refusal.status,
      detail: refusal.message,
      code: refusal.code,
      instance: path,
      request_id: "request_01mock",
    };
    Object.assign(document, refusal.more);
    if (refusal.errors.length > 0) document.errors = refusal.errors;
    return Response.json(document, { status: refusal.status, headers: { "content-type": "application/problem+json" } });
  }

  /** Answers like the server would; fits in the place of `fetch`. */
  fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    await Promise.resolve();
    const url = new URL(input instanceof Request ? input.url : String(input), "http://charter.test");
    const method = init.method ?? "GET";
    const path = url.pathname;
    this.calls.push(`${method} ${path}`);
    if (init.signal?.aborted) throw new DOMException("aborted", "AbortError");
    try {
      const open = /^\/v1\/(setup|sign-on)$/.test(path) || (/^\/v1\/session(\/|$)/.test(path) && method === "POST");
      if (!open && !this.signedIn)
        throw new Refusal(401, "identity.unauthenticated", "Not signed in", "Sign in first.");
      if (!open && this.account.due && !/^\/v1\/(session|second-factor|passkeys)/.test(path))
        throw new Refusal(403, "identity.second-factor-required", "Second factor required", "Enrol one first.");
      const headers = new Headers(init.headers);
      if (!open && method !== "GET" && headers.get("x-csrf-token") !== "csrf")
        throw new Refusal(403, "core.csrf-token-wrong", "CSRF token is wrong", "Reload the page.");
      const events = /^\/v1\/runs\/([^/]+)\/events$/.exec(path);
      if (events) return this.events(this.run(events[1]), Number(headers.get("last-event-id") ?? 0), init.signal);
      const text = typeof init.body === "string" ? init.body : "";
      const isJson = (headers.get("content-type") ?? "").includes("json");
      const body = isJson && text ? (JSON.parse(text) as Body) : {};
      for (const [pattern, handler] of this.handlers) {
        const [wanted, template = ""] = pattern.split(" ");
        const match = new RegExp(`^${template.replace(/\*/g, "([^/]+)")}$`).exec(path);
        if (wanted !== method || !match) continue;
        const answer = handler({
          params: match.slice(1).map(decodeURIComponent),
          query: url.searchParams,
          body,
          text,
          headers,
        });
        if (answer instanceof Response) return answer;
        if (answer === undefined) return new Response(null, { status: 204 });
        return Response.json(answer, { status: method === "POST" ? 201 : 200 });
      }
      throw new Refusal(404, "core.not-found", "Not found", `No ${method} ${path}.`);
    } catch (error) {
      if (error instanceof Refusal) return this.problem(error, path);
      throw error;
    }
  };
}
