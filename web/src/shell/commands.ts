import type { Command } from "@/ui/commands";
import { changeLayout, layout, theme, type Theme } from "./layout";
import { palette } from "./Palette";

const themes: [Theme, string, string][] = [
  ["light", "Light Theme", "lightbulb"],
  ["dark", "Dark Theme", "color-mode"],
  ["contrast", "High Contrast Theme", "circle-large-filled"],
  ["system", "Follow the System's Theme", "device-desktop"],
];

/** Commands of the frame itself. */
export const shellCommands: readonly Command[] = [
  {
    id: "workbench.commands",
    title: "Show All Commands",
    category: "View",
    icon: "terminal-cmd",
    keys: ["Mod+Shift+P", "F1"],
    run: () => palette.set("commands"),
  },
  {
    id: "workbench.quickOpen",
    title: "Go to Agent or Run",
    category: "Go",
    icon: "search",
    keys: ["Mod+P"],
    run: () => palette.set("open"),
  },
  {
    id: "workbench.toggleSide",
    title: "Show or Hide the Side Panel",
    category: "View",
    icon: "layout-sidebar-left",
    keys: ["Mod+B"],
    run: () => changeLayout({ sideOpen: !layout.get().sideOpen }),
  },
  {
    id: "workbench.togglePanel",
    title: "Show or Hide the Panel",
    category: "View",
    icon: "layout-panel",
    keys: ["Mod+J"],
    run: () => changeLayout({ panelOpen: !layout.get().panelOpen }),
  },
  {
    id: "workbench.problems",
    title: "Show Problems",
    category: "View",
    icon: "warning",
    keys: ["Mod+Shift+M"],
    run: () => changeLayout({ panelOpen: true, panel: "problems" }),
  },
  {
    id: "workbench.output",
    title: "Show Output",
    category: "View",
    icon: "output",
    keys: ["Mod+Shift+U"],
    run: () => changeLayout({ panelOpen: true, panel: "output" }),
  },
  {
    id: "workbench.closeTab",
    title: "Close Tab",
    category: "View",
    icon: "close",
    keys: ["Alt+W"],
    when: ({ navigation }) => navigation.page !== null || "No tab is open.",
    run: ({ navigation }) => navigation.close(),
  },
  {
    id: "workbench.focusEditor",
    title: "Move Focus into the Page",
    category: "View",
    icon: "inspect",
    keys: ["Mod+1"],
    run: () => document.querySelector<HTMLElement>('[data-group="main"]')?.focus(),
  },
  {
    id: "workbench.focusSide",
    title: "Move Focus into the Side Panel",
    category: "View",
    icon: "list-tree",
    keys: ["Mod+0"],
    run: () => {
      changeLayout({ sideOpen: true });
      setTimeout(() => document.querySelector<HTMLElement>('.side-body [tabindex="0"], .side-body button')?.focus());
    },
  },
  {
    id: "workbench.shortcuts",
    title: "Keyboard Shortcuts",
    category: "Preferences",
    icon: "keyboard",
    keys: ["Mod+Shift+K"],
    run: ({ navigation }) => navigation.open(navigation.href("workbench.shortcuts", {})),
  },
  {
    id: "workbench.settings",
    title: "Settings",
    category: "Preferences",
    icon: "settings-gear",
    keys: ["Mod+,"],
    run: ({ navigation }) => navigation.open(navigation.href("workbench.settings", {})),
  },
  ...themes.map(([id, title, icon]): Command => ({
    id: `workbench.theme.${id}`,
    title,
    category: "Preferences",
    icon,
    run: () => theme.set(id),
  })),
];
