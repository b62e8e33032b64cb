import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { MockApi } from "@/test/mockApi";
import { expectAccessible, heading, open } from "@/test/render";

const patient = { timeout: 8_000 };

async function ask(
  user: { type: (field: Element, text: string) => Promise<void> },
  text = "How do I return it?{Enter}",
): Promise<void> {
  await user.type(await screen.findByLabelText("Message to Helpdesk"), text);
}

describe("chat", () => {
  it("streams the answer, shows its steps, and has it all after a reload", async () => {
    const { user, api, address, unmount } = open("/agents/helpdesk/chat", { paceMs: 3 });
    await ask(user);
    await screen.findAllByText("How do I return it?");
    await screen.findByRole("button", { name: /Model: demo/ });
    await screen.findByRole("link", { name: "Open run" }, patient);
    expect(screen.getByText("30 days")).toBeInTheDocument();
    expect(screen.getByText("228 tokens")).toBeInTheDocument();
    expect(address()).toContain("conversation=conversation_");
    await expectAccessible();

    unmount();
    open(address(), { api });
    await screen.findByText("30 days");
    await user.click(screen.getByRole("button", { name: "1 step" }));
    await user.click(await screen.findByRole("button", { name: /Model: demo/ }));
    expect(await screen.findByRole("group", { name: "Input" })).toHaveTextContent("returns policy");
    await user.click(screen.getByRole("link", { name: "Open run" }));
    await heading("Run of Helpdesk");
  });

  it("goes on in mid-answer after a reload", async () => {
    const first = open("/agents/helpdesk/chat", { paceMs: 15 });
    await ask(first.user);
    await screen.findByRole("button", { name: "Stop the answer" }, patient);
    const address = first.address();
    first.unmount();
    open(address, { api: first.api });
    await screen.findByRole("link", { name: "Open run" }, patient);
    expect(first.api.runs).toHaveLength(1);
  });

  it("shows a fallback and that text was generated again", async () => {
    const api = new MockApi({ ready: true, paceMs: 2 });
    api.script = "fallback";
    const { user } = open("/agents/helpdesk/chat", { api });
    await ask(user);
    await screen.findByRole("link", { name: "Open run" }, patient);
    await user.click(screen.getByRole("button", { name: "1 step" }));
    const steps = await screen.findByRole("list", { name: "Steps" });
    await within(steps).findByText("Fell back");
    expect(within(steps).getByText("Generated again")).toBeInTheDocument();
    await user.click(within(steps).getByRole("button"));
    expect(await screen.findByText(/Trying ollama\/llama3.2/)).toBeInTheDocument();
  });

  it("says what failed and what to do about it", async () => {
    const api = new MockApi({ ready: true });
    api.script = "fail";
    const { user } = open("/agents/helpdesk/chat", { api });
    await ask(user);
    await screen.findByText(/Start it, or add a fallback to the route/, undefined, patient);
    expect(screen.getByText("Failed")).toBeInTheDocument();
  });

  it("is stopped with Escape", async () => {
    const { user, api } = open("/agents/helpdesk/chat", { paceMs: 40 });
    await ask(user);
    await screen.findByRole("button", { name: "Stop the answer" }, patient);
    await user.keyboard("{Escape}");
    await screen.findByText("Cancelled", undefined, patient);
    await waitFor(() => expect(api.runs[0]?.run.state).toBe("cancelled"), patient);
  });

  it("shows structured answers and tool calls", async () => {
    const api = new MockApi({ ready: true });
    api.script = "structured";
    const { user } = open("/agents/helpdesk/chat", { api });
    await ask(user);
    expect(await screen.findByRole("group", { name: "Answer" }, patient)).toHaveTextContent('"urgency": "high"');
    api.script = "tool";
    await ask(user, "And 30-12?{Enter}");
    await screen.findByRole("button", { name: "3 steps" }, patient);
  });

  it("lists conversations, starts new ones and deletes", async () => {
    const { user, api, address } = open("/agents/helpdesk/chat");
    await ask(user);
    const list = await screen.findByRole("navigation", { name: "Conversations" });
    await within(list).findByRole("link", { name: /How do I return it/ });
    await screen.findByRole("link", { name: "Open run" }, patient);
    await user.click(within(list).getByRole("button", { name: "New Conversation" }));
    await screen.findByRole("heading", { name: "Talk to Helpdesk" });
    expect(address()).toBe("/agents/helpdesk/chat");
    await user.click(within(list).getByRole("button", { name: /Delete the conversation/ }));
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(api.conversations).toHaveLength(0));
    await within(list).findByText(/None yet/);
  });
});

describe("runs", () => {
  it("are listed, filtered in the address, and opened", async () => {
    const api = new MockApi({ ready: true });
    api.startRun("helpdesk", "First question", null);
    await waitFor(() => expect(api.runs[0]?.run.state).toBe("completed"));
    const { user, address } = open("/runs", { api });
    const table = await screen.findByRole("table", { name: "Runs" });
    await expectAccessible();
    await user.selectOptions(screen.getByLabelText("State"), "failed");
    await screen.findByRole("heading", { name: "No run fits this filter" });
    expect(address()).toBe("/runs?state=failed");
    await user.click(screen.getByRole("button", { name: "Show all runs" }));
    await user.click(await screen.findByRole("link", { name: "First question" }));
    await heading("Run of Helpdesk");
    expect(table).not.toBeInTheDocument();
  });

  it("come page by page", async () => {
    const api = new MockApi({ ready: true });
    for (let index = 0; index < 60; index++) api.startRun("helpdesk", `Question ${index}`, null);
    await waitFor(() => expect(api.runs.every((one) => one.run.state === "completed")).toBe(true));
    const { user } = open("/runs", { api });
    await user.click(await screen.findByRole("button", { name: "Show older runs" }));
    await screen.findByRole("link", { name: "Question 0" });
  });

  it("say what to do when there are none", async () => {
    const { user } = open("/runs");
    await user.click(await screen.findByRole("button", { name: "Go to the agents" }));
    await heading("Agents");
  });

  it("show steps and state; the open step is in the address", async () => {
    const api = new MockApi({ ready: true });
    api.script = "tool";
    const run = api.startRun("helpdesk", "30-12?", null);
    await waitFor(() => expect(api.runs[0]?.run.state).toBe("completed"));
    const { user, address } = open(`/runs/${run.id}`, { api });
    await user.click(await screen.findByRole("button", { name: /Tool: calculator/ }));
    expect(address()).toContain("step=step_");
    expect(await screen.findByRole("group", { name: "Output" })).toHaveTextContent('"result": 18');
    await expectAccessible();
    await user.click(screen.getByRole("tab", { name: "State" }));
    expect(await screen.findByRole("group", { name: "State of the run" })).toHaveTextContent("last_request");
    expect(screen.getByRole("button", { name: "Cancel Run" })).toHaveAccessibleDescription("The run has ended.");
  });

  it("that do not exist say so", async () => {
    open("/runs/run_none");
    expect(await screen.findByRole("alert")).toHaveTextContent("Run not found");
  });
});
