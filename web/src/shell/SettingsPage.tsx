import { useId } from "react";
import { useSession } from "@/ui/access";
import { Button } from "@/ui/Button";
import { useCommands } from "@/ui/commands";
import { SelectField } from "@/ui/Field";
import { Moment } from "@/ui/Moment";
import { useStore } from "@/ui/store";
import { useQuery } from "@tanstack/react-query";
import { read } from "@/api/queryKeys";
import { Badge } from "@/ui/Badge";
import { TableHead } from "@/ui/TableHead";
import { theme, type Theme } from "./layout";

const choices = [
  { value: "system", label: "Follow the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "contrast", label: "High contrast" },
];

/** Preferences of this browser and facts about this installation. */
export function SettingsPage() {
  const chosen = useStore(theme);
  const session = useSession();
  const commands = useCommands();
  const system = useQuery(read("getSystem", {}));
  const partsId = useId();
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>Settings</h1>
          <p className="lead">How the workbench looks in this browser, and what it is connected to.</p>
        </div>
      </header>
      <section className="form">
        <SelectField
          label="Theme"
          value={chosen}
          choices={choices}
          onValue={(value) => theme.set(value as Theme)}
          hint="Kept in this browser."
        />
        <div className="form-actions">
          <Button icon="keyboard" onClick={commands.get("workbench.shortcuts").run}>
            Keyboard shortcuts
          </Button>
          <Button icon="sign-out" onClick={commands.get("account.signOut").run}>
            Sign out {session.principal.label}
          </Button>
        </div>
      </section>
      <section className="stack">
        <h2 id={partsId}>Parts of this installation</h2>
        {system.data ? (
          <div className="table-wrap">
            <table className="table" aria-labelledby={partsId}>
              <TableHead columns={["Part", "State", "Detail"]} />
              <tbody>
                {system.data.parts.map((part) => (
                  <tr key={part.name}>
                    <td>{part.name}</td>
                    <td>
                      <Badge tone={["ok", "ready", "up", "running"].includes(part.state) ? "good" : "warn"}>
                        {part.state}
                      </Badge>
                    </td>
                    <td className="soft">{part.detail}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : null}
        <p className="faint">
          Charter {system.data?.version}.{" "}
          {system.isSuccess ? (
            <>
              Looked at <Moment at={new Date(system.dataUpdatedAt).toISOString()} />.
            </>
          ) : null}
        </p>
      </section>
    </div>
  );
}
