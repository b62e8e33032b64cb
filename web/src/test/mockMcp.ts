import type { JsonObject } from "@/api/json";
import type * as t from "@/api/types";
import type { MockApi } from "./mockApi";
import { now, page, Refusal, type Handler } from "./mockCore";

/** MCP servers with what they offer, and the virtual servers of the gateway. */
export class MockMcp {
  servers: t.McpServerWithFacts[] = [];
  offers = new Map<string, t.McpTool[]>();
  virtual: t.VirtualServer[] = [];
  bodies: JsonObject[] = [];

  add(name: string, offers: t.McpTool[] = [], more: Partial<t.McpServerWithFacts> = {}): t.McpServerWithFacts {
    const server: t.McpServerWithFacts = {
      id: `server_${name}`,
      name,
      url: `https://${name}.example.org/mcp`,
      transport: "auto",
      auth: "none",
      auth_header: "Authorization",
      key_last4: null,
      state: "ready",
      state_detail: null,
      checked_at: now(),
      created_at: now(),
      facts: { name: "Everyday", version: "3.1", revision: "2026-07-28", instructions: "Add first.", capabilities: {} },
      prompts: [{ name: "greet", description: "Says hello." }],
      resources: [{ name: "today", uri: "notes://today", description: "What is to be done." }],
      skipped: [],
      sampling: null,
      tools: {},
      ...more,
    };
    this.servers.push(server);
    this.offers.set(name, offers);
    return server;
  }

  get(name: string | undefined): t.McpServerWithFacts {
    const server = this.servers.find((one) => one.name === name);
    if (!server) throw new Refusal(404, "mcp.server-not-found", "MCP server not found", `No server ${name}.`);
    const tools: Record<string, number> = {};
    for (const { state } of this.offers.get(server.name) ?? []) tools[state] = (tools[state] ?? 0) + 1;
    return { ...server, tools };
  }
}

export function makeOffer(name: string, state: t.McpTool["state"], more: Partial<t.McpTool> = {}): t.McpTool {
  return {
    name,
    registered_name: `everyday__${name}`,
    title: null,
    description: `Does ${name}.`,
    input_schema: { type: "object" },
    output_schema: null,
    annotations: {},
    state,
    hash: `hash-of-${name}`,
    pinned_hash: null,
    flags: [],
    changes: [],
    tool_id: state === "approved" ? `tool_${name}` : null,
    approved_at: null,
    approved_by: null,
    seen_at: now(),
    ...more,
  };
}

/** MCP servers, their tools, and the gateway. */
export function mcpHandlers({ mcp }: MockApi): Handler[] {
  const offers = (name: string | undefined) => mcp.offers.get(mcp.get(name).name) ?? [];
  return [
    ["GET /v1/mcp-servers", (call) => page(mcp.servers, call)],
    [
      "POST /v1/mcp-servers",
      ({ body }) => {
        mcp.bodies.push(body);
        if (body["url"] === "https://nowhere.example.org" && body["even_if_it_does_not_answer"] !== true)
          throw new Refusal(502, "mcp.server-unreachable", "MCP server cannot be reached", "It does not answer.");
        return mcp.add(String(body["name"]), [makeOffer("add", "new")], {
          url: String(body["url"]),
          auth: body["auth"] as t.McpServer["auth"],
        });
      },
    ],
    ["GET /v1/mcp-servers/*", ({ params }) => mcp.get(params[0])],
    [
      "PATCH /v1/mcp-servers/*",
      ({ params, body }) => {
        const server = mcp.servers.find((one) => one.name === params[0]);
        return server && Object.assign(server, body);
      },
    ],
    [
      "DELETE /v1/mcp-servers/*",
      ({ params }) => void (mcp.servers = mcp.servers.filter((one) => one.name !== params[0])),
    ],
    ["GET /v1/mcp-servers/*/tools", ({ params }) => ({ items: offers(params[0]) })],
    [
      "GET /v1/mcp-authorization",
      ({ query }) => {
        if (query.get("code") !== "good")
          throw new Refusal(409, "mcp.authorization-lost", "Authorization is lost", "It was not begun, or is over.");
        return { server: "everyday" };
      },
    ],
    ["POST /v1/mcp-servers/*/refresh", ({ params }) => mcp.get(params[0])],
    ["POST /v1/mcp-servers/*/authorization", () => ({ url: "https://login.example.org/authorize?state=1" })],
    [
      "POST /v1/mcp-servers/*/approve",
      ({ params, body }) => {
        mcp.bodies.push(body);
        const named = body["tools"] as { name: string }[] | null | undefined;
        const chosen = offers(params[0]).filter((tool) =>
          named ? named.some(({ name }) => name === tool.name) : tool.state === "new" && tool.flags.length === 0,
        );
        for (const tool of chosen) Object.assign(tool, { state: "approved", changes: [] });
        return { approved: chosen.map((tool) => tool.registered_name), left: [] };
      },
    ],
    [
      "POST /v1/mcp-servers/*/refuse",
      ({ params, body }) => {
        const named = body["tools"] as string[];
        for (const tool of offers(params[0])) if (named.includes(tool.name)) tool.state = "refused";
        return { items: offers(params[0]) };
      },
    ],
    ["GET /v1/mcp-virtual-servers", (call) => page(mcp.virtual, call)],
    [
      "POST /v1/mcp-virtual-servers",
      ({ body }) => {
        const server = { id: String(body["name"]), enabled: true, created_at: now(), ...body } as unknown;
        mcp.virtual.push(server as t.VirtualServer);
        return server;
      },
    ],
    [
      "PATCH /v1/mcp-virtual-servers/*",
      ({ params, body }) => Object.assign(mcp.virtual.find((one) => one.name === params[0]) ?? {}, body),
    ],
    [
      "DELETE /v1/mcp-virtual-servers/*",
      ({ params }) => void (mcp.virtual = mcp.virtual.filter((one) => one.name !== params[0])),
    ],
  ];
}
