import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, type SyntheticEvent } from "react";
import { call, send, urlOf } from "@/api/client";
import { toProblem } from "@/api/errors";
import { read } from "@/api/queryKeys";
import type { JsonObject, JsonSchema } from "@/api/json";
import type { Agent, AgentVersion } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { announce } from "@/ui/announce";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { CommandButton, useCommandHandlers, useCommands } from "@/ui/commands";
import { useDiagnostics, type Diagnostic } from "@/ui/diagnostics";
import { Dialog } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";
import { MenuButton } from "@/ui/Menu";
import { useNavigation, useParam } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { schemaProblems } from "@/ui/schema";
import { Tabs } from "@/ui/Tabs";
import { notify, notifyProblem } from "@/ui/toasts";
import { useDebounced } from "@/ui/useDebounced";
import { DefinitionForm } from "../components/DefinitionForm";
import { SourceView } from "../components/SourceView";
import { VersionsView } from "../components/VersionsView";
import { useDraft, type DraftState } from "../draft";
import { withFixes } from "../problems";
import { agentQuery, saveDraft, schemaQuery, useAgentChange, versionQuery, versionsQuery } from "../queries";
import { parseText, type Format } from "../source";
import "../agents.css";

type View = "form" | "source" | "versions";

/** Problems of what is being edited: syntax, then the schema at once, then what the server finds. */
function useProblems(draft: DraftState, schema: JsonSchema): Diagnostic[] {
  const settled = useDebounced(draft.definition, 400);
  const check = useQuery({
    ...read("validateAgentDefinition", { body: { definition: settled } }),
    staleTime: 30_000,
    retry: false,
    placeholderData: (before) => before,
  });
  if (draft.text !== null) {
    return parseText(draft.text).errors.map((error) => ({
      path: "",
      message: `Line ${error.line}: ${error.message}`,
      severity: "error",
    }));
  }
  const local = schemaProblems(schema, draft.definition);
  const known = new Set(local.map((problem) => problem.path));
  const refused = check.error
    ? (toProblem(check.error).errors ?? []).map((problem) => ({
        ...problem,
        severity: "error" as const,
        path: problem.path.replace(/^\/definition/, ""),
      }))
    : [];
  return [
    ...local.map((problem) => ({ ...problem, severity: "error" as const })),
    ...[...(check.data?.problems ?? []), ...refused].filter((problem) => !known.has(problem.path)),
  ];
}

function NameDialog({
  title,
  start,
  action,
  busy,
  error,
  onDone,
  onClose,
}: {
  title: string;
  start: string;
  action: string;
  busy: boolean;
  error: unknown;
  onDone: (name: string) => void;
  onClose: () => void;
}) {
  const [name, setName] = useState(start);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (name.trim()) onDone(name.trim());
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <TextField label="Name" value={name} onValue={setName} />
        {error ? <ProblemNote error={error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            type="submit"
            busy={busy}
            disabledReason={name.trim() ? null : "Give it a name first."}
          >
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

async function download(agent: Agent): Promise<void> {
  const response = await send(urlOf("exportAgent", { agent: agent.slug }), { headers: { accept: "application/yaml" } });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = `${agent.slug}.agent.yaml`;
  link.click();
  URL.revokeObjectURL(link.href);
  announce("The agent was exported");
}

interface EditorProps {
  agent: Agent;
  version: AgentVersion & { definition: JsonObject };
  schema: JsonSchema;
}

function Editor({ agent, version, schema }: EditorProps) {
  const navigation = useNavigation();
  const commands = useCommands();
  const { view: asked, format = "yaml", from, to } = navigation.page?.search ?? {};
  const view: View = asked === "source" || asked === "versions" ? asked : "form";
  const draft = useDraft(agent.slug, version.definition, version.number);
  const problems = useProblems(draft, schema);
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const [dialog, setDialog] = useState<"clone" | "delete" | "rename" | null>(null);
  const mayWrite = useRefusal("agents.write");
  const mayPublish = useRefusal("agents.publish");
  const mayDelete = useRefusal("agents.delete");
  useDiagnostics(
    `agent ${agent.slug}`,
    agent.name,
    navigation.href("agents.edit", { agent: agent.slug }, { view: view === "versions" ? undefined : asked }),
    problems,
  );

  const save = useAgentChange(() => saveDraft(agent.slug, draft.definition));
  const publish = useAgentChange(async (number: number | null) => {
    const target = number ?? (draft.changed ? (await saveDraft(agent.slug, draft.definition)).number : version.number);
    return call("publishAgentVersion", { path: { agent: agent.slug, number: target } });
  });
  const rollback = useAgentChange((number: number | null) =>
    call("rollBackAgent", { path: { agent: agent.slug }, body: number === null ? {} : { number } }),
  );
  const clone = useAgentChange((name: string) => call("cloneAgent", { path: { agent: agent.slug }, body: { name } }));
  const rename = useAgentChange((name: string) => call("changeAgent", { path: { agent: agent.slug }, body: { name } }));
  const remove = useAgentChange(() => call("deleteAgent", { path: { agent: agent.slug } }));

  const saved = (made: AgentVersion) => {
    draft.discard();
    notify(`Saved as version ${made.number}`, "It is a draft: runs go on with the published version.");
  };
  const live = (made: AgentVersion) => {
    draft.discard();
    notify(`Version ${made.number} is published`, "New runs use it from now on.");
  };
  const broken =
    draft.text !== null
      ? "The text is not a definition yet; see Problems."
      : errors > 0
        ? "Put right the problems first."
        : null;
  const same =
    !draft.changed && version.state === "published"
      ? "There is nothing new to publish."
      : !draft.changed && version.state === "retired"
        ? "Change something first, or go back to this version."
        : null;
  useCommandHandlers({
    "agents.save": {
      run: () => save.mutate(undefined, { onSuccess: saved, onError: notifyProblem }),
      disabledReason: mayWrite ?? (draft.text !== null ? broken : draft.changed ? null : "Nothing has changed."),
    },
    "agents.publish": {
      run: () => publish.mutate(null, { onSuccess: live, onError: notifyProblem }),
      disabledReason: mayPublish ?? broken ?? same,
    },
    "agents.rollback": {
      run: () => rollback.mutate(null, { onSuccess: live, onError: notifyProblem }),
      disabledReason: mayPublish ?? ((agent.published_version ?? 1) > 1 ? null : "No earlier version was published."),
    },
    "agents.clone": { run: () => setDialog("clone"), disabledReason: mayWrite },
    "agents.export": { run: () => download(agent) },
    "agents.delete": { run: () => setDialog("delete"), disabledReason: mayDelete },
    "agents.chat": { run: () => navigation.open(navigation.href("runs.chat", { agent: agent.slug })) },
  });
  const more = ["agents.clone", "agents.export", "agents.rollback", "agents.delete"].map((id) => {
    const command = commands.get(id);
    return {
      id,
      label: command.title,
      run: command.run,
      disabledReason: command.disabledReason,
      ...(command.icon ? { icon: command.icon } : {}),
    };
  });
  const body = () => {
    switch (view) {
      case "form":
        return draft.text === null ? (
          <DefinitionForm
            schema={schema}
            definition={draft.definition}
            problems={withFixes(problems, draft.definition, draft.change)}
            onChange={draft.change}
          />
        ) : (
          <div className="page">
            <p>The text is not a definition yet, so there is no form for it.</p>
            <div className="form-actions">
              <Button onClick={() => navigation.setSearch({ view: "source" })}>Go on in the text</Button>
              <Button look="danger" onClick={() => draft.keepText(null)}>
                Drop the text
              </Button>
            </div>
          </div>
        );
      case "source":
        return (
          <SourceView
            key={`${draft.base} ${format}`}
            definition={draft.definition}
            text={draft.text}
            schema={schema}
            problems={problems}
            format={format as Format}
            onFormat={(next) => navigation.setSearch({ format: next })}
            onDefinition={draft.change}
            onText={draft.keepText}
          />
        );
      case "versions":
        return (
          <VersionsView
            agent={agent.slug}
            from={from ? Number(from) : null}
            to={to ? Number(to) : null}
            refusal={mayPublish}
            onCompare={(left, right) => navigation.setSearch({ from: String(left), to: String(right) })}
            onPublish={(number) => publish.mutate(number, { onSuccess: live, onError: notifyProblem })}
            onRollback={(number) => rollback.mutate(number, { onSuccess: live, onError: notifyProblem })}
            onEdit={(number) => {
              draft.discard();
              navigation.setSearch({ view: undefined, version: String(number) });
            }}
          />
        );
    }
  };
  return (
    <div className="agent-editor">
      <header>
        <div className="page-head">
          <div className="row">
            <h1>{agent.name}</h1>
            {agent.published_version === null ? (
              <Badge>not published</Badge>
            ) : (
              <Badge tone="good">v{agent.published_version} published</Badge>
            )}
            {draft.changed ? (
              <Badge tone="warn">unsaved changes</Badge>
            ) : version.state === "draft" ? (
              <Badge tone="accent">draft v{version.number}</Badge>
            ) : null}
          </div>
          <div className="row">
            {draft.changed ? (
              <Button look="ghost" onClick={draft.discard}>
                Discard
              </Button>
            ) : null}
            <CommandButton command="agents.chat" label="Chat" />
            <CommandButton command="agents.save" label="Save draft" busy={save.isPending} />
            <CommandButton command="agents.publish" label="Publish" look="primary" busy={publish.isPending} />
            <MenuButton
              label="More actions"
              items={[
                {
                  id: "rename",
                  label: "Rename…",
                  icon: "edit",
                  disabledReason: mayWrite,
                  run: () => setDialog("rename"),
                },
                ...more,
              ]}
            />
          </div>
        </div>
      </header>
      <div className="agent-editor-tabs">
        <Tabs
          aria-label="Agent"
          items={[
            { id: "form", label: "Form" },
            { id: "source", label: "Source" },
            { id: "versions", label: `Versions (${agent.latest_version})` },
          ]}
          selected={view}
          onSelect={(next) => navigation.setSearch({ view: next === "form" ? undefined : next })}
        >
          <div className={view === "source" ? "agent-editor-body flush" : "agent-editor-body"}>{body()}</div>
        </Tabs>
      </div>
      {dialog === "clone" ? (
        <NameDialog
          title={`Clone ${agent.name}`}
          start={`${agent.name} copy`}
          action="Clone"
          busy={clone.isPending}
          error={clone.error}
          onClose={() => setDialog(null)}
          onDone={(name) =>
            clone.mutate(name, {
              onSuccess: (made) => {
                setDialog(null);
                navigation.open(navigation.href("agents.edit", { agent: made.slug }));
              },
            })
          }
        />
      ) : null}
      {dialog === "rename" ? (
        <NameDialog
          title={`Rename ${agent.name}`}
          start={agent.name}
          action="Rename"
          busy={rename.isPending}
          error={rename.error}
          onClose={() => setDialog(null)}
          onDone={(name) => rename.mutate(name, { onSuccess: () => setDialog(null) })}
        />
      ) : null}
      {dialog === "delete" ? (
        <Dialog title={`Delete ${agent.name}?`} onClose={() => setDialog(null)}>
          <p>The agent and its versions are removed for good. Export it first if you may want it back.</p>
          <div className="form-actions">
            <Button onClick={() => setDialog(null)}>Keep it</Button>
            <Button
              look="danger"
              icon="trash"
              busy={remove.isPending}
              onClick={() =>
                remove.mutate(undefined, {
                  onSuccess: () => {
                    draft.discard();
                    notify(`${agent.name} was deleted`);
                    navigation.close();
                    navigation.open(navigation.href("agents.list", {}), { replace: true });
                  },
                  onError: notifyProblem,
                })
              }
            >
              Delete
            </Button>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}

/** The definition of an agent as form, text and versions. */
export function AgentEditorPage() {
  const slug = useParam("agent");
  const navigation = useNavigation();
  const agent = useQuery(agentQuery(slug));
  const versions = useQuery(versionsQuery(slug));
  const schema = useQuery(schemaQuery);
  const number = Number(navigation.page?.search["version"] ?? versions.data?.items[0]?.number ?? 0);
  const version = useQuery({ ...versionQuery(slug, number), enabled: number > 0 });
  const name = agent.data?.name ?? slug;
  const { setTitle } = navigation;
  useEffect(() => setTitle(name), [name, setTitle]);
  const error = agent.error ?? versions.error ?? schema.error ?? version.error;
  if (error) {
    return (
      <div className="page">
        <ProblemNote
          error={error}
          onRetry={() => void Promise.all([agent, versions, schema, version].map((query) => query.refetch()))}
        />
      </div>
    );
  }
  if (!agent.data || !schema.data || !version.data)
    return <div className="page-wait" role="status" aria-label="Loading the agent" />;
  return <Editor key={slug} agent={agent.data} version={version.data} schema={schema.data} />;
}
