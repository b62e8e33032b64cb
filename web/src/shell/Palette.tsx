import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { useCommands } from "@/ui/commands";
import { fuzzyFilter } from "@/ui/fuzzy";
import { Icon } from "@/ui/Icon";
import { useNavigation } from "@/ui/navigation";
import { createStore, useStore } from "@/ui/store";
import { useWorkbench } from "./context";
import { showKeys } from "./keybindings";

export type PaletteMode = "commands" | "open";

/** Which palette is open, if any. */
export const palette = createStore<PaletteMode | null>(null);

interface Entry {
  id: string;
  label: string;
  detail: string;
  icon: string | undefined;
  keys: string | undefined;
  disabledReason: string | null;
  run: () => void;
}

function useEntries(mode: PaletteMode): { entries: Entry[]; loading: boolean } {
  const commands = useCommands();
  const { quickOpen } = useWorkbench();
  const navigation = useNavigation();
  const client = useQueryClient();
  const things = useQuery({
    queryKey: ["quickOpen"],
    enabled: mode === "open",
    staleTime: 5_000,
    queryFn: async () => {
      const lists = await Promise.allSettled(quickOpen.map((source) => source.load(client, navigation.href)));
      return lists.flatMap((list) => (list.status === "fulfilled" ? list.value : []));
    },
  });
  if (mode === "commands") {
    const entries = commands.list().map((command) => ({
      id: command.id,
      label: `${command.category}: ${command.title}`,
      detail: command.disabledReason ?? "",
      icon: command.icon,
      keys: command.keys[0] && showKeys(command.keys[0]),
      disabledReason: command.disabledReason,
      run: command.run,
    }));
    return { entries, loading: false };
  }
  const entries = (things.data ?? []).map((item) => ({
    ...item,
    keys: undefined,
    disabledReason: null,
    run: () => navigation.open(item.href),
  }));
  return { entries, loading: things.isPending };
}

function PaletteBox({ mode }: { mode: PaletteMode }) {
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const { entries, loading } = useEntries(mode);
  const shown = fuzzyFilter(entries, query, (entry) => `${entry.label} ${mode === "open" ? entry.detail : ""}`).slice(
    0,
    100,
  );
  const at = Math.min(chosen, shown.length - 1);

  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    element?.showModal();
    return () => {
      element?.close();
      // A command may have moved the focus on purpose; only a focus that was lost is given back.
      if (document.activeElement === document.body && before instanceof HTMLElement && before.isConnected)
        before.focus();
    };
  }, []);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const run = (entry: Entry | undefined) => {
    if (!entry || entry.disabledReason) return;
    palette.set(null);
    // The dialog gives the focus back first, so that the command finds it where the person left it.
    setTimeout(entry.run);
  };
  const label = mode === "commands" ? "Command palette" : "Quick open";
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events -- a click beside the box closes it; Escape does the same
    <dialog
      ref={dialog}
      className="palette"
      aria-label={label}
      onCancel={() => palette.set(null)}
      onClick={(event) => event.target === dialog.current && palette.set(null)}
    >
      <div className="palette-box">
        <input
          className="input"
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={shown[at] ? `${id}-${at}` : undefined}
          aria-label={label}
          placeholder={
            mode === "commands" ? "Type the name of a command" : "Type a part of a name of an agent or a run"
          }
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={(event) => {
            const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
            if (move && shown.length > 0) {
              event.preventDefault();
              const steps =
                Math.abs(move) === 1 ? at + move + shown.length : Math.min(shown.length - 1, Math.max(0, at + move));
              setChosen(steps % shown.length);
            } else if (event.key === "Enter") {
              event.preventDefault();
              run(shown[at]);
            }
          }}
        />
        <div ref={list} id={`${id}-list`} className="palette-list" tabIndex={-1} role="listbox" aria-label={label}>
          {shown.map((entry, index) => (
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- keys are handled by the combobox that owns the list
            <div
              key={entry.id}
              id={`${id}-${index}`}
              role="option"
              className="palette-entry"
              tabIndex={-1}
              aria-selected={index === at}
              aria-disabled={entry.disabledReason ? true : undefined}
              onClick={() => run(entry)}
              onMouseMove={() => setChosen(index)}
            >
              <Icon name={entry.icon ?? "blank"} />
              <span>{entry.label}</span>
              {entry.detail ? <span className="palette-detail">{entry.detail}</span> : null}
              {entry.keys ? <kbd>{entry.keys}</kbd> : null}
            </div>
          ))}
        </div>
        {shown.length === 0 ? (
          <p className="palette-none">{loading ? "Looking…" : "Nothing fits. Try fewer letters."}</p>
        ) : null}
      </div>
    </dialog>
  );
}

/** The command palette and quick open, one at a time. */
export function Palette() {
  const mode = useStore(palette);
  return mode ? <PaletteBox key={mode} mode={mode} /> : null;
}
