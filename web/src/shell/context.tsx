import { createContext, use } from "react";
import type { Contributions } from "@/ui/contributions";

export type Workbench = Required<Contributions>;

/** Everything the features bring, joined in the order they are given. */
export function joinContributions(all: readonly Contributions[]): Workbench {
  return {
    pages: all.flatMap((one) => one.pages ?? []),
    commands: all.flatMap((one) => one.commands ?? []),
    views: all.flatMap((one) => one.views ?? []).sort((a, b) => a.order - b.order),
    statusItems: all.flatMap((one) => one.statusItems ?? []).sort((a, b) => a.order - b.order),
    panels: all.flatMap((one) => one.panels ?? []).sort((a, b) => a.order - b.order),
    quickOpen: all.flatMap((one) => one.quickOpen ?? []),
  };
}

const WorkbenchContext = createContext<Workbench | null>(null);
export const WorkbenchProvider = WorkbenchContext.Provider;

export function useWorkbench(): Workbench {
  const workbench = use(WorkbenchContext);
  if (!workbench) throw new Error("useWorkbench needs a WorkbenchProvider around it");
  return workbench;
}
