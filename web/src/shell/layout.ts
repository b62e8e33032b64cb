import { createStoredStore } from "@/ui/store";

export type Theme = "system" | "light" | "dark" | "contrast";

export interface Layout {
  view: string;
  sideOpen: boolean;
  sideWidth: number;
  panelOpen: boolean;
  panelHeight: number;
  panel: string;
}

export const theme = createStoredStore<Theme>("charter.theme", "system");

export const layout = createStoredStore<Layout>("charter.layout", {
  view: "agents",
  sideOpen: true,
  sideWidth: 248,
  panelOpen: false,
  panelHeight: 220,
  panel: "problems",
});

export function changeLayout(patch: Partial<Layout>): void {
  layout.set((before) => ({ ...before, ...patch }));
}

/** Puts the chosen theme, or the system's, on the document and keeps following both. */
export function applyTheme(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const contrast = matchMedia("(prefers-contrast: more)");
  const apply = () => {
    const chosen = theme.get();
    const system = contrast.matches ? "contrast" : dark.matches ? "dark" : "light";
    document.documentElement.dataset["theme"] = chosen === "system" ? system : chosen;
  };
  apply();
  theme.subscribe(apply);
  dark.addEventListener("change", apply);
  contrast.addEventListener("change", apply);
}
