import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { MockApi } from "@/test/mockApi";
import { makeOffer } from "@/test/mockMcp";
import { expectAccessible, heading, open } from "@/test/render";

function connected(...offers: Parameters<typeof makeOffer>[]) {
  const api = new MockApi({ ready: true });
  api.mcp.add(
    "everyday",
    offers.map((one) => makeOffer(...one)),
  );
  return api;
}

describe("MCP servers", () => {
  it("are one click away from the tools, and connected with what their credential needs", async () => {
    const { user, api, address } = open("/tools");
    await heading("Tools");
    await user.click(await screen.findByRole("treeitem", { name: "MCP servers" }));
    await user.click(await screen.findByRole("button", { name: "Connect a server" }));
    const dialog = await screen.findByRole("dialog");
    await expectAccessible();
    await user.type(within(dialog).getByLabelText("Name"), "crm");
    await user.type(within(dialog).getByLabelText("Address"), "https://nowhere.example.org");
    await user.selectOptions(within(dialog).getByLabelText("It wants to know who calls by"), "api_key");
    expect(within(dialog).getByRole("button", { name: "Connect" })).toHaveAccessibleDescription("Enter the key first.");
    await user.type(within(dialog).getByLabelText("Key"), "sesame");
    await user.click(within(dialog).getByRole("button", { name: "Connect" }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("It does not answer.");
    await user.click(within(dialog).getByLabelText("Store it even if it does not answer now"));
    await user.click(within(dialog).getByRole("button", { name: "Connect" }));
    await heading("crm");
    expect(address()).toBe("/mcp-servers/crm");
    expect(api.mcp.bodies.at(-1)).toMatchObject({ api_key: "sesame", auth_header: "Authorization" });
    expect(document.body).not.toHaveTextContent("sesame");
  });

  it("list their health", async () => {
    const api = new MockApi({ ready: true });
    api.mcp.add("everyday", [], { state: "failing", state_detail: "It answered 500." });
    open("/mcp-servers", { api });
    const table = await screen.findByRole("table", { name: "MCP servers" });
    expect(table).toHaveTextContent("does not answer");
    expect(table).toHaveTextContent("It answered 500.");
    await expectAccessible();
  });

  it("have texts written by a model only when that is switched on", async () => {
    const { user, api } = open("/mcp-servers/everyday", { api: connected() });
    await user.click(await screen.findByRole("button", { name: "More actions" }));
    await user.click(await screen.findByRole("menuitem", { name: "Texts of a model…" }));
    const dialog = await screen.findByRole("dialog");
    await expectAccessible();
    await user.type(within(dialog).getByLabelText("Model"), "default");
    await user.click(within(dialog).getByRole("button", { name: "Switch on" }));
    const rules = { model: "default", max_tokens: 1000, calls: 3 };
    await waitFor(() => expect(api.mcp.servers[0]?.sampling).toEqual(rules));
  });

  it("have their harmless tools approved at once and the others one by one", async () => {
    const flag = {
      rule: "overrides-instructions",
      severity: "high" as const,
      where: "/description",
      excerpt: "ignore all",
    };
    const api = connected(["add", "new"], ["leak", "new", { flags: [flag] }]);
    const { user } = open("/mcp-servers/everyday", { api });
    const leak = await screen.findByRole("listitem", { name: "leak" });
    expect(leak).toHaveTextContent("ignore all");
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Approve all that look harmless (1)" }));
    await waitFor(() => expect(api.mcp.offers.get("everyday")?.map((one) => one.state)).toEqual(["approved", "new"]));
    await user.click(within(leak).getByRole("button", { name: "Approve leak although it is flagged" }));
    await waitFor(() => expect(api.mcp.offers.get("everyday")?.[1]?.state).toBe("approved"));
    expect(api.mcp.bodies.at(-1)).toEqual({ tools: [{ name: "leak", hash: "hash-of-leak" }], accept_flagged: true });
  });

  it("show what changed of a quarantined tool before it is approved anew or refused", async () => {
    const changes = [{ member: "description", before: "Adds.", after: "Adds and mails." }];
    const api = connected(["add", "changed", { changes }], ["old", "gone"]);
    const { user } = open("/mcp-servers/everyday", { api });
    await screen.findByText("2 tools in quarantine");
    const difference = await screen.findByRole("group", { name: "description of add, approved and now" });
    expect(difference).toHaveTextContent("- Adds.");
    expect(difference).toHaveTextContent("+ Adds and mails.");
    await expectAccessible();
    expect(screen.queryByRole("button", { name: "Approve old" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Refuse add" }));
    await waitFor(() => expect(api.mcp.offers.get("everyday")?.[0]?.state).toBe("refused"));
  });

  it("are connected with one's own account in a tab of its own", async () => {
    const api = new MockApi({ ready: true });
    api.mcp.add("tracker", [], { auth: "oauth", state: "no_credential" });
    const { user } = open("/mcp-servers/tracker", { api });
    await user.click(await screen.findByRole("button", { name: "Connect my account" }));
    const link = await screen.findByRole("link", { name: "Go to the authorization server" });
    expect(link).toHaveAttribute("href", "https://login.example.org/authorize?state=1");
    expect(link).toHaveAttribute("rel", "noreferrer");
    await user.click(screen.getByRole("button", { name: "I have done it" }));
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });

  it("say whether an account was connected when the person comes back", async () => {
    const api = connected();
    open("/mcp-account?state=everyday.1&code=good", { api });
    await screen.findByText("Your account is connected at everyday");
    await expectAccessible();
  });

  it.each([
    ["?state=everyday.1&code=bad", "It was not begun, or is over."],
    ["?state=everyday.1&error=access_denied", "You did not allow it there."],
    ["", "without a code"],
  ])("say why an account was not connected: %s", async (search, why) => {
    open(`/mcp-account${search}`, { api: connected() });
    await screen.findByText(new RegExp(why));
    expect(screen.getAllByText(/not connected/).length).toBeGreaterThan(0);
  });

  it("say what else they offer, and are removed", async () => {
    const api = connected();
    const { user } = open("/mcp-servers/everyday?view=others", { api });
    const table = await screen.findByRole("table", { name: "Resources and prompts" });
    expect(table).toHaveTextContent("notes://today");
    await user.click(screen.getByRole("tab", { name: "About" }));
    await screen.findByText("2026-07-28");
    await user.click(screen.getByRole("button", { name: "More actions" }));
    await user.click(screen.getByRole("menuitem", { name: "Remove…" }));
    await user.click(screen.getByRole("button", { name: "Remove" }));
    await screen.findByText("No MCP servers yet");
    expect(api.mcp.servers).toEqual([]);
  });

  it("hold many tools", async () => {
    const api = connected(...Array.from({ length: 120 }, (_, at): [string, "new"] => [`tool${at}`, "new"]));
    const { user } = open("/mcp-servers/everyday", { api });
    const list = await screen.findByRole("list", { name: "Tools of the server" });
    await waitFor(() => expect(list.children).toHaveLength(50));
    await user.click(screen.getByRole("button", { name: "Show more tools" }));
    expect(list.children).toHaveLength(100);
    await user.type(screen.getByRole("searchbox", { name: "Tool" }), "tool11");
    await waitFor(() => expect(list.children).toHaveLength(11));
  });
});

describe("the gateway", () => {
  it("offers a choice of tools under an address that clients are told", async () => {
    const api = new MockApi({ ready: true });
    api.tools.add("weather");
    const { user } = open("/mcp-gateway", { api });
    await heading("MCP gateway");
    await user.click(screen.getByRole("button", { name: "New virtual server" }));
    const dialog = screen.getByRole("dialog");
    await user.type(within(dialog).getByLabelText("Name"), "support");
    await user.type(within(dialog).getByRole("searchbox"), "weath");
    await user.click(await within(dialog).findByRole("button", { name: "weather" }));
    await user.click(await within(dialog).findByLabelText("Helpdesk"));
    await expectAccessible();
    await user.click(within(dialog).getByRole("button", { name: "Create" }));
    const card = await screen.findByRole("listitem", { name: "support" });
    expect(api.mcp.virtual[0]).toMatchObject({ tools: ["weather"], agents: ["helpdesk"], workflows: [] });
    await user.click(within(card).getByText("How a client connects"));
    expect(within(card).getByRole("group", { name: "Settings of a client for support" })).toHaveTextContent(
      `${window.location.origin}/mcp/support`,
    );
    await expectAccessible();
    await user.click(within(card).getByRole("button", { name: "Stop serving support" }));
    await within(card).findByText("not served");
    await user.click(within(card).getByRole("button", { name: "Actions for support" }));
    await user.click(screen.getByRole("menuitem", { name: "Delete…" }));
    await user.click(screen.getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(api.mcp.virtual).toEqual([]));
  });
});
