import { useQuery } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import type { VirtualServer } from "@/api/types";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { CheckField, TextArea, TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { SearchField } from "@/ui/SearchField";
import { usePages } from "@/ui/usePages";
import { agentsQuery, useVirtualServerChange } from "../queries";

/** The chosen tools, and a search that offers more. */
function ToolChoice({ chosen, onChosen }: { chosen: readonly string[]; onChosen: (tools: string[]) => void }) {
  const [q, setQ] = useState("");
  const { rows, pages } = usePages("listTools", { query: { q, limit: 20 } });
  const offered = rows.filter((tool) => !chosen.includes(tool.name));
  return (
    <fieldset>
      <legend>Tools</legend>
      <ul className="row" aria-label="Chosen tools">
        {chosen.map((name) => (
          <li key={name} className="badge">
            <code>{name}</code>
            <IconButton
              small
              icon="close"
              aria-label={`Take ${name} out`}
              onClick={() => onChosen(chosen.filter((one) => one !== name))}
            />
          </li>
        ))}
      </ul>
      <SearchField label="Find a tool to add" value={q} onValue={setQ} />
      {pages.error ? <ProblemNote error={pages.error} /> : null}
      <ul className="row" aria-label="Tools that fit">
        {offered.map((tool) => (
          <li key={tool.name}>
            <Button
              small
              icon="add"
              disabledReason={tool.state === "ready" ? null : `It is ${tool.state}.`}
              onClick={() => onChosen([...chosen, tool.name])}
            >
              {tool.name}
            </Button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

interface Props {
  /** The virtual server to change; none means a new one. */
  server?: VirtualServer;
  onDone: () => void;
  onClose: () => void;
}

/** Chooses what MCP clients find at one address. */
export function VirtualServerDialog({ server, onDone, onClose }: Props) {
  const [name, setName] = useState(server?.name ?? "");
  const [instructions, setInstructions] = useState(server?.instructions ?? "");
  const [tools, setTools] = useState<string[]>(server?.tools ?? []);
  const [chosenAgents, setAgents] = useState<string[]>(server?.agents ?? []);
  const [workflows, setWorkflows] = useState((server?.workflows ?? []).join("\n"));
  const agents = useQuery(agentsQuery);
  const save = useVirtualServerChange(() => {
    const chosen = {
      instructions,
      tools,
      agents: chosenAgents,
      workflows: workflows.split(/\s+/).filter(Boolean),
    };
    return server
      ? call("changeMcpVirtualServer", { path: { virtual: server.name }, body: chosen })
      : call("createMcpVirtualServer", { body: { name, ...chosen } });
  });
  const fields = save.error ? (toProblem(save.error).errors ?? []) : [];
  const fault = (path: string) => {
    const found = fieldProblem(fields, path);
    return found ? { message: found.message } : null;
  };
  const toolsFault = fault("/tools");
  const missing = !server && !name ? "Name it first." : null;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!missing) save.mutate(undefined, { onSuccess: onDone });
  };
  return (
    <Dialog title={server ? `Change ${server.name}` : "New virtual server"} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        {server ? null : (
          <TextField
            label="Name"
            mono
            value={name}
            onValue={setName}
            placeholder="support"
            hint="Clients find it at /mcp/NAME; the one named default at /mcp itself."
            fault={fault("/name")}
          />
        )}
        <TextArea
          label="Instructions"
          required={false}
          rows={2}
          value={instructions}
          onValue={setInstructions}
          hint="Told to the models of the clients."
          fault={fault("/instructions")}
        />
        <ToolChoice chosen={tools} onChosen={setTools} />
        {toolsFault ? <div className="field-error">{toolsFault.message}</div> : null}
        <fieldset>
          <legend>Agents</legend>
          {agents.data?.items.map((agent) => (
            <CheckField
              key={agent.id}
              label={agent.name}
              checked={chosenAgents.includes(agent.slug)}
              onChecked={(on) =>
                setAgents(on ? [...chosenAgents, agent.slug] : chosenAgents.filter((slug) => slug !== agent.slug))
              }
            />
          ))}
        </fieldset>
        <TextArea
          label="Workflows"
          required={false}
          mono
          rows={2}
          value={workflows}
          onValue={setWorkflows}
          hint="Ids of processes in their BPMN files, one a line."
          fault={fault("/workflows")}
        />
        {save.error && fields.length === 0 ? <ProblemNote error={save.error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={save.isPending} disabledReason={missing}>
            {server ? "Save" : "Create"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
