import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { expectAccessible, heading, open } from "@/test/render";
import { customKeys } from "./keybindings";
import { theme } from "./layout";

describe("the frame", () => {
  it("starts with what can be done next and is accessible in every theme", async () => {
    open("/");
    await heading("Welcome to Acme");
    await screen.findByText(/demo model at first/);
    for (const name of ["light", "dark", "contrast"] as const) {
      theme.set(name);
      await expectAccessible();
    }
    theme.set("system");
  });

  it("shows health, model and version in the status bar", async () => {
    open("/");
    const status = await screen.findByRole("contentinfo", { name: "Status bar" });
    await within(status).findByText("Healthy");
    await within(status).findByText(/smollm2-135m-instruct \(demo model\)/);
    await within(status).findByText("0 active agents");
    await within(status).findByText("Charter 0.1.0");
  });

  it("names views that are not there yet, with the reason", async () => {
    const { user } = open("/");
    const button = await screen.findByRole("button", { name: "Workflows" });
    expect(button).toHaveAttribute("aria-disabled", "true");
    expect(button).toHaveAttribute("title", expect.stringContaining("not part of this version"));
    await user.click(button);
    expect(screen.getByRole("complementary", { name: "Agents" })).toBeInTheDocument();
  });

  it("shows a page that does not exist as such", async () => {
    open("/nowhere/at/all");
    await screen.findByRole("heading", { name: "There is no such page" });
  });
});

describe("tabs", () => {
  it("open with pages, come back after a reload, and close to their neighbour", async () => {
    const first = open("/agents");
    await heading("Agents");
    await first.user.keyboard("{Control>}{Shift>}y{/Shift}{/Control}");
    await heading("Runs");
    first.unmount();
    const { user, address } = open("/runs", { api: first.api });
    await heading("Runs");
    const strip = screen.getByRole("tablist", { name: "Open pages" });
    expect(
      within(strip)
        .getAllByRole("tab")
        .map((tab) => tab.textContent),
    ).toEqual(["Agents", "Runs"]);
    await user.keyboard("{Alt>}w{/Alt}");
    await heading("Agents");
    expect(address()).toBe("/agents");
  });

  it("stand side by side, both in the address", async () => {
    const { user, address } = open("/agents");
    await heading("Agents");
    await user.click(screen.getByRole("button", { name: "Open this page at the side" }));
    const side = await screen.findByRole("region", { name: "Editor at the side" });
    expect(address()).toBe("/agents?side=%2Fagents");
    await user.click(within(side).getByRole("link", { name: "Edit Helpdesk" }));
    await within(side).findByLabelText("Instructions");
    expect(address()).toBe(`/agents?side=${encodeURIComponent("/agents/helpdesk/edit")}`);
    await user.click(within(side).getByRole("button", { name: "Close the tab at the side" }));
    expect(screen.getByRole("region", { name: "Editor" })).toBeInTheDocument();
  });
});

describe("the command palette", () => {
  it("finds and runs commands by keyboard alone", async () => {
    const { user } = open("/");
    await heading("Welcome to Acme");
    await user.keyboard("{F1}");
    const box = await screen.findByRole("combobox", { name: "Command palette" });
    await expectAccessible();
    await user.type(box, "show runs{Enter}");
    await heading("Runs");
    expect(screen.queryByRole("combobox", { name: "Command palette" })).not.toBeInTheDocument();
  });

  it("shows why a command cannot run", async () => {
    const { user } = open("/");
    await heading("Welcome to Acme");
    await user.keyboard("{Control>}{Shift>}p{/Shift}{/Control}");
    await user.type(await screen.findByRole("combobox"), "publish");
    const entry = screen.getByRole("option", { name: /Publish Version/ });
    expect(entry).toHaveAttribute("aria-disabled", "true");
    expect(entry).toHaveTextContent("Open an agent in the editor first.");
    await user.keyboard("{Enter}");
    expect(screen.getByRole("combobox")).toBeInTheDocument();
  });

  it("opens agents by a part of their name", async () => {
    const { user } = open("/");
    await heading("Welcome to Acme");
    await user.keyboard("{Control>}p{/Control}");
    const box = await screen.findByRole("combobox", { name: "Quick open" });
    await screen.findAllByRole("option", { name: /Helpdesk/ });
    await user.type(box, "hlpdsk def{Enter}");
    await screen.findByLabelText("Instructions");
  });
});

describe("keyboard shortcuts", () => {
  it("are listed, changed, and kept", async () => {
    const { user } = open("/shortcuts");
    await heading("Keyboard shortcuts");
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Change the shortcut of Show Runs" }));
    await user.click(screen.getByLabelText("Pressed combination"));
    await user.keyboard("{Alt>}r{/Alt}");
    expect(screen.getByLabelText("Pressed combination")).toHaveValue("Alt+R");
    await user.click(screen.getByRole("button", { name: "Use it" }));
    await waitFor(() => expect(customKeys.get()["runs.list"]).toEqual(["Alt+R"]));
    await user.keyboard("{Alt>}r{/Alt}");
    await heading("Runs");
    customKeys.set({});
  });
});
