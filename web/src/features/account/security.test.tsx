import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { APP_CODE } from "@/test/mockAccount";
import { MockApi } from "@/test/mockApi";
import { expectAccessible, heading, open, type Opened } from "@/test/render";

const credential = { toJSON: () => ({ id: "credential" }) };
const create = vi.fn(() => Promise.resolve(credential));
const get = vi.fn(() => Promise.resolve(credential));
const asGiven = (options: unknown) => options;

beforeEach(() => {
  create.mockClear();
  get.mockClear();
  vi.stubGlobal("PublicKeyCredential", {
    parseCreationOptionsFromJSON: asGiven,
    parseRequestOptionsFromJSON: asGiven,
  });
  Object.defineProperty(navigator, "credentials", { configurable: true, value: { create, get } });
});
afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, "credentials");
});

async function enrolApp({ user, api }: Opened): Promise<void> {
  await user.type(await screen.findByLabelText("Your password"), api.owner.password);
  await user.click(screen.getByRole("button", { name: "Continue" }));
  await user.type(await screen.findByLabelText("Code that the app shows"), APP_CODE);
  await user.click(screen.getByRole("button", { name: "Turn on" }));
}

describe("the own account", () => {
  it("turns an authenticator app on, shows the recovery codes once, and turns it off", async () => {
    const opened = open("/account/security");
    const { user, api } = opened;
    await heading("Your account");
    await user.click(await screen.findByRole("button", { name: "Set up an app" }));
    await user.type(screen.getByLabelText("Your password"), "wrong");
    await user.click(screen.getByRole("button", { name: "Continue" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("Password is wrong");
    await user.clear(screen.getByLabelText("Your password"));
    await user.type(screen.getByLabelText("Your password"), api.owner.password);
    await user.click(screen.getByRole("button", { name: "Continue" }));
    const picture = await screen.findByRole("img", { name: "QR code for your authenticator app" });
    expect(picture).toHaveAttribute("src", expect.stringMatching(/^data:image\/svg/));
    await expectAccessible();
    await user.type(screen.getByLabelText("Code that the app shows"), "000000");
    await user.click(screen.getByRole("button", { name: "Turn on" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("Code is wrong");
    await user.clear(screen.getByLabelText("Code that the app shows"));
    await user.type(screen.getByLabelText("Code that the app shows"), APP_CODE);
    await user.click(screen.getByRole("button", { name: "Turn on" }));
    expect(await screen.findByLabelText("Recovery codes")).toHaveTextContent("aaaa-1111");
    expect(screen.getByRole("link", { name: "Download" })).toHaveAttribute(
      "href",
      expect.stringContaining("aaaa-1111"),
    );
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "I have kept them" }));
    expect(screen.queryByText(/aaaa-1111/)).not.toBeInTheDocument();
    await user.click(await screen.findByRole("button", { name: "Turn off" }));
    const dialog = screen.getByRole("dialog");
    await user.type(within(dialog).getByLabelText("Your password"), api.owner.password);
    await user.click(within(dialog).getByRole("button", { name: "Turn off" }));
    await screen.findByRole("button", { name: "Set up an app" });
    expect(api.account.app).toBe("off");
  });

  it("adds, renames and removes a passkey", async () => {
    const { user, api } = open("/account/security");
    await user.click(await screen.findByRole("button", { name: "Add a passkey" }));
    await user.type(screen.getByLabelText("Name"), "Laptop");
    await user.type(screen.getByLabelText("Your password"), api.owner.password);
    create.mockRejectedValueOnce(new DOMException("no", "NotAllowedError"));
    await user.click(screen.getByRole("button", { name: "Add passkey" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("No passkey was used");
    await user.click(screen.getByRole("button", { name: "Add passkey" }));
    await user.click(await screen.findByRole("button", { name: "I have kept them" }));
    await screen.findByRole("table", { name: "Passkeys" });
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Actions for Laptop" }));
    await user.click(screen.getByRole("menuitem", { name: "Rename" }));
    await user.type(screen.getByLabelText("Name"), " at home");
    await user.click(screen.getByRole("button", { name: "Rename" }));
    await user.click(await screen.findByRole("button", { name: "Actions for Laptop at home" }));
    await user.click(screen.getByRole("menuitem", { name: "Remove" }));
    await user.type(screen.getByLabelText("Your password"), api.owner.password);
    await user.click(screen.getByRole("button", { name: "Remove" }));
    await waitFor(() => expect(screen.queryByRole("table", { name: "Passkeys" })).not.toBeInTheDocument());
    expect(api.account.passkeys).toEqual([]);
  });

  it("ends other sessions and changes the password", async () => {
    const { user, api } = open("/account/security");
    await user.click(await screen.findByRole("button", { name: "End the session of Safari on iPhone" }));
    await waitFor(() => expect(api.account.sessions.map((one) => one.current)).toEqual([true]));
    expect(screen.queryByRole("button", { name: /End the session of Firefox/ })).not.toBeInTheDocument();
    await waitFor(() =>
      expect(screen.getByRole("button", { name: "End all others" })).toHaveAttribute("aria-disabled", "true"),
    );
    await user.type(screen.getByLabelText("Present password"), api.owner.password);
    await user.type(screen.getByLabelText("New password"), "short");
    await user.click(screen.getByRole("button", { name: "Change password" }));
    await waitFor(() => expect(screen.getByLabelText("New password")).toBeInvalid());
    await user.type(screen.getByLabelText("New password"), " but longer now");
    await user.click(screen.getByRole("button", { name: "Change password" }));
    await screen.findByText("Your password was changed");
    expect(api.owner.password).toBe("short but longer now");
  });

  it("is in the account menu", async () => {
    const { user } = open("/agents");
    await user.click(await screen.findByRole("button", { name: "Account and theme" }));
    await user.click(screen.getByRole("menuitem", { name: "Security" }));
    await heading("Your account");
  });
});

describe("a required second factor", () => {
  function due(): MockApi {
    const api = new MockApi({ ready: true });
    api.account.required = true;
    return api;
  }

  it("is all that opens until an app is set up; then comes the page that was asked for", async () => {
    const opened = open("/agents", { api: due() });
    await heading("Set up a second factor");
    expect(screen.queryByRole("navigation", { name: "Views" })).not.toBeInTheDocument();
    expect(opened.api.calls).not.toContain("GET /v1/agents");
    await expectAccessible();
    await opened.user.click(screen.getByRole("button", { name: "Use an authenticator app" }));
    await enrolApp(opened);
    await opened.user.click(await screen.findByRole("button", { name: "I have kept them" }));
    await heading("Agents");
  });

  it("can be a passkey", async () => {
    const { user, api } = open("/agents", { api: due() });
    await user.click(await screen.findByRole("button", { name: "Use a passkey" }));
    await user.type(screen.getByLabelText("Name"), "Laptop");
    await user.type(screen.getByLabelText("Your password"), api.owner.password);
    await user.click(screen.getByRole("button", { name: "Add passkey" }));
    await user.click(await screen.findByRole("button", { name: "I have kept them" }));
    await heading("Agents");
  });

  it("can be put off by signing out", async () => {
    const { user, api } = open("/agents", { api: due() });
    await user.click(await screen.findByRole("button", { name: "Sign out" }));
    await heading(/Sign in|Welcome back/);
    expect(api.signedIn).toBe(false);
  });
});

describe("signing in with a passkey", () => {
  it("needs no password, and says why when the browser gives none", async () => {
    const api = new MockApi({ ready: true });
    api.signedIn = false;
    const { user } = open("/agents", { api });
    get.mockRejectedValueOnce(new DOMException("no", "NotAllowedError"));
    await user.click(await screen.findByRole("button", { name: "Sign in with a passkey" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("No passkey was used");
    await user.click(screen.getByRole("button", { name: "Sign in with a passkey" }));
    await heading("Agents");
    expect(api.calls).not.toContain("POST /v1/session");
  });

  it("says so when the browser has none", async () => {
    vi.stubGlobal("PublicKeyCredential", undefined);
    const api = new MockApi({ ready: true });
    api.signedIn = false;
    const { user } = open("/agents", { api });
    await user.click(await screen.findByRole("button", { name: "Sign in with a passkey" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("This browser has no passkeys");
  });

  it("stands beside the code behind a password", async () => {
    const api = new MockApi({ ready: true });
    api.signedIn = false;
    api.account.app = "on";
    const { user } = open("/agents", { api });
    await user.type(await screen.findByLabelText("Email"), api.owner.email);
    await user.type(screen.getByLabelText("Password"), api.owner.password);
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await heading("One more step");
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Use a passkey" }));
    await heading("Agents");
    expect(api.calls).toContain("POST /v1/session/second-factor/passkey");
  });
});
