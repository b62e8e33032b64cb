import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { MockApi } from "@/test/mockApi";
import { CODE, makeOperation, makeVersion } from "@/test/mockTools";
import { expectAccessible, heading, open } from "@/test/render";
import { exampleOf } from "./examples";
import { diagnosticOf, rangeOfProblem } from "./findings";

// Monaco needs a real browser; the text it holds is what these tests are about.
vi.mock("@/ui/code/CodeEditor", () => ({
  CodeEditor: ({ label, value, onValue }: { label: string; value: string; onValue: (value: string) => void }) => (
    <textarea aria-label={label} value={value} onChange={(event) => onValue(event.target.value)} />
  ),
}));

function withTools(...names: string[]) {
  const api = new MockApi({ ready: true });
  for (const name of names) api.tools.add(name);
  return api;
}

describe("the list of tools", () => {
  it("is searched and filtered, with both in the address", async () => {
    const { user, address } = open("/", { api: withTools("convert", "weather") });
    await user.click(await screen.findByRole("button", { name: "Tools" }));
    await heading("Tools");
    const table = await screen.findByRole("table", { name: "Tools" });
    expect(within(table).getAllByRole("row")).toHaveLength(4);
    await expectAccessible();
    await user.type(screen.getByRole("searchbox", { name: "Search" }), "weath");
    await waitFor(() => expect(address()).toBe("/tools?q=weath"));
    await waitFor(() => expect(within(table).getAllByRole("row")).toHaveLength(2));
    expect(screen.getByRole("searchbox", { name: "Search" })).toHaveFocus();
    await user.selectOptions(screen.getByLabelText("Kind"), "mcp");
    await user.click(await screen.findByRole("button", { name: "Show all tools" }));
    await waitFor(() => expect(screen.getByRole("searchbox", { name: "Search" })).toHaveValue(""));
    expect(address()).toBe("/tools");
  });

  it("comes page by page", async () => {
    const { user } = open("/tools", { api: withTools(...Array.from({ length: 120 }, (_, at) => `tool_${at}`)) });
    const table = await screen.findByRole("table", { name: "Tools" });
    expect(within(table).getAllByRole("row")).toHaveLength(101);
    await user.click(screen.getByRole("button", { name: "Show more tools" }));
    await waitFor(() => expect(within(table).getAllByRole("row")).toHaveLength(122));
    expect(screen.queryByRole("button", { name: "Show more tools" })).not.toBeInTheDocument();
  });
});

describe("a tool", () => {
  it("says what it does, who uses it and how its calls went, and is turned off", async () => {
    const api = withTools("convert");
    Object.assign(api.tools.usage, { calls: 40, failures: 4, health: "failing", last_error: "tools.timed-out" });
    api.tools.users = [{ id: "a", kind: "agent", name: "helpdesk" }];
    const { user } = open("/tools/convert", { api });
    await heading("convert");
    expect(await screen.findByText("4 (10 %)")).toBeInTheDocument();
    expect(screen.getByText("failing")).toBeInTheDocument();
    expect(screen.getByText("tools.timed-out")).toBeInTheDocument();
    await expectAccessible();
    await user.click(screen.getByRole("tab", { name: "Used by" }));
    expect(await screen.findByRole("link", { name: "helpdesk" })).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Disable" }));
    await screen.findByRole("button", { name: "Enable" });
    expect(api.tools.get("convert").tool.state).toBe("disabled");
  });

  it("shows how versions differ and goes back to one", async () => {
    const api = withTools("convert");
    const stored = api.tools.get("convert");
    const [first] = stored.versions;
    if (first) first.state = "retired";
    stored.versions.push(makeVersion(2, CODE.replace("32", "33"), "published"));
    Object.assign(stored.tool, { published_version: 2, latest_version: 2 });
    const { user } = open("/tools/convert?view=versions", { api });
    const code = await screen.findByRole("group", { name: "Code, version 1 to 2" });
    expect(code).toHaveTextContent("- return value * 9 / 5 + 32");
    expect(code).toHaveTextContent("+ return value * 9 / 5 + 33");
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Go back to version 1" }));
    await waitFor(() => expect(stored.tool.published_version).toBe(1));
  });

  it("in quarantine says why and where it is released", async () => {
    const api = withTools();
    api.tools.add("petstore__getpet", {
      kind: "openapi",
      state: "quarantined",
      held_because: "Its operation is gone.",
    });
    open("/tools/petstore__getpet", { api });
    const note = await screen.findByRole("note", { name: "Quarantine" });
    expect(note).toHaveTextContent("Its operation is gone.");
    expect(within(note).getByRole("link")).toHaveAttribute("href", "/openapi-tools?name=petstore");
  });

  it("built in can only be turned on and off", async () => {
    const { user } = open("/tools/calculator");
    await heading("Calculator");
    await user.click(screen.getByRole("button", { name: "More actions" }));
    expect(screen.getByRole("menuitem", { name: "Delete…" })).toHaveAttribute("aria-disabled", "true");
  });

  it("tells those who may not change it why", async () => {
    const api = withTools("convert");
    api.permissions = ["tools.read"];
    open("/tools/convert", { api });
    const button = await screen.findByRole("button", { name: "Disable" });
    expect(button).toHaveAccessibleDescription(/tools.manage/);
  });
});

describe("the Python editor", () => {
  it("starts from a template, shows findings with line and fix, runs once and saves", async () => {
    const { user, api, address } = open("/new-tool");
    await heading("New Python tool");
    await user.selectOptions(screen.getByLabelText("Start from a template"), "http-caller");
    const code = await screen.findByLabelText<HTMLTextAreaElement>("Code");
    expect(code.value).toContain("# http-caller");
    await user.clear(code);
    await user.type(code, "x = 1{Enter}    eval('1')");
    const findings = await screen.findByRole("list", { name: "Findings" });
    expect(findings).toHaveTextContent("Line 2, column 5");
    expect(findings).toHaveTextContent("Parse the text with json.loads.");
    await user.type(screen.getByLabelText("Name"), "calculator");
    expect(screen.getByRole("button", { name: "Publish" })).toHaveAccessibleDescription(/does not validate/);
    await expectAccessible();
    await user.clear(code);
    await user.type(code, "def f(value): return value");
    await waitFor(() => expect(screen.queryByRole("list", { name: "Findings" })).not.toBeInTheDocument());
    await user.click(screen.getByRole("button", { name: "Dry run" }));
    const run = await screen.findByRole("group", { name: "Dry run" });
    expect(within(run).getByRole("group", { name: "Result" })).toHaveTextContent('"doubled": 40');
    expect(run).toHaveTextContent("12 ms of 10 s");
    expect(within(run).getByRole("group", { name: "Printed" })).toHaveTextContent("hello");
    await user.click(screen.getByRole("button", { name: "Publish" }));
    await screen.findByText("The name is taken by another tool; choose another.");
    await user.clear(screen.getByLabelText("Name"));
    await user.type(screen.getByLabelText("Name"), "doubler");
    await user.click(screen.getByRole("button", { name: "Publish" }));
    await waitFor(() => expect(address()).toContain("/tools/doubler/code"));
    expect(api.tools.get("doubler").tool).toMatchObject({ published_version: 1, risk: "read" });
  });

  it("keeps what is not saved when another tab is opened, and saves another version by keyboard", async () => {
    const api = withTools("convert");
    const { user } = open("/tools/convert/code", { api });
    const code = await screen.findByLabelText("Code");
    await user.type(code, "# more");
    await screen.findByText("unsaved changes");
    await user.click(screen.getByRole("link", { name: "About this tool" }));
    await heading("convert");
    await user.click(await screen.findByRole("button", { name: "Edit code" }));
    expect((await screen.findByLabelText<HTMLTextAreaElement>("Code")).value).toContain("# more");
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("Saved as version 2");
    await screen.findByText("draft v2");
    expect(api.tools.get("convert").versions).toHaveLength(2);
    await user.click(screen.getByRole("button", { name: "Publish" }));
    await waitFor(() => expect(api.tools.get("convert").tool.published_version).toBe(2));
  });

  it("says what stopped a run", async () => {
    const api = withTools("endless");
    const { user } = open("/tools/endless/code", { api });
    const code = await screen.findByLabelText("Code");
    await user.clear(code);
    await user.type(code, "while True: pass");
    await user.click(screen.getByRole("button", { name: "Dry run" }));
    await screen.findByText("It took too long on the clock.");
  });

  it("keeps examples and runs them on what is stored", async () => {
    const api = withTools("doubling");
    const { user } = open("/tools/doubling/code?side_view=examples", { api });
    await user.click(await screen.findByRole("button", { name: "Add an example" }));
    const dialog = screen.getByRole("dialog");
    await user.type(within(dialog).getByLabelText("Name"), "twice");
    await user.clear(within(dialog).getByLabelText("Input"));
    await user.type(within(dialog).getByLabelText("Input"), '{{"value": 2}');
    await user.clear(within(dialog).getByLabelText("Result"));
    await user.type(within(dialog).getByLabelText("Result"), '{{"doubled": 5}');
    await user.click(within(dialog).getByRole("button", { name: "Keep example" }));
    expect(screen.getByRole("button", { name: "Run all examples" })).toHaveAccessibleDescription(/Save first/);
    await user.click(screen.getByRole("button", { name: "Save version" }));
    await screen.findByText("draft v2");
    await user.click(screen.getByRole("button", { name: "Run all examples" }));
    await screen.findByText('It gave {"doubled":4}.');
    await expectAccessible();
  });

  it("changes limits and hosts with the code", async () => {
    const api = withTools("limited");
    const { user } = open("/tools/limited/code?side_view=limits", { api });
    const memory = await screen.findByLabelText("Memory in MB");
    await user.clear(memory);
    await user.type(memory, "9");
    expect(memory).toBeInvalid();
    await user.type(memory, "6");
    await user.type(screen.getByLabelText(/Hosts it may reach/), "a.example{Enter}b.example");
    await user.selectOptions(screen.getByLabelText("What it runs in"), "Transform");
    await user.click(screen.getByRole("button", { name: "Save version" }));
    await screen.findByText("draft v2");
    expect(api.tools.get("limited").versions[1]?.definition).toMatchObject({
      hosts: ["a.example", "b.example"],
      limits: { memory_mb: 96 },
      tier: "transform",
    });
  });
});

describe("tools from OpenAPI", () => {
  it("are chosen, given a credential made on the way, and imported", async () => {
    const { user, api } = open("/openapi-tools");
    await user.type(await screen.findByLabelText("Name of the API"), "petstore");
    const text = screen.getByLabelText("OpenAPI 3.0 or 3.1, JSON or YAML");
    await user.type(text, "nonsense");
    await user.click(screen.getByRole("button", { name: "Show its operations" }));
    await waitFor(() => expect(text).toBeInvalid());
    await user.type(text, " no more");
    await user.click(screen.getByRole("button", { name: "Show its operations" }));
    const table = await screen.findByRole("table", { name: "Operations" });
    expect(within(table).getByLabelText("Take uploadPicture")).toBeDisabled();
    expect(table).toHaveTextContent("neither JSON nor a form");
    await user.click(within(table).getByLabelText("Take getPet"));
    await user.click(screen.getByRole("button", { name: "New credential for key" }));
    const dialog = screen.getByRole("dialog");
    expect(within(dialog).getByLabelText("Host")).toHaveValue("pets.example.org");
    await user.type(within(dialog).getByLabelText("Name"), "pets_key");
    await user.type(within(dialog).getByLabelText("Value"), "sesame");
    await user.click(within(dialog).getByRole("button", { name: "Keep it" }));
    await waitFor(() => expect(screen.getByLabelText("key (apiKey in header X-Key)")).toHaveValue("pets_key"));
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Import 1 operation" }));
    await user.click(await screen.findByRole("link", { name: "petstore__getpet" }));
    await user.click(await screen.findByRole("button", { name: "Call it" }));
    expect(await screen.findByRole("group", { name: "Result" })).toHaveTextContent("asked");
    expect(api.tools.stored.has("petstore__listpets")).toBe(false);
    expect(document.body).not.toHaveTextContent("sesame");
  });

  it("show what changed when they are imported again", async () => {
    const api = withTools();
    api.tools.operations = [
      makeOperation("getPet", "changed"),
      makeOperation("dropPet", "gone"),
      ...Array.from({ length: 150 }, (_, at) => makeOperation(`more${at}`, "new")),
    ];
    const { user } = open("/openapi-tools?name=petstore", { api });
    await user.type(await screen.findByLabelText("OpenAPI 3.0 or 3.1, JSON or YAML"), "openapi");
    await user.click(screen.getByRole("button", { name: "Show its operations" }));
    const table = await screen.findByRole("table", { name: "Operations" });
    expect(within(table).getAllByRole("row")).toHaveLength(101);
    expect(within(table).getByLabelText("Take getPet")).toBeChecked();
    expect(screen.getByText(/1 tool of operations that are gone will be held: petstore__droppet/)).toBeInTheDocument();
    await user.type(screen.getByLabelText("Filter"), "more14");
    await waitFor(() => expect(within(table).getAllByRole("row")).toHaveLength(12));
    await user.click(screen.getByRole("button", { name: "Take all shown" }));
    expect(screen.getByText("12 of 152 chosen")).toBeInTheDocument();
  });
});

describe("tool credentials", () => {
  it("are kept, exchanged and deleted, and never shown", async () => {
    const { user, api } = open("/tool-credentials");
    await user.click(await screen.findByRole("button", { name: "New credential" }));
    await user.type(screen.getByLabelText("Name"), "crm_key");
    await user.type(screen.getByLabelText("Host"), "crm.example.org");
    await user.type(screen.getByLabelText("Value"), "Bearer 12345");
    await user.click(screen.getByRole("button", { name: "Keep it" }));
    await screen.findByRole("table", { name: "Tool credentials" });
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Another value for crm_key" }));
    await user.type(screen.getByLabelText("Value"), "Bearer 98765");
    await user.click(screen.getByRole("button", { name: "Keep it" }));
    await screen.findByText("…8765");
    await user.click(screen.getByRole("button", { name: "Delete crm_key" }));
    await user.click(screen.getByRole("button", { name: "Delete" }));
    await screen.findByText("No credentials yet");
    expect(api.tools.credentials).toEqual([]);
  });
});

describe("small parts", () => {
  it("start arguments from what the schema needs", () => {
    const schema = {
      type: "object",
      required: ["city", "days"],
      properties: { city: { type: "string", examples: ["Paris"] }, days: { type: "integer" }, unit: { default: "c" } },
    };
    expect(exampleOf(schema)).toEqual({ city: "Paris", days: 0, unit: "c" });
  });

  it("find the place of a finding in the code", () => {
    const found = diagnosticOf({ rule: "r", severity: "error", line: 2, column: 3, message: "No." });
    expect(rangeOfProblem("ab\ncdef\ng", found)).toEqual([5, 7]);
    expect(rangeOfProblem("ab", found)).toEqual([2, 2]);
  });
});
