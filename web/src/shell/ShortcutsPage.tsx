import { useState } from "react";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { useCommands, type ReadyCommand } from "@/ui/commands";
import { Dialog } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";
import { fuzzyFilter } from "@/ui/fuzzy";
import { TableHead } from "@/ui/TableHead";
import { customKeys, keyName, showKeys } from "./keybindings";

function Recorder({
  command,
  taken,
  onDone,
}: {
  command: ReadyCommand;
  taken: (keys: string) => string | null;
  onDone: (keys: string | null) => void;
}) {
  const [keys, setKeys] = useState("");
  const other = keys ? taken(keys) : null;
  return (
    <Dialog title={`Shortcut for “${command.title}”`} onClose={() => onDone(null)}>
      <p className="soft">Press the combination you want. It is kept in this browser.</p>
      {/* eslint-disable jsx-a11y/no-autofocus -- the dialog exists to take the next key */}
      <input
        className="input mono"
        aria-label="Pressed combination"
        readOnly
        autoFocus
        value={keys && showKeys(keys)}
        placeholder="Press keys"
        onKeyDown={(event) => {
          if (event.key === "Tab" || event.key === "Escape") return;
          event.preventDefault();
          event.stopPropagation();
          if (event.key === "Enter" && keys) onDone(keys);
          else if (keyName(event.nativeEvent)) setKeys(keyName(event.nativeEvent));
        }}
      />
      {other ? <p className="soft">“{other}” has this shortcut now and will lose it.</p> : null}
      <div className="form-actions">
        <Button onClick={() => onDone(null)}>Cancel</Button>
        <Button look="primary" disabledReason={keys ? null : "Press a combination first."} onClick={() => onDone(keys)}>
          Use it
        </Button>
      </div>
    </Dialog>
  );
}

/** All commands with their shortcuts; every one can be changed. */
export function ShortcutsPage() {
  const commands = useCommands();
  const [query, setQuery] = useState("");
  const [changing, setChanging] = useState<ReadyCommand | null>(null);
  const all = commands.list();
  const shown = fuzzyFilter(all, query, (command) => `${command.category} ${command.title} ${command.keys.join(" ")}`);
  const custom = customKeys.get();
  const set = (command: ReadyCommand, keys: string) =>
    customKeys.set((before) => {
      const after = { ...before };
      for (const other of all)
        if (other.keys.includes(keys)) after[other.id] = other.keys.filter((one) => one !== keys);
      return { ...after, [command.id]: [keys] };
    });
  const reset = (command: ReadyCommand) => {
    customKeys.set((before) => Object.fromEntries(Object.entries(before).filter(([id]) => id !== command.id)));
    announce(`Shortcut of ${command.title} reset`);
  };
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>Keyboard shortcuts</h1>
          <p className="lead">Every action is a command; give those you use most a shortcut of your own.</p>
        </div>
      </header>
      <div className="narrow">
        <TextField label="Find a command" value={query} onValue={setQuery} type="search" />
      </div>
      <div className="table-wrap">
        <table className="table" aria-label="Commands">
          <TableHead columns={["Command", "Shortcut"]} actions />
          <tbody>
            {shown.map((command) => (
              <tr key={command.id}>
                <td>
                  <span className="soft">{command.category}:</span> {command.title}
                </td>
                <td>
                  {command.keys.map((keys) => (
                    <kbd key={keys}>{showKeys(keys)}</kbd>
                  ))}
                </td>
                <td className="number">
                  {custom[command.id] ? (
                    <Button
                      small
                      look="ghost"
                      aria-label={`Reset the shortcut of ${command.title}`}
                      onClick={() => reset(command)}
                    >
                      Reset
                    </Button>
                  ) : null}
                  <Button
                    small
                    look="ghost"
                    icon="edit"
                    aria-label={`Change the shortcut of ${command.title}`}
                    onClick={() => setChanging(command)}
                  >
                    Change
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {changing ? (
        <Recorder
          command={changing}
          taken={(keys) => all.find((other) => other.id !== changing.id && other.keys.includes(keys))?.title ?? null}
          onDone={(keys) => {
            if (keys) set(changing, keys);
            setChanging(null);
          }}
        />
      ) : null}
    </div>
  );
}
