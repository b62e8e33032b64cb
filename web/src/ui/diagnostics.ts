import { useEffect } from "react";
import { createStore } from "./store";

export interface Diagnostic {
  path: string;
  message: string;
  suggestion?: string | null;
  severity: "error" | "warning" | "info";
}

export interface DiagnosticGroup {
  source: string;
  href: string;
  items: readonly Diagnostic[];
}

/** Problems of everything that is open, by owner; the Problems panel shows them. */
export const diagnostics = createStore<ReadonlyMap<string, DiagnosticGroup>>(new Map());

/** Reports a page's problems for as long as the page is open. */
export function useDiagnostics(owner: string, source: string, href: string, items: readonly Diagnostic[]): void {
  const text = JSON.stringify(items);
  useEffect(() => {
    const parsed = JSON.parse(text) as Diagnostic[];
    diagnostics.set((all) => new Map(all).set(owner, { source, href, items: parsed }));
    return () =>
      diagnostics.set((all) => {
        const rest = new Map(all);
        rest.delete(owner);
        return rest;
      });
  }, [owner, source, href, text]);
}
