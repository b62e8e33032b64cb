import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { Button } from "./Button";
import { TextField } from "./Field";
import { fuzzyFilter } from "./fuzzy";
import { MenuButton } from "./Menu";
import { RichText } from "./RichText";
import { createStoredStore } from "./store";
import { Tabs } from "./Tabs";
import { Tree } from "./Tree";

describe("Button", () => {
  it("does nothing while disabled, stays reachable and says why", async () => {
    const run = vi.fn();
    render(
      <Button disabledReason="Save first." onClick={run}>
        Publish
      </Button>,
    );
    await userEvent.tab();
    const button = screen.getByRole("button", { name: "Publish" });
    expect(button).toHaveFocus();
    expect(button).toHaveAccessibleDescription("Save first.");
    await userEvent.click(button);
    expect(run).not.toHaveBeenCalled();
  });
});

describe("Field", () => {
  it("ties the message to the field and offers its fix", async () => {
    const apply = vi.fn();
    render(
      <TextField
        label="Model"
        value="defualt"
        onValue={() => undefined}
        fault={{ message: "No such route.", fix: { title: "Use “default”", apply } }}
      />,
    );
    const field = screen.getByLabelText("Model");
    expect(field).toBeInvalid();
    expect(field).toHaveAccessibleDescription(expect.stringContaining("No such route."));
    await userEvent.click(screen.getByRole("button", { name: "Use “default”" }));
    expect(apply).toHaveBeenCalledOnce();
  });
});

describe("Tree", () => {
  const items = [
    { id: "a", label: "Alpha", children: [{ id: "a/1", label: "Chat" }] },
    { id: "b", label: "Beta" },
  ];

  it("is one stop for Tab and moves with the arrows", async () => {
    const onOpen = vi.fn();
    render(<Tree aria-label="Agents" items={items} onOpen={onOpen} />);
    await userEvent.tab();
    expect(screen.getByRole("treeitem", { name: "Alpha" })).toHaveFocus();
    await userEvent.keyboard("{ArrowRight}{ArrowRight}");
    expect(screen.getByRole("treeitem", { name: "Chat" })).toHaveFocus();
    await userEvent.keyboard("{Enter}");
    expect(onOpen).toHaveBeenCalledWith("a/1");
    await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
    expect(screen.getByRole("treeitem", { name: "Alpha" })).toHaveAttribute("aria-expanded", "false");
    await userEvent.keyboard("b");
    expect(screen.getByRole("treeitem", { name: "Beta" })).toHaveFocus();
    await userEvent.tab();
    expect(document.body).toHaveFocus();
  });
});

describe("Tabs", () => {
  it("move focus with the arrows and select on Enter", async () => {
    function Both() {
      const [selected, setSelected] = useState("one");
      return (
        <Tabs
          aria-label="Parts"
          items={[
            { id: "one", label: "One" },
            { id: "two", label: "Two" },
          ]}
          selected={selected}
          onSelect={setSelected}
        >
          {selected}
        </Tabs>
      );
    }
    render(<Both />);
    await userEvent.tab();
    await userEvent.keyboard("{ArrowRight}{Enter}");
    expect(screen.getByRole("tab", { name: "Two" })).toHaveAttribute("aria-selected", "true");
    expect(screen.getByRole("tabpanel")).toHaveTextContent("two");
  });
});

describe("Menu", () => {
  it("takes the focus, gives it back, and closes with Escape", async () => {
    const run = vi.fn();
    render(
      <MenuButton
        label="More"
        items={[
          { id: "x", label: "Do it", run },
          { id: "y", label: "Not now", disabledReason: "No.", run },
        ]}
      />,
    );
    const button = screen.getByRole("button", { name: "More" });
    await userEvent.click(button);
    expect(screen.getByRole("menuitem", { name: "Do it" })).toHaveFocus();
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("menu")).not.toBeInTheDocument();
    expect(button).toHaveFocus();
    await userEvent.click(button);
    await userEvent.click(screen.getByRole("menuitem", { name: "Not now" }));
    expect(run).not.toHaveBeenCalled();
  });
});

describe("RichText", () => {
  it("shows a model's text as text: no elements, images or scripts come out of it", () => {
    const { container } = render(
      <RichText
        text={
          "<img src=x onerror=alert(1)> ![x](http://a/b.png) [y](javascript:alert(1))\n\n- **one**\n- `two`\n\n```\n<b>code</b>\n```"
        }
      />,
    );
    expect(container.querySelector("img, script, b, a[href^=javascript]")).toBeNull();
    expect(screen.getAllByRole("listitem")).toHaveLength(2);
    expect(container).toHaveTextContent("<img src=x onerror=alert(1)>");
    expect(container.querySelector("pre")).toHaveTextContent("<b>code</b>");
  });
});

describe("fuzzy search", () => {
  it("needs all letters in order and prefers starts of words", () => {
    const names = ["Show All Commands", "Publish Version", "Show Problems", "Pull a Model"];
    expect(fuzzyFilter(names, "sp", (name) => name)[0]).toBe("Show Problems");
    expect(fuzzyFilter(names, "publish", (name) => name)).toEqual(["Publish Version"]);
    expect(fuzzyFilter(names, "xyz", (name) => name)).toEqual([]);
    expect(fuzzyFilter(names, " ", (name) => name)).toEqual(names);
  });
});

describe("stored values", () => {
  it("survive, and what cannot be read counts as not there", () => {
    createStoredStore("k", { a: 1 }).set({ a: 2 });
    expect(createStoredStore("k", { a: 1 }).get()).toEqual({ a: 2 });
    localStorage.setItem("k", "{broken");
    expect(createStoredStore("k", { a: 1 }).get()).toEqual({ a: 1 });
  });
});
