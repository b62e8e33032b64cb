import { createContext, use, type AnchorHTMLAttributes, type ComponentType, type ReactNode } from "react";

/**
 * Every page with the values its address needs. Features add theirs in `paths.ts`, so that a link to a page of
 * another feature is checked without importing it.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- features add the members by declaration merging
export interface PageParams {}

export type PageId = keyof PageParams;
export type Search = Record<string, string | undefined>;

/** A page that opens as a tab of the editor area. `path` is written like `/agents/$agent/chat`. */
export interface PageDefinition {
  id: PageId;
  path: string;
  title: string;
  icon: string;
  /** The view of the activity bar that the page belongs to: opening it selects that view. */
  view?: string;
  component: ComponentType;
}

export interface Navigation {
  /** The page this part of the screen shows, and what its address says. */
  page: { id: PageId; params: Record<string, string>; search: Search } | null;
  href: <Id extends PageId>(id: Id, params: PageParams[Id], search?: Search) => string;
  open: (href: string, options?: { aside?: boolean; replace?: boolean }) => void;
  /** Changes some values in the query of this page's address; `undefined` removes one. */
  setSearch: (patch: Search, options?: { replace?: boolean }) => void;
  /** Names the tab after what the page shows. */
  setTitle: (title: string) => void;
  close: () => void;
}

const NavigationContext = createContext<Navigation | null>(null);

export function NavigationProvider({ value, children }: { value: Navigation; children: ReactNode }) {
  return <NavigationContext value={value}>{children}</NavigationContext>;
}

export function useNavigation(): Navigation {
  const navigation = use(NavigationContext);
  if (!navigation) throw new Error("useNavigation needs a NavigationProvider around it");
  return navigation;
}

/** One value of the page's path, for example the agent's slug. */
export function useParam(name: string): string {
  const value = useNavigation().page?.params[name];
  if (value === undefined) throw new Error(`this page's path has no ${name}`);
  return value;
}

type LinkProps<Id extends PageId> = {
  page: Id;
  params: PageParams[Id];
  search?: Search;
  children: ReactNode;
} & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href">;

/** A link to a page; with Alt it opens beside the present one. */
export function PageLink<Id extends PageId>({ page, params, search, children, ...rest }: LinkProps<Id>) {
  const navigation = useNavigation();
  const href = navigation.href(page, params, search);
  return (
    <a
      href={href}
      {...rest}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        navigation.open(href, { aside: event.altKey });
      }}
    >
      {children}
    </a>
  );
}

/** Fills a path like `/agents/$agent/chat`. */
export function fillPath(path: string, params: Record<string, string>, search: Search = {}): string {
  const filled = path.replace(/\$(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value !== undefined && value !== "") query.set(name, value);
  const text = query.toString();
  return text ? `${filled}?${text}` : filled;
}

/** The page that an address belongs to; a path without variables wins over one with. */
export function matchPage(
  pages: readonly PageDefinition[],
  pathname: string,
): { page: PageDefinition; params: Record<string, string> } | null {
  const parts = pathname.split("/").filter(Boolean);
  let found: { page: PageDefinition; params: Record<string, string>; variables: number } | null = null;
  for (const page of pages) {
    const pattern = page.path.split("/").filter(Boolean);
    if (pattern.length !== parts.length) continue;
    const params: Record<string, string> = {};
    const fits = pattern.every((piece, index) => {
      const part = parts[index] ?? "";
      if (!piece.startsWith("$")) return piece === part;
      params[piece.slice(1)] = decodeURIComponent(part);
      return true;
    });
    const variables = Object.keys(params).length;
    if (fits && (!found || variables < found.variables)) found = { page, params, variables };
  }
  return found;
}
