import { createMemoryHistory } from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import axe from "axe-core";
import { expect, vi } from "vitest";
import { App } from "@/app/App";
import { setCsrfToken } from "@/api/client";
import { diagnostics } from "@/ui/diagnostics";
import { layout } from "@/shell/layout";
import { clearToasts } from "@/ui/toasts";
import { palette } from "@/shell/Palette";
import { MockApi, type MockOptions } from "./mockApi";

export interface Opened {
  api: MockApi;
  user: UserEvent;
  /** The address as it stands now. */
  address: () => string;
  unmount: () => void;
}

/** Opens the whole workbench at an address, in front of a mock API (set up and signed in unless told otherwise). */
export function open(address: string, options: MockOptions & { api?: MockApi } = {}): Opened {
  const api = options.api ?? new MockApi({ ready: true, ...options });
  vi.stubGlobal("fetch", api.fetch);
  setCsrfToken(null);
  clearToasts();
  palette.set(null);
  diagnostics.set(new Map());
  layout.set((before) => ({ ...before, view: "agents", sideOpen: true, panelOpen: false }));
  const history = createMemoryHistory({ initialEntries: [address] });
  const { unmount } = render(<App history={history} />);
  return { api, user: userEvent.setup(), address: () => history.location.href, unmount };
}

/** Fails with the list of accessibility faults of what is on the screen. Colours are checked in a real browser. */
export async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`)).toEqual([]);
}

/** The page's heading, once it is there. */
export function heading(name: string | RegExp): Promise<HTMLElement> {
  return screen.findByRole("heading", { level: 1, name }, { timeout: 5_000 });
}
