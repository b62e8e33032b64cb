import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { MockApi } from "@/test/mockApi";
import { makeDefinition } from "@/test/mockData";
import { expectAccessible, heading, open } from "@/test/render";
import { replaceAt } from "./problems";
import { parseText, rangeOf, toText } from "./source";

// Monaco needs a real browser; there the browser tests look at it.
vi.mock("@/ui/code/CodeEditor", () => ({
  CodeEditor: ({ label, value, onValue }: { label: string; value: string; onValue: (value: string) => void }) => (
    <textarea aria-label={label} value={value} onChange={(event) => onValue(event.target.value)} />
  ),
}));

describe("the list of agents", () => {
  it("says what to do next when it is empty", async () => {
    const api = new MockApi({ ready: true });
    api.agents.clear();
    const { user, address } = open("/agents", { api });
    await user.click(await screen.findByRole("button", { name: "Make your first agent" }));
    await heading("New agent");
    expect(address()).toMatch(/^\/agents\/new/);
  });

  it("shows agents with their state and leads to them", async () => {
    const api = new MockApi({ ready: true });
    api.addAgent("Draft one", makeDefinition("x"), false);
    const { user } = open("/agents", { api });
    const table = await screen.findByRole("table", { name: "Agents" });
    expect(within(table).getByText("Published · v1")).toBeInTheDocument();
    expect(within(table).getByText("Draft")).toBeInTheDocument();
    await expectAccessible();
    await user.click(within(table).getByRole("link", { name: "Helpdesk" }));
    await screen.findByLabelText("Message to Helpdesk");
  });

  it("imports a file as a draft and shows what is wrong with a bad one", async () => {
    const { user, api } = open("/agents");
    await heading("Agents");
    const file = screen.getByLabelText("Agent file to import");
    await user.upload(file, new File(["nothing: here"], "bad.yaml", { type: "application/yaml" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("A name is needed.");
    await user.upload(
      file,
      new File(["name: Imported\ndefinition:\n  instructions: Hi\n"], "a.yaml", { type: "application/yaml" }),
    );
    await heading("Imported");
    expect(api.agents.get("imported")?.agent.published_version).toBeNull();
  });

  it("shows a failure with its request id and tries again", async () => {
    const api = new MockApi({ ready: true });
    const real = api.fetch;
    let broken = true;
    api.fetch = (input, init) =>
      broken && (input as string).startsWith("/v1/agents")
        ? Promise.resolve(
            Response.json(
              {
                code: "access.forbidden",
                title: "Forbidden",
                detail: "You lack agents.read.",
                status: 403,
                request_id: "request_7",
              },
              { status: 403 },
            ),
          )
        : real(input, init);
    const { user } = open("/agents", { api });
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("You may not do this");
    expect(alert).toHaveTextContent("request_7");
    broken = false;
    await user.click(within(alert).getByRole("button", { name: "Try again" }));
    await screen.findByRole("table", { name: "Agents" });
  });
});

describe("a new agent", () => {
  it("is made from a template, with messages at the fields, and can be talked to at once", async () => {
    const { user, api, address } = open("/agents/new");
    await user.click(await screen.findByRole("radio", { name: /Support triage/ }));
    expect(address()).toContain("template=support-triage");
    await user.click(screen.getByRole("radio", { name: /Chatbot/ }));
    await user.click(await screen.findByRole("button", { name: "Create and talk to it" }));
    expect(screen.getByLabelText("Name")).toBeInvalid();
    expect(screen.getByLabelText("Subject")).toBeInvalid();
    await expectAccessible();
    await user.type(screen.getByLabelText("Name"), "Returns");
    await user.type(screen.getByLabelText("Subject"), "everything");
    await waitFor(
      () => expect(screen.getByLabelText("Subject")).toHaveAccessibleDescription(expect.stringContaining("too wide")),
      { timeout: 3_000 },
    );
    await user.click(screen.getByRole("button", { name: "Use “returns”" }));
    expect(screen.getByLabelText("Subject")).toHaveValue("returns");
    await user.click(screen.getByRole("button", { name: "Create and talk to it" }));
    await screen.findByLabelText("Message to Returns");
    expect(api.agents.get("returns")?.agent.published_version).toBe(1);
  });

  it("shows a name that is taken at the field", async () => {
    const { user } = open("/agents/new?template=chatbot");
    await user.type(await screen.findByLabelText("Name"), "Helpdesk");
    await user.type(screen.getByLabelText("Subject"), "returns");
    await user.click(screen.getByRole("button", { name: "Create and talk to it" }));
    await waitFor(() =>
      expect(screen.getByLabelText("Name")).toHaveAccessibleDescription(expect.stringContaining("taken")),
    );
  });
});

describe("the agent editor", () => {
  it("checks while typing, saves a draft, publishes it and rolls back", async () => {
    const { user, api } = open("/agents/helpdesk/edit");
    const instructions = await screen.findByLabelText("Instructions");
    await expectAccessible();
    expect(screen.getByRole("button", { name: "Save draft" })).toHaveAccessibleDescription("Nothing has changed.");
    await user.clear(instructions);
    await waitFor(() => expect(screen.getByLabelText("Instructions")).toBeInvalid());
    expect(screen.getByRole("button", { name: "Publish" })).toHaveAccessibleDescription(
      "Put right the problems first.",
    );
    await user.type(screen.getByLabelText("Instructions"), "Be brief.");
    await user.click(screen.getByRole("button", { name: "Save draft" }));
    await waitFor(() => expect(api.agents.get("helpdesk")?.versions).toHaveLength(2));
    await screen.findByText("draft v2");
    await user.click(screen.getByRole("button", { name: "Publish" }));
    await screen.findByText("v2 published");
    await user.click(screen.getByRole("tab", { name: "Versions (2)" }));
    await user.click(await screen.findByRole("button", { name: "Go back to version 1" }));
    await screen.findByText("v1 published");
    expect(api.agents.get("helpdesk")?.agent.published_version).toBe(1);
  });

  it("offers a quick fix and lists problems in the panel", async () => {
    const { user } = open("/agents/helpdesk/edit");
    await user.type(await screen.findByRole("textbox", { name: /^Tools/ }), "calculater");
    await screen.findByText("There is no tool calculater.", undefined, { timeout: 3_000 });
    await user.click(screen.getByRole("button", { name: /Show problems/ }));
    expect(await screen.findByRole("tab", { name: /Problems/ })).toHaveTextContent("1");
    await expectAccessible();
  });

  it("keeps text that is no definition yet and says where it breaks", async () => {
    const { user } = open("/agents/helpdesk/edit?view=source");
    const editor = await screen.findByLabelText("Definition");
    await user.clear(editor);
    await user.type(editor, "instructions: [[broken");
    await user.click(screen.getByRole("tab", { name: "Form" }));
    await user.click(await screen.findByRole("button", { name: "Go on in the text" }));
    expect(await screen.findByLabelText("Definition")).toHaveValue("instructions: [broken");
    expect(screen.getByRole("button", { name: "Publish" })).toHaveAccessibleDescription(
      expect.stringContaining("not a definition yet"),
    );
    await user.click(screen.getByRole("button", { name: "Discard" }));
    await waitFor(() => expect(screen.queryByText("unsaved changes")).not.toBeInTheDocument());
  });

  it("keeps unsaved changes over a reload", async () => {
    const first = open("/agents/helpdesk/edit");
    await first.user.type(await screen.findByLabelText("Instructions"), " More.");
    first.unmount();
    open("/agents/helpdesk/edit", { api: first.api });
    expect(await screen.findByLabelText("Instructions")).toHaveValue(
      "Answer questions about our returns policy in a friendly tone. More.",
    );
    await first.user.click(screen.getByRole("button", { name: "Discard" }));
  });

  it("clones, renames and deletes", async () => {
    const { user, api, address } = open("/agents/helpdesk/edit");
    const act = async (name: string | RegExp) => {
      await user.click(await screen.findByRole("button", { name: "More actions" }));
      await user.click(screen.getByRole("menuitem", { name }));
    };
    await act("Clone Agent");
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Clone" }));
    await heading("Helpdesk copy");
    expect(address()).toBe("/agents/helpdesk-copy/edit");
    await act("Rename…");
    await user.clear(screen.getByLabelText("Name"));
    await user.type(screen.getByLabelText("Name"), "Second desk");
    await user.click(screen.getByRole("button", { name: "Rename" }));
    await heading("Second desk");
    await act("Delete Agent");
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Delete" }));
    await heading("Agents");
    expect([...api.agents.keys()]).toEqual(["helpdesk"]);
  });

  it("disables what the role does not allow, with the reason", async () => {
    const api = new MockApi({ ready: true });
    api.permissions = ["agents.read", "system.read"];
    open("/agents/helpdesk/edit", { api });
    expect(await screen.findByRole("button", { name: "Publish" })).toHaveAccessibleDescription(
      expect.stringContaining("agents.publish"),
    );
  });
});

describe("the text of a definition", () => {
  it("goes there and back in both forms", () => {
    const definition = {
      instructions: "Line one\nLine two\n",
      tools: [{ name: "clock" }],
      output_schema: null,
      limits: { tokens: 5 },
    };
    expect(parseText(toText(definition, "yaml")).definition).toEqual(definition);
    expect(parseText(toText(definition, "json")).definition).toEqual(definition);
  });

  it.each([
    ["a: [", 1],
    ["a: 1\na: 2", 2],
    ["- x", 1],
    ["just text", 1],
  ])("%j is refused at its line", (text, line) => {
    expect(parseText(text)).toMatchObject({ definition: null, errors: [{ line }] });
  });

  it("does not let aliases grow without bound", () => {
    const bomb = [
      "a: &a [x,x,x,x,x,x,x,x,x]",
      ..."bcdefghi"
        .split("")
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[index]}`).join()}]`),
    ].join("\n");
    expect(parseText(bomb).definition).toBeNull();
  });

  it("finds where a pointer points to", () => {
    const text = "instructions: hi\ntools:\n  - name: clock\n";
    expect(text.slice(...rangeOf(text, "/tools/0/name")).trim()).toBe("clock");
    expect(text.slice(...rangeOf(text, "/instructions"))).toBe("hi");
    expect(text.slice(...rangeOf(text, "/nowhere"))).toBe("instructions: hi");
    expect(replaceAt({ tools: [{ name: "x" }] }, "/tools/0/name", "clock")).toEqual({ tools: [{ name: "clock" }] });
  });
});
