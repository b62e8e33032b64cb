import { screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { MockApi } from "@/test/mockApi";
import { SETUP_TOKEN } from "@/test/mockData";
import { expectAccessible, heading, open } from "@/test/render";

afterEach(() => window.history.replaceState(null, "", "/"));

describe("first run", () => {
  it("takes the token out of the address, checks the fields and opens the workbench", async () => {
    window.history.replaceState(null, "", `/#token=${SETUP_TOKEN}`);
    const { user, api } = open("/", { api: new MockApi() });
    await heading("Set up Charter");
    expect(window.location.hash).toBe("");
    expect(screen.getByLabelText("Setup token")).toHaveValue(SETUP_TOKEN);
    await user.click(screen.getByRole("button", { name: "Create account" }));
    expect(screen.getByLabelText("Email")).toBeInvalid();
    expect(api.calls).not.toContain("POST /v1/setup");
    await expectAccessible();
    await user.type(screen.getByLabelText("Organisation"), "Acme");
    await user.type(screen.getByLabelText("Email"), "ada@example.org");
    await user.type(screen.getByLabelText("Password"), "correct horse battery");
    await user.click(screen.getByRole("button", { name: "Create account" }));
    await heading("Welcome to Acme");
  });

  it("shows a refused token at its field", async () => {
    const { user } = open("/", { api: new MockApi() });
    await user.type(await screen.findByLabelText("Setup token"), "wrong");
    await user.type(screen.getByLabelText("Organisation"), "Acme");
    await user.type(screen.getByLabelText("Email"), "ada@example.org");
    await user.type(screen.getByLabelText("Password"), "correct horse battery");
    await user.click(screen.getByRole("button", { name: "Create account" }));
    await waitFor(() =>
      expect(screen.getByLabelText("Setup token")).toHaveAccessibleDescription(
        expect.stringContaining("not the token"),
      ),
    );
  });
});

describe("signing in", () => {
  it("says what is wrong and leads to the page that was asked for", async () => {
    const api = new MockApi({ ready: true });
    api.signedIn = false;
    const { user, address } = open("/agents", { api });
    await heading("Sign in");
    await expectAccessible();
    await user.type(screen.getByLabelText("Email"), api.owner.email);
    await user.type(screen.getByLabelText("Password"), "wrong");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("Email address or password is wrong.");
    await user.clear(screen.getByLabelText("Password"));
    await user.type(screen.getByLabelText("Password"), api.owner.password);
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await heading("Agents");
    expect(address()).toBe("/agents");
  });

  it("is asked for when the session ends, and what was typed is kept", async () => {
    const { user, api, address } = open("/agents/helpdesk/chat");
    await user.type(await screen.findByLabelText("Message to Helpdesk"), "half a thought");
    api.signedIn = false;
    await user.keyboard("{Enter}");
    await heading("Welcome back");
    expect(screen.getByLabelText("Email")).toHaveValue(api.owner.email);
    await user.type(screen.getByLabelText("Password"), api.owner.password);
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByLabelText("Message to Helpdesk")).toHaveValue("half a thought");
    expect(address()).toBe("/agents/helpdesk/chat");
  });

  it("offers the organisation's own providers and says why one of them refused", async () => {
    window.history.replaceState(null, "", "/agents?sign_on_problem=identity.sign-on-not-mapped");
    const api = new MockApi({ ready: true });
    api.signedIn = false;
    api.signOnOffers = [{ id: "connection_01", name: "Acme" }];
    open("/agents", { api });
    const link = await screen.findByRole("link", { name: "Sign in with Acme" });
    expect(link.getAttribute("href")).toMatch(/^\/v1\/sign-on\/connection_01\/start\?return_to=%2F/);
    expect(screen.getByRole("alert")).toHaveTextContent("has no role here");
    expect(window.location.search).toBe("");
    await expectAccessible();
  });

  it("can be undone: signing out forgets everything", async () => {
    const { user } = open("/agents");
    await heading("Agents");
    await user.click(screen.getByRole("button", { name: "Account and theme" }));
    await user.click(screen.getByRole("menuitem", { name: "Sign Out" }));
    await heading(/Sign in|Welcome back/);
    expect(screen.queryByText("Helpdesk")).not.toBeInTheDocument();
  });
});
