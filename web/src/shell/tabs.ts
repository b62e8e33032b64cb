import { createStore, createStoredStore, type Store } from "@/ui/store";

export type GroupId = "main" | "side";

export interface Tab {
  /** The path identifies the tab; `href` also holds the selection inside it. */
  path: string;
  href: string;
  title: string;
  icon: string;
}

export interface TabGroups {
  main: readonly Tab[];
  side: readonly Tab[];
}

const empty: TabGroups = { main: [], side: [] };

/** The open tabs; bound to a tenant at sign-in, because addresses of one mean nothing in another. */
export let tabs: Store<TabGroups> = createStore(empty);

export function bindTabs(tenantId: string): Store<TabGroups> {
  tabs = createStoredStore<TabGroups>(`charter.tabs.${tenantId}`, empty);
  return tabs;
}

export function pathOf(href: string): string {
  return href.split(/[?#]/, 1)[0] ?? href;
}

export function showTab(groups: TabGroups, group: GroupId, tab: Tab): TabGroups {
  const list = groups[group];
  const known = list.find((other) => other.path === tab.path);
  if (!known) return { ...groups, [group]: [...list, tab] };
  if (known.href === tab.href) return groups;
  return { ...groups, [group]: list.map((other) => (other === known ? { ...known, href: tab.href } : other)) };
}

export function nameTab(groups: TabGroups, group: GroupId, path: string, title: string): TabGroups {
  const known = groups[group].find((tab) => tab.path === path);
  if (!known || known.title === title) return groups;
  return { ...groups, [group]: groups[group].map((tab) => (tab === known ? { ...known, title } : tab)) };
}

/** Closes a tab and says which one is shown next: the right neighbour, else the left one. */
export function closeTab(groups: TabGroups, group: GroupId, path: string): { groups: TabGroups; next: Tab | null } {
  const list = groups[group];
  const at = list.findIndex((tab) => tab.path === path);
  if (at < 0) return { groups, next: list[0] ?? null };
  const rest = list.filter((_, index) => index !== at);
  return { groups: { ...groups, [group]: rest }, next: rest[at] ?? rest[at - 1] ?? null };
}
