import { useLocation, useRouter } from "@tanstack/react-router";
import { useMemo } from "react";
import { announce } from "@/ui/announce";
import { fillPath, matchPage, type Navigation, type PageId, type Search } from "@/ui/navigation";
import { useStore } from "@/ui/store";
import { useWorkbench } from "./context";
import { closeTab, nameTab, pathOf, tabs, type GroupId } from "./tabs";

/** The query key under which the address of the second group stands in the address of the first. */
const SIDE = "side";

function parse(href: string): { path: string; search: Search } {
  const url = new URL(href, "http://page");
  return { path: url.pathname, search: Object.fromEntries(url.searchParams) };
}

export interface Navigations {
  main: Navigation;
  side: Navigation;
  /** Addresses of what the groups show; the side group is closed when it is null. */
  mainHref: string;
  sideHref: string | null;
}

/**
 * Navigation of the two editor groups. The first group is the address of the document; the second lives in that
 * address's query, so that a link to the whole arrangement can be shared and Back works in both.
 */
export function useNavigations(): Navigations {
  const { pages } = useWorkbench();
  const router = useRouter();
  const location = useLocation();
  const groups = useStore(tabs);

  return useMemo(() => {
    const { [SIDE]: sideHref = null, ...mainSearch } = location.search as Record<string, string>;
    const mainHref = fillPath(location.pathname, {}, mainSearch);
    const go = (main: string, side: string | null, replace = false) => {
      const { path, search } = parse(main);
      const target = fillPath(path, {}, { ...search, [SIDE]: side ?? undefined });
      if (target === fillPath(location.pathname, {}, location.search)) return;
      if (replace) router.history.replace(target);
      else router.history.push(target);
    };
    const href = (id: PageId, params: Record<string, string>, search?: Search) => {
      const page = pages.find((one) => one.id === id);
      if (!page) throw new Error(`no page is called ${id}`);
      return fillPath(page.path, params, search);
    };
    const build = (group: GroupId, current: string | null): Navigation => {
      const show = (next: string, replace?: boolean) =>
        group === "main" ? go(next, sideHref, replace) : go(mainHref, next, replace);
      const at = current === null ? null : parse(current);
      const found = at && matchPage(pages, at.path);
      return {
        page: found ? { id: found.page.id, params: found.params, search: at.search } : null,
        href: href,
        open: (next, options = {}) =>
          options.aside ? go(mainHref, next, options.replace) : show(next, options.replace),
        setSearch: (patch, options = {}) => {
          if (at) show(fillPath(at.path, {}, { ...at.search, ...patch }), options.replace ?? true);
        },
        setTitle: (title) => {
          if (at) tabs.set((before) => nameTab(before, group, at.path, title));
        },
        close: () => {
          if (!at) return;
          const closed = closeTab(groups, group, at.path);
          tabs.set(closed.groups);
          if (group === "main") go(closed.next?.href ?? "/", sideHref);
          else go(mainHref, closed.next?.href ?? null);
          announce("Tab closed");
        },
      };
    };
    return {
      main: build("main", mainHref),
      side: build("side", sideHref),
      mainHref,
      sideHref: sideHref && pathOf(sideHref) ? sideHref : null,
    };
  }, [groups, location.pathname, location.search, pages, router.history]);
}
