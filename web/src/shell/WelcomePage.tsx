import { useQuery } from "@tanstack/react-query";
import { read } from "@/api/queryKeys";
import { useSession } from "@/ui/access";
import { useCommands } from "@/ui/commands";
import { Icon } from "@/ui/Icon";
import { showKeys } from "./keybindings";

const START = ["agents.new", "agents.list", "runs.list", "models.open"];
const KEYS = [
  "workbench.commands",
  "workbench.quickOpen",
  "workbench.toggleSide",
  "workbench.togglePanel",
  "workbench.shortcuts",
];

/** The first page: what can be done next, each of it a command. */
export function WelcomePage() {
  const session = useSession();
  const commands = useCommands();
  const models = useQuery(read("listModels", {}));
  const first = models.data?.items.find((model) => model.ref === models.data.default);
  return (
    <div className="page welcome">
      <header>
        <h1>Welcome to {session.tenant.name}</h1>
        <p className="lead">Make an agent from a template, talk to it, and see each step it took.</p>
      </header>
      <div className="welcome-columns">
        <section className="stack" aria-labelledby="welcome-start">
          <h2 id="welcome-start">Start</h2>
          <ul className="stack tight">
            {START.map((id) => {
              const command = commands.get(id);
              return (
                <li key={id}>
                  <button
                    type="button"
                    className="start"
                    aria-disabled={command.disabledReason ? true : undefined}
                    title={command.disabledReason ?? undefined}
                    onClick={command.run}
                  >
                    <Icon name={command.icon ?? "play"} />
                    {command.title}
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
        <section className="stack" aria-labelledby="welcome-keys">
          <h2 id="welcome-keys">Good to know</h2>
          <dl className="keys">
            {KEYS.map((id) => {
              const command = commands.get(id);
              return (
                <div key={id}>
                  <dt>{command.title}</dt>
                  <dd>{command.keys[0] ? <kbd>{showKeys(command.keys[0])}</kbd> : null}</dd>
                </div>
              );
            })}
          </dl>
        </section>
      </div>
      {first?.kind === "demo" ? (
        <aside className="note" aria-label="About the model">
          <Icon name="info" />
          <div>
            <strong>Agents answer with the demo model at first.</strong>{" "}
            <span className="soft">
              {first.model} is small and runs on this machine: good for trying things out, not for tools or hard
              questions. Connect Ollama or a provider under Models when you are ready.
            </span>
          </div>
        </aside>
      ) : null}
    </div>
  );
}
