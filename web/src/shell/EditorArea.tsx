import { Suspense, useEffect, useRef } from "react";
import { Button, IconButton } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { Icon } from "@/ui/Icon";
import { matchPage, NavigationProvider, useNavigation, type Navigation } from "@/ui/navigation";
import { moveFocus } from "@/ui/rovingFocus";
import { useStore } from "@/ui/store";
import { announce } from "@/ui/announce";
import { useWorkbench } from "./context";
import { PageBoundary } from "./PageBoundary";
import { pathOf, showTab, tabs, type GroupId, type Tab } from "./tabs";
import type { Navigations } from "./useNavigations";

function TabStrip({
  group,
  current,
  list,
  navigation,
  onSplit,
}: {
  group: GroupId;
  current: string;
  list: readonly Tab[];
  navigation: Navigation;
  onSplit: (() => void) | null;
}) {
  const { pages } = useWorkbench();
  const close = (tab: Tab) => {
    if (tab.path === current) navigation.close();
    else tabs.set((all) => ({ ...all, [group]: all[group].filter((other) => other !== tab) }));
  };
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    strip.current?.querySelector(".current")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current, list]);
  return (
    <div className="editor-head">
      <div
        ref={strip}
        className="editor-tabs"
        role="tablist"
        tabIndex={-1}
        aria-label={group === "main" ? "Open pages" : "Open pages at the side"}
        onKeyDown={(event) => {
          if (moveFocus(event, { items: '[role="tab"]', orientation: "horizontal" })) return;
          const tab = list.find((one) => one.path === (event.target as HTMLElement).dataset["path"]);
          if (event.key === "Delete" && tab) close(tab);
        }}
      >
        {list.map((tab) => (
          <div
            key={tab.path}
            className={tab.path === current ? "editor-tab current" : "editor-tab"}
            role="presentation"
          >
            <button
              type="button"
              role="tab"
              data-path={tab.path}
              aria-selected={tab.path === current}
              aria-controls={`group-${group}`}
              tabIndex={tab.path === current ? 0 : -1}
              title={tab.title}
              onClick={() => navigation.open(tab.href)}
              onAuxClick={(event) => event.button === 1 && close(tab)}
            >
              <Icon name={matchPage(pages, tab.path)?.page.icon ?? tab.icon} />
              <span className="editor-tab-title">{tab.title}</span>
            </button>
            {/* Delete on the tab does the same, so this one is for the pointer only. */}
            <span className="editor-tab-close" aria-hidden="true" title="Close" onClick={() => close(tab)}>
              <Icon name="close" />
            </span>
          </div>
        ))}
      </div>
      <div className="editor-actions">
        {onSplit ? (
          <IconButton small icon="split-horizontal" aria-label="Open this page at the side" onClick={onSplit} />
        ) : (
          <IconButton small icon="close" aria-label="Close the tab at the side" onClick={navigation.close} />
        )}
      </div>
    </div>
  );
}

function PageNotThere() {
  const navigation = useNavigation();
  return (
    <EmptyState
      icon="compass"
      title="There is no such page"
      actions={<Button onClick={() => navigation.open("/")}>Go to the start page</Button>}
    >
      The address may be from another version of Charter, or mistyped.
    </EmptyState>
  );
}

function Group({
  group,
  href,
  navigation,
  onSplit,
}: {
  group: GroupId;
  href: string;
  navigation: Navigation;
  onSplit: (() => void) | null;
}) {
  const { pages } = useWorkbench();
  const path = pathOf(href);
  const found = matchPage(pages, path);
  const list = useStore(tabs)[group];
  const tab = list.find((one) => one.path === path);
  const title = tab?.title ?? found?.page.title ?? "Not found";
  const announced = useRef(path);

  useEffect(() => {
    const page = matchPage(pages, path)?.page;
    if (page) tabs.set((all) => showTab(all, group, { path, href, title: page.title, icon: page.icon }));
  }, [group, href, pages, path]);
  useEffect(() => {
    if (group === "main") document.title = `${title} · Charter`;
    if (announced.current === path) return;
    announced.current = path;
    announce(title);
  }, [group, path, title]);

  const Page = found?.page.component ?? PageNotThere;
  const shown = tab || !found ? list : [...list, { path, href, title, icon: found.page.icon }];
  return (
    <section className="editor-group" aria-label={group === "main" ? "Editor" : "Editor at the side"}>
      <TabStrip {...{ group, navigation, onSplit }} current={path} list={shown} />
      <div
        className="editor-body"
        role="tabpanel"
        id={`group-${group}`}
        aria-label={title}
        data-group={group}
        tabIndex={-1}
      >
        <NavigationProvider value={navigation}>
          <PageBoundary key={path}>
            <Suspense fallback={<div className="page-wait" role="status" aria-label="Loading" />}>
              <Page />
            </Suspense>
          </PageBoundary>
        </NavigationProvider>
      </div>
    </section>
  );
}

/** One or two groups of tabs side by side. */
export function EditorArea({
  navigations,
  onActive,
}: {
  navigations: Navigations;
  onActive: (group: GroupId) => void;
}) {
  const { main, side, mainHref, sideHref } = navigations;
  return (
    <main className={sideHref ? "editor split" : "editor"}>
      <div className="editor-slot" role="presentation" onFocus={() => onActive("main")}>
        <Group group="main" href={mainHref} navigation={main} onSplit={() => main.open(mainHref, { aside: true })} />
      </div>
      {sideHref ? (
        <div className="editor-slot" role="presentation" onFocus={() => onActive("side")}>
          <Group group="side" href={sideHref} navigation={side} onSplit={null} />
        </div>
      ) : null}
    </main>
  );
}
