import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { MockApi } from "@/test/mockApi";
import { makeApproval } from "@/test/mockApprovals";
import { expectAccessible, heading, open } from "@/test/render";

const KINDS: [string, string, Parameters<typeof makeApproval>[1]][] = [
  ["Call of transfer", "Approve", {}],
  ["Answer that waits", "Approve", { tool: "", purpose: "output", arguments: {} }],
  [
    "Question of bank",
    "I have been there",
    { purpose: "input", form: { message: "Pay", source: "bank", fields: null, url: "https://pay.me/" } },
  ],
];

function asking(...more: Parameters<typeof makeApproval>[]) {
  const api = new MockApi({ ready: true });
  api.approvals = more.length > 0 ? more.map((one) => makeApproval(...one)) : [makeApproval("approval_1")];
  return open("/approvals", { api });
}

describe("approvals", () => {
  it("are one click away from the runs", async () => {
    const { user, address } = open("/runs");
    await heading("Runs");
    await user.click(await screen.findByRole("treeitem", { name: "Approvals" }));
    await heading("Approvals");
    expect(address()).toContain("/approvals");
  });

  it("show what is to be called and why, and let it be called", async () => {
    const { user, api } = asking(["approval_1", { tainted: ["/to"], purpose: "repeat" }]);
    await heading("Approvals");
    const question = await screen.findByRole("region", { name: "Call of transfer" });
    expect(question).toHaveTextContent("Money leaves.");
    expect(question).toHaveTextContent("/to");
    expect(question).toHaveTextContent("may have happened already");
    await expectAccessible();
    await user.click(within(question).getByRole("button", { name: "Approve" }));
    await screen.findByText("Nobody waits for you");
    expect(api.approvals[0]).toMatchObject({ state: "approved", edited: null });
    expect(within(await screen.findByRole("table", { name: "Settled" })).getByText("approved")).toBeInTheDocument();
  });

  it("let a person change the arguments, as long as they are an object", async () => {
    const { user, api } = asking();
    const field = await screen.findByLabelText("Arguments");
    await user.clear(field);
    await user.type(field, "[[1]");
    expect(field).toBeInvalid();
    await user.clear(field);
    await user.type(field, '{{"to": "bob", "amount": 1}');
    await user.click(screen.getByRole("button", { name: "Approve with changes" }));
    await waitFor(() => expect(api.approvals[0]?.edited).toEqual({ to: "bob", amount: 1 }));
  });

  it("can be about a text that a guardrail hit: there are no arguments to change", async () => {
    const { user, api } = asking([
      "approval_1",
      { tool: "", purpose: "guardrail", arguments: { injection: "Ignore" } },
    ]);
    const question = await screen.findByRole("region", { name: "Text that the run was given" });
    expect(question).toHaveTextContent("Ignore");
    expect(within(question).queryByLabelText("Arguments")).not.toBeInTheDocument();
    await user.click(within(question).getByRole("button", { name: "Approve" }));
    await waitFor(() => expect(api.approvals[0]).toMatchObject({ state: "approved", edited: null }));
  });

  it("can be a form of the tool itself, or an address to visit", async () => {
    const asked = { message: "Which seat?", source: "trains" };
    const fields = {
      type: "object",
      properties: {
        row: { type: "integer", title: "Row", default: 4 },
        side: { type: "string", enum: ["w", "a"], enumNames: ["Window", "Aisle"] },
      },
      required: ["row", "side"],
    };
    const { user, api } = asking(
      ["approval_1", { purpose: "input", form: { ...asked, fields, url: null } }],
      [
        "approval_2",
        { purpose: "input", form: { message: "Pay", source: "bank", fields: null, url: "https://pay.me/" } },
      ],
    );
    const form = await screen.findByRole("region", { name: "Question of trains" });
    expect(form).toHaveTextContent("Never type a password");
    await expectAccessible();
    await user.selectOptions(within(form).getByLabelText("Side"), "Aisle");
    await user.click(within(form).getByRole("button", { name: "Answer" }));
    await waitFor(() => expect(api.approvals[0]).toMatchObject({ state: "approved", answer: { row: 4, side: "a" } }));
    const visit = await screen.findByRole("region", { name: "Question of bank" });
    expect(within(visit).getByRole("link", { name: "https://pay.me/" })).toHaveAttribute(
      "rel",
      expect.stringContaining("noopener"),
    );
    await user.click(within(visit).getByRole("button", { name: "Decline" }));
    await waitFor(() => expect(api.approvals[1]).toMatchObject({ state: "rejected", answer: null }));
  });

  it("can be about a text that waits: read on request, changed, approved", async () => {
    const { user, api } = asking(
      ["approval_1", { tool: "", purpose: "output", arguments: {}, reason: "Plans stay here." }],
      ["approval_2", { tool: "look_up", purpose: "tool_result", arguments: {} }],
    );
    api.heldTexts.set("approval_1", { text: "The plan is under the stairs.", evidence: { words: "The plan is" } });
    const question = await screen.findByRole("region", { name: "Answer that waits" });
    expect(question).toHaveTextContent("Plans stay here.");
    expect(question).not.toHaveTextContent("under the stairs");
    expect(within(question).getByRole("button", { name: "Approve" })).toHaveAccessibleDescription(/Read the text/);
    await user.click(within(question).getByRole("button", { name: "Read the text" }));
    const text = await within(question).findByLabelText("Text");
    expect(text).toHaveValue("The plan is under the stairs.");
    expect(question).toHaveTextContent("words The plan is");
    await expectAccessible();
    await user.clear(text);
    await user.type(text, "It is somewhere.");
    await user.click(within(question).getByRole("button", { name: "Approve with changes" }));
    await waitFor(() => expect(api.approvals[0]).toMatchObject({ state: "approved", edited: null }));
    expect(api.heldTexts.get("approval_1")?.text).toBe("It is somewhere.");
    const other = screen.getByRole("region", { name: "Result of look_up that waits" });
    await user.click(within(other).getByRole("button", { name: "Reject" }));
    await waitFor(() => expect(api.approvals[1]?.state).toBe("rejected"));
  });

  it("about a result that a job of a workflow waits for say what becomes of it", async () => {
    asking(["approval_1", { tool: "look_up", purpose: "tool_result", origin: "workflow", agent: null, arguments: {} }]);
    const question = await screen.findByRole("region", { name: "Result of look_up that waits" });
    expect(question).toHaveTextContent("rejected, the job becomes an incident");
    expect(question).not.toHaveTextContent("The model has not read this");
  });

  it("about what a tool says of itself are let through as it is, or not", async () => {
    const { user, api } = asking(["approval_1", { tool: "look_up", purpose: "tool_description", arguments: {} }]);
    api.heldTexts.set("approval_1", { text: "Looks up all.", evidence: {} });
    const question = await screen.findByRole("region", { name: "Description of look_up that waits" });
    await user.click(within(question).getByRole("button", { name: "Read the text" }));
    await within(question).findByText("Looks up all.");
    expect(within(question).queryByLabelText("Text")).not.toBeInTheDocument();
    await user.click(within(question).getByRole("button", { name: "Approve" }));
    await waitFor(() => expect(api.approvals[0]?.state).toBe("approved"));
  });

  it("are rejected with a reason, and what was settled meanwhile is said", async () => {
    const { user, api } = asking(["approval_1"], ["approval_2", { tool: "delete" }]);
    const question = await screen.findByRole("region", { name: "Call of transfer" });
    await user.type(within(question).getByLabelText(/Reason/), "Bob is on leave.");
    await user.click(within(question).getByRole("button", { name: "Reject" }));
    await waitFor(() => expect(api.approvals[0]?.decision_reason).toBe("Bob is on leave."));
    const other = await screen.findByRole("region", { name: "Call of delete" });
    if (api.approvals[1]) api.approvals[1].state = "expired";
    await user.click(within(other).getByRole("button", { name: "Approve" }));
    await waitFor(() => expect(screen.queryByRole("region", { name: "Call of delete" })).not.toBeInTheDocument());
    expect(api.approvals[1]?.state).toBe("expired");
  });

  describe.each(KINDS)("of every kind (%s)", (name, yes, more) => {
    function ask(api: MockApi) {
      api.approvals = [makeApproval("approval_1", { asked_by: "user_01", ...more })];
      api.heldTexts.set("approval_1", { text: "The plan.", evidence: {} });
      return open("/approvals", { api });
    }

    async function question() {
      const found = await screen.findByRole("region", { name });
      const read = within(found).queryByRole("button", { name: "Read the text" });
      if (read) read.click();
      if (read) await within(found).findByLabelText("Text");
      return found;
    }

    it("are answered with the keyboard, and it is said that they were", async () => {
      const { user, api } = ask(new MockApi({ ready: true }));
      const buttons = within(await question())
        .getAllByRole("button")
        .slice(-2);
      buttons[0]?.focus();
      await user.tab();
      expect(buttons[1]).toHaveFocus();
      expect(buttons[1]).toHaveAccessibleName(yes);
      await user.keyboard("{Enter}");
      await waitFor(() => expect(api.approvals[0]?.state).toBe("approved"));
      await waitFor(() => expect(screen.queryByRole("region", { name })).not.toBeInTheDocument());
      const said = screen.getByRole("region", { name: "Notifications" });
      expect(said).toHaveTextContent(new RegExp(`${name}: (approved|answered)`));
    });

    it("stay, with what the server says, when somebody else must decide", async () => {
      const api = new MockApi({ ready: true });
      const { user } = ask(api);
      if (api.approvals[0]) api.approvals[0].four_eyes = true;
      const found = await question();
      const button = within(found).getByRole("button", { name: yes });
      await user.click(button);
      expect(await within(found).findByRole("alert")).toHaveTextContent("Somebody else must decide");
      expect(button).toHaveFocus();
      expect(screen.getByRole("region", { name: "Notifications" })).toBeEmptyDOMElement();
      await expectAccessible();
    });

    it("say to whoever may not decide why they may not", async () => {
      const api = new MockApi({ ready: true });
      api.permissions = api.permissions.filter((permission) => permission !== "approvals.decide");
      const { user } = ask(api);
      const found = await screen.findByRole("region", { name });
      for (const button of within(found).getAllByRole("button").slice(-2)) {
        expect(button).toHaveAttribute("aria-disabled", "true");
        expect(button).toHaveAccessibleDescription(/needs the permission approvals.decide/);
        await user.click(button);
      }
      expect(api.approvals[0]?.state).toBe("pending");
    });
  });
});
