import type { QueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useRef, type ReactNode } from "react";
import { Button, IconButton } from "./Button";
import type { Navigation } from "./navigation";
import { createStore, type Store } from "./store";

/** What a command may use when it decides whether it can run, and when it runs. */
export interface CommandContext {
  can: (permission: string) => boolean;
  navigation: Navigation;
  queryClient: QueryClient;
}

/**
 * An action of the workbench. Menus, palette, toolbars and shortcuts all point to commands by id.
 *
 * A command without `run` gets its action from the page that is open (`useCommandHandlers`); until then it is
 * disabled with the text of `absent`.
 */
export interface Command {
  id: string;
  title: string;
  category: string;
  icon?: string;
  /** Like `Mod+Shift+P`; Mod is Ctrl, or Cmd on a Mac. */
  keys?: readonly string[];
  /** `true`, or the reason why not now. */
  when?: (context: CommandContext) => true | string;
  run?: (context: CommandContext) => void | Promise<void>;
  absent?: string;
}

/** A command as it stands now. */
export interface ReadyCommand {
  id: string;
  title: string;
  category: string;
  icon: string | undefined;
  keys: readonly string[];
  disabledReason: string | null;
  run: () => void;
}

export interface CommandHandler {
  run: () => void | Promise<void>;
  disabledReason?: string | null | undefined;
}

export interface Commands {
  list: () => ReadyCommand[];
  get: (id: string) => ReadyCommand;
  handlers: Store<ReadonlyMap<string, CommandHandler>>;
}

const CommandsContext = createContext<Commands | null>(null);

export function createHandlerStore(): Commands["handlers"] {
  return createStore<ReadonlyMap<string, CommandHandler>>(new Map());
}

export function CommandsProvider({ value, children }: { value: Commands; children: ReactNode }) {
  return <CommandsContext value={value}>{children}</CommandsContext>;
}

export function useCommands(): Commands {
  const commands = use(CommandsContext);
  if (!commands) throw new Error("useCommands needs a CommandsProvider around it");
  return commands;
}

/** Gives commands their action while the component that calls this is on the screen. */
export function useCommandHandlers(handlers: Record<string, CommandHandler>): void {
  const { handlers: store } = useCommands();
  const latest = useRef(handlers);
  const signature = JSON.stringify(
    Object.entries(handlers).map(([id, handler]) => [id, handler.disabledReason ?? null]),
  );
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    const mine = new Map<string, CommandHandler>();
    for (const [id, disabledReason] of JSON.parse(signature) as [string, string | null][]) {
      mine.set(id, { disabledReason, run: () => latest.current[id]?.run() });
    }
    store.set((all) => new Map([...all, ...mine]));
    return () => store.set((all) => new Map([...all].filter(([id, handler]) => mine.get(id) !== handler)));
  }, [signature, store]);
}

interface CommandButtonProps {
  command: string;
  look?: "plain" | "primary" | "ghost" | "danger";
  small?: boolean;
  iconOnly?: boolean;
  label?: string;
  busy?: boolean;
}

/** A button that runs a command and is disabled, with the same reason, whenever the command is. */
export function CommandButton({
  command: id,
  look,
  small = false,
  iconOnly = false,
  label,
  busy = false,
}: CommandButtonProps) {
  const command = useCommands().get(id);
  const keys = command.keys[0];
  const common = { small, busy, disabledReason: command.disabledReason, onClick: command.run };
  const title = keys ? `${command.title} (${keys})` : command.title;
  if (iconOnly) {
    return <IconButton icon={command.icon ?? "play"} aria-label={label ?? command.title} title={title} {...common} />;
  }
  return (
    <Button look={look ?? "plain"} title={title} {...(command.icon ? { icon: command.icon } : {})} {...common}>
      {label ?? command.title}
    </Button>
  );
}
