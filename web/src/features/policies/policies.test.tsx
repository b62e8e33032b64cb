import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { MockApi } from "@/test/mockApi";
import { makePolicy } from "@/test/mockPolicies";
import { expectAccessible, heading, open } from "@/test/render";

function withPolicies(...policies: ReturnType<typeof makePolicy>[]) {
  const api = new MockApi({ ready: true });
  api.policies = policies;
  return open("/tool-policies", { api });
}

async function names(): Promise<(string | null)[]> {
  const table = await screen.findByRole("table", { name: "Tool policies" });
  return within(table)
    .getAllByRole("row")
    .slice(1)
    .map((row) => row.children[1]?.firstChild?.textContent ?? null);
}

describe("tool policies", () => {
  it("are made, with refusals at the field", async () => {
    const { user, api } = withPolicies();
    await user.click(await screen.findByRole("button", { name: "New policy" }));
    const dialog = screen.getByRole("dialog");
    await user.type(within(dialog).getByLabelText("Name"), "large transfers");
    await user.type(within(dialog).getByLabelText("Tools"), "transfer crm__*");
    await user.type(within(dialog).getByLabelText(/^Condition/), "amount >");
    await user.click(within(dialog).getByLabelText("destructive"));
    await user.click(within(dialog).getByLabelText(/Four eyes/));
    await expectAccessible();
    await user.click(within(dialog).getByRole("button", { name: "Save policy" }));
    await waitFor(() => expect(within(dialog).getByLabelText(/^Condition/)).toBeInvalid());
    await user.type(within(dialog).getByLabelText(/^Condition/), " 100");
    await user.click(within(dialog).getByRole("button", { name: "Save policy" }));
    expect(await names()).toEqual(["large transfers"]);
    expect(api.policies[0]).toMatchObject({
      effect: "ask",
      tools: ["transfer", "crm__*"],
      condition: "amount > 100",
      risks: ["destructive"],
      four_eyes: true,
      expires_after_s: 259_200,
    });
    await expectAccessible();
  });

  it("are moved, also of two in the same place, and turned off", async () => {
    const { user, api } = withPolicies(makePolicy("one", 10), makePolicy("two", 20), makePolicy("three", 20));
    expect(await names()).toEqual(["one", "two", "three"]);
    await user.click(screen.getByRole("button", { name: "Move two up" }));
    await waitFor(async () => expect(await names()).toEqual(["two", "one", "three"]));
    await user.click(screen.getByRole("button", { name: "Move one down" }));
    await waitFor(async () => expect(await names()).toEqual(["two", "three", "one"]));
    await user.click(screen.getByRole("button", { name: "Actions for three" }));
    await user.click(screen.getByRole("menuitem", { name: "Let it not count" }));
    await screen.findByText("does not count");
    expect(api.policies[2]?.enabled).toBe(false);
  });

  it("say what would become of a call", async () => {
    const { user } = withPolicies(
      makePolicy("no transfers", 10, { effect: "deny", tools: ["transfer"], reason: "Never." }),
    );
    const box = await screen.findByRole("region", { name: "Try a call" });
    await user.type(within(box).getByLabelText("Tool"), "transfer");
    await user.type(within(box).getByLabelText(/What a tool has returned/), "bob");
    await user.click(within(box).getByRole("button", { name: "Say what would happen" }));
    const said = await within(box).findByRole("status");
    expect(said).toHaveTextContent("deny");
    expect(said).toHaveTextContent("by no transfers");
    expect(said).toHaveTextContent("Never.");
    expect(said).toHaveTextContent("/to");
  });

  it("tell those who may only read them why", async () => {
    const api = new MockApi({ ready: true });
    api.policies = [makePolicy("one", 10)];
    api.permissions = ["tool_policies.read"];
    open("/tool-policies", { api });
    await heading("Tool policies");
    expect(await screen.findByRole("button", { name: "New policy" })).toHaveAccessibleDescription(
      /tool_policies.write/,
    );
  });
});
