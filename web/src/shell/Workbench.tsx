import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { refusal, useSession } from "@/ui/access";
import { Announcer } from "@/ui/announce";
import {
  CommandsProvider,
  createHandlerStore,
  type Command,
  type CommandContext,
  type Commands,
  type ReadyCommand,
} from "@/ui/commands";
import { NavigationProvider } from "@/ui/navigation";
import { createStore, useStore } from "@/ui/store";
import { notifyProblem, Toasts } from "@/ui/toasts";
import { ActivityBar } from "./ActivityBar";
import { BottomPanel } from "./BottomPanel";
import { useWorkbench } from "./context";
import { EditorArea } from "./EditorArea";
import { customKeys, keyName, keysOf, typesText } from "./keybindings";
import { changeLayout, layout } from "./layout";
import { PagesPanel } from "./PagesPanel";
import { Palette } from "./Palette";
import { Resizer } from "./Resizer";
import { StatusBar } from "./StatusBar";
import type { GroupId } from "./tabs";
import { useNavigations } from "./useNavigations";
import "./shell.css";

const handlers = createHandlerStore();
const activeGroup = createStore<GroupId>("main");

function ready(command: Command, context: CommandContext): ReadyCommand {
  const handler = handlers.get().get(command.id);
  const allowed = command.when?.(context) ?? true;
  const absent = !command.run && !handler ? (command.absent ?? "This does not fit the page that is open.") : null;
  const disabledReason = allowed === true ? (handler?.disabledReason ?? absent) : allowed;
  return {
    id: command.id,
    title: command.title,
    category: command.category,
    icon: command.icon,
    keys: keysOf(command),
    disabledReason,
    run: () => {
      if (disabledReason) return;
      try {
        const done = handler ? handler.run() : command.run?.(context);
        if (done instanceof Promise) done.catch(notifyProblem);
      } catch (error) {
        notifyProblem(error);
      }
    },
  };
}

function useCommandList(context: CommandContext): Commands {
  const { commands } = useWorkbench();
  const held = useStore(handlers);
  const keys = useStore(customKeys);
  return useMemo(
    () => ({
      handlers,
      list: () => commands.map((command) => ready(command, context)),
      get: (id) => {
        const command = commands.find((one) => one.id === id);
        if (!command) throw new Error(`no command is called ${id}`);
        return ready(command, context);
      },
    }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- handlers and keys are read through their stores; a change of them must give a new value
    [commands, context, held, keys],
  );
}

function useShortcuts(commands: Commands): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const name = keyName(event);
      if (!name || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      const typing = target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
      if (typing && typesText(name)) return;
      // Pages share combinations such as the one for saving: the command of the page that is open runs.
      const named = commands.list().filter((one) => one.keys.includes(name));
      const command = named.find((one) => one.disabledReason === null) ?? named[0];
      if (!command) return;
      event.preventDefault();
      command.run();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [commands]);
}

/** The frame: activity bar, side panel, editor groups, bottom panel, status bar, palette. */
export function Workbench() {
  const session = useSession();
  const queryClient = useQueryClient();
  const { pages, views } = useWorkbench();
  const navigations = useNavigations();
  const [focused, setFocused] = useState<GroupId>(activeGroup.get());
  const navigation = focused === "side" && navigations.sideHref ? navigations.side : navigations.main;
  const context = useMemo<CommandContext>(
    () => ({ can: (permission) => refusal(session, permission) === null, navigation, queryClient }),
    [navigation, queryClient, session],
  );
  const commands = useCommandList(context);
  useShortcuts(commands);

  const pageId = navigations.main.page?.id;
  useEffect(() => {
    const owner = pages.find((page) => page.id === pageId)?.view;
    if (owner && owner !== layout.get().view) changeLayout({ view: owner });
  }, [pageId, pages]);

  const { view: viewId, sideOpen, sideWidth, panelOpen } = useStore(layout);
  const view = views.find((one) => one.id === viewId) ?? views[0];
  const Side = view?.panel;
  return (
    <NavigationProvider value={navigation}>
      <CommandsProvider value={commands}>
        <div className="workbench">
          <a
            className="skip"
            href="#group-main"
            onClick={(event) => {
              event.preventDefault();
              commands.get("workbench.focusEditor").run();
            }}
          >
            Skip to the page
          </a>
          <div className="middle">
            <ActivityBar navigation={navigations.main} />
            {sideOpen && view ? (
              <aside className="side" style={{ width: sideWidth }} aria-label={view.title}>
                <h2 className="side-title">{view.title}</h2>
                <div className="side-body">{Side ? <Side /> : <PagesPanel view={view.id} title={view.title} />}</div>
                <Resizer
                  label="Width of the side panel"
                  orientation="vertical"
                  value={sideWidth}
                  min={170}
                  max={520}
                  onValue={(value) => changeLayout({ sideWidth: value })}
                />
              </aside>
            ) : null}
            <div className="centre">
              <EditorArea
                navigations={navigations}
                onActive={(group) => {
                  activeGroup.set(group);
                  setFocused(group);
                }}
              />
              {panelOpen ? <BottomPanel /> : null}
            </div>
          </div>
          <StatusBar />
        </div>
        <Palette />
        <Toasts />
        <Announcer />
      </CommandsProvider>
    </NavigationProvider>
  );
}
