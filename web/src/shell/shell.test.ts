import { describe, expect, it } from "vitest";
import { fillPath, matchPage, type PageDefinition } from "@/ui/navigation";
import { workbench } from "@/app/features";
import { keyName, keysOf, typesText } from "./keybindings";
import { closeTab, nameTab, showTab, type TabGroups } from "./tabs";

const tab = (path: string, href = path) => ({ path, href, title: path, icon: "home" });

describe("tabs", () => {
  const groups: TabGroups = { main: [tab("/a"), tab("/b"), tab("/c")], side: [] };

  it("open once and keep their latest selection", () => {
    expect(showTab(groups, "main", tab("/b", "/b?step=1")).main.map((one) => one.href)).toEqual([
      "/a",
      "/b?step=1",
      "/c",
    ]);
    expect(showTab(groups, "main", tab("/d")).main).toHaveLength(4);
    expect(showTab(groups, "main", tab("/a"))).toBe(groups);
    expect(nameTab(groups, "main", "/a", "Alpha").main[0]?.title).toBe("Alpha");
  });

  it.each([
    ["/a", "/b"],
    ["/b", "/c"],
    ["/c", "/b"],
  ])("closing %s shows %s", (path, next) => {
    expect(closeTab(groups, "main", path).next?.path).toBe(next);
  });

  it("closing the last one shows none", () => {
    expect(closeTab({ main: [tab("/a")], side: [] }, "main", "/a").next).toBeNull();
  });
});

describe("addresses", () => {
  const page = (id: string, path: string) => ({ id, path }) as unknown as PageDefinition;
  const pages = [
    page("edit", "/agents/$agent/edit"),
    page("one", "/agents/$agent"),
    page("new", "/agents/new"),
    page("home", "/"),
  ];

  it.each([
    ["/", "home", {}],
    ["/agents/new", "new", {}],
    ["/agents/helpdesk", "one", { agent: "helpdesk" }],
    ["/agents/a%2Fb/edit", "edit", { agent: "a/b" }],
  ])("%s is page %s", (path, id, params) => {
    const found = matchPage(pages, path);
    expect([found?.page.id, found?.params]).toEqual([id, params]);
  });

  it("go there and back", () => {
    expect(fillPath("/agents/$agent/edit", { agent: "a/b" }, { view: "source", none: undefined })).toBe(
      "/agents/a%2Fb/edit?view=source",
    );
    expect(matchPage(pages, "/nowhere")).toBeNull();
  });
});

describe("shortcuts", () => {
  const press = (key: string, code: string, mods: Partial<KeyboardEvent> = {}) =>
    keyName({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...mods });

  it("have one name each", () => {
    expect(press("P", "KeyP", { ctrlKey: true, shiftKey: true })).toBe("Mod+Shift+P");
    expect(press("F1", "F1")).toBe("F1");
    expect(press(",", "Comma", { ctrlKey: true })).toBe("Mod+,");
    expect(press("Shift", "ShiftLeft", { shiftKey: true })).toBe("");
  });

  it("leave typing alone", () => {
    expect(["A", "Shift+A", "Enter", "Space"].map(typesText)).toEqual([true, true, true, true]);
    expect(["Mod+S", "Alt+W", "F1"].map(typesText)).toEqual([false, false, false]);
  });

  it("can be changed and taken away", () => {
    const command = { id: "x", keys: ["Mod+X"] };
    expect(keysOf(command, {})).toEqual(["Mod+X"]);
    expect(keysOf(command, { x: ["Alt+X"] })).toEqual(["Alt+X"]);
    expect(keysOf(command, { x: [] })).toEqual([]);
  });
});

describe("the workbench as assembled", () => {
  it("has unique ids, addresses and shortcuts", () => {
    const unique = (list: readonly string[]) => expect([...new Set(list)]).toEqual(list);
    unique(workbench.commands.map((command) => command.id));
    unique(workbench.pages.map((page) => page.id));
    unique(workbench.pages.map((page) => page.path));
    const keys = (commands: typeof workbench.commands) => commands.flatMap((command) => command.keys ?? []);
    const always = keys(workbench.commands.filter((command) => command.run));
    unique(always);
    // Commands that get their action from the page may share one: no two of them can run at once.
    for (const key of keys(workbench.commands.filter((command) => !command.run))) expect(always).not.toContain(key);
  });

  it("names what is not there yet instead of hiding it", () => {
    expect(workbench.views.map((view) => [view.id, view.disabledReason === undefined])).toEqual([
      ["agents", true],
      ["workflows", false],
      ["tools", true],
      ["guardrails", true],
      ["monitoring", true],
      ["settings", true],
    ]);
    for (const command of workbench.commands) expect(command.run ?? command.absent, command.id).toBeDefined();
  });
});
