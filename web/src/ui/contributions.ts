import type { QueryClient } from "@tanstack/react-query";
import type { ComponentType } from "react";
import type { Command } from "./commands";
import type { Navigation, PageDefinition, PageId } from "./navigation";

/** An entry of the activity bar, with the side panel it opens. */
export interface ViewDefinition {
  id: string;
  title: string;
  icon: string;
  order: number;
  /** The page that opens when the view is chosen. */
  home?: PageId;
  /** Why it cannot be opened yet. */
  disabledReason?: string;
  /** What the side panel shows; left out: the pages of the view. */
  panel?: ComponentType;
}

/** A small part of the status bar. */
export interface StatusItem {
  id: string;
  side: "left" | "right";
  order: number;
  component: ComponentType;
}

/** A tab of the bottom panel. */
export interface PanelDefinition {
  id: string;
  title: string;
  order: number;
  component?: ComponentType;
  disabledReason?: string;
  badge?: ComponentType;
}

export interface QuickOpenItem {
  id: string;
  label: string;
  detail: string;
  icon: string;
  href: string;
}

/** Things that can be opened by typing a part of their name. */
export interface QuickOpenSource {
  id: string;
  load: (queryClient: QueryClient, href: Navigation["href"]) => Promise<QuickOpenItem[]>;
}

/** What a feature adds to the workbench; the shell knows features only through this. */
export interface Contributions {
  pages?: readonly PageDefinition[];
  commands?: readonly Command[];
  views?: readonly ViewDefinition[];
  statusItems?: readonly StatusItem[];
  panels?: readonly PanelDefinition[];
  quickOpen?: readonly QuickOpenSource[];
}
