import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { expectAccessible, heading, open } from "@/test/render";

describe("API keys", () => {
  it("are shown once, listed without their secret, and revoked", async () => {
    const { user, api } = open("/settings/api-keys");
    await user.click(await screen.findByRole("button", { name: "New key" }));
    await user.type(screen.getByLabelText("Name"), "Website");
    await user.click(screen.getByRole("button", { name: "Create key" }));
    expect(await screen.findByLabelText("API key")).toHaveTextContent("chk_live_8fK2mQx1_secretsecretsecret");
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "I have kept it" }));
    await screen.findByRole("table", { name: "API keys" });
    expect(document.body).not.toHaveTextContent("secretsecret");
    await user.click(screen.getByRole("button", { name: "Actions for Website" }));
    await user.click(screen.getByRole("menuitem", { name: "Revoke" }));
    await screen.findByText("revoked");
    expect(api.keys[0]?.revoked_at).not.toBeNull();
  });

  it("are limited to some permissions of their role", async () => {
    const { user, api } = open("/settings/api-keys");
    await user.click(await screen.findByRole("button", { name: "New key" }));
    await user.type(screen.getByLabelText("Name"), "Dashboard");
    await user.click(screen.getByLabelText("Limit it to some permissions"));
    await user.click(screen.getByRole("button", { name: "Create key" }));
    expect(api.keys).toEqual([]);
    const scope = screen.getByRole("group", { name: "Permissions of the key" });
    await user.click(await within(scope).findByLabelText("runs.read"));
    expect(within(scope).queryByLabelText("keys.write")).not.toBeInTheDocument();
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Create key" }));
    await user.click(await screen.findByRole("button", { name: "I have kept it" }));
    const table = await screen.findByRole("table", { name: "API keys" });
    expect(within(table).getByText("runs.read")).toBeInTheDocument();
    expect(api.keys[0]?.scope).toEqual(["runs.read"]);
  });
});

describe("members", () => {
  it("are added, with refusals at the field, and get roles", async () => {
    const { user, api } = open("/settings/members");
    await heading("Members");
    await user.click(screen.getByRole("button", { name: "Add member" }));
    const dialog = screen.getByRole("dialog");
    await user.type(within(dialog).getByLabelText("Email"), "bob@example.org");
    await user.type(within(dialog).getByLabelText("First password"), "short");
    await user.click(within(dialog).getByRole("button", { name: "Add member" }));
    await waitFor(() => expect(within(dialog).getByLabelText("First password")).toBeInvalid());
    await user.type(within(dialog).getByLabelText("First password"), " but longer now");
    await user.click(within(dialog).getByRole("button", { name: "Add member" }));
    await user.selectOptions(await screen.findByLabelText("Role of bob@example.org"), "auditor");
    await waitFor(() => expect(api.members[1]?.role).toBe("auditor"));
    await expectAccessible();
  });

  it("keep one owner", async () => {
    const { user } = open("/settings/members");
    await user.selectOptions(await screen.findByLabelText("Role of ada@example.org"), "caller");
    await screen.findByText(/Make somebody else an owner first/);
  });
});
