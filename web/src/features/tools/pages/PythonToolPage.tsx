import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import { parseJsonObject } from "@/api/json";
import { read } from "@/api/queryKeys";
import type { PythonDefinition, Risk, ToolProblem, ToolTemplate, ToolVersionWithDefinition } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { CommandButton, useCommandHandlers } from "@/ui/commands";
import { useDiagnostics, type Diagnostic } from "@/ui/diagnostics";
import { SelectField, TextField } from "@/ui/Field";
import { JsonField } from "@/ui/JsonField";
import { JsonView } from "@/ui/JsonView";
import { PageLink, useNavigation, useParam } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { Tabs } from "@/ui/Tabs";
import { notify, notifyProblem } from "@/ui/toasts";
import { useDebounced } from "@/ui/useDebounced";
import { DryRunView } from "../components/DryRunView";
import { ExamplesEditor } from "../components/ExamplesEditor";
import { Findings } from "../components/Findings";
import { LimitsForm } from "../components/LimitsForm";
import { LIMITS, useToolDraft, writtenIn, type DraftState, type ToolDraft } from "../draft";
import { exampleOf } from "../examples";
import { diagnosticOf, rangeOfProblem } from "../findings";
import { templatesQuery, toolQuery, useToolChange, versionQuery } from "../queries";
import { riskChoices } from "../words";
import "../tools.css";

const CodeEditor = lazy(async () => ({ default: (await import("@/ui/code/CodeEditor")).CodeEditor }));

const NO_PROBLEMS: readonly ToolProblem[] = [];

/** What validation says about a definition, a moment after it was typed. */
function useCheck(definition: PythonDefinition) {
  const settled = useDebounced(definition, 400);
  return useQuery({
    ...read("validateTool", { body: { definition: settled } }),
    staleTime: 60_000,
    retry: false,
    placeholderData: (before) => before,
  });
}

interface EditorProps {
  /** The tool whose code this is; null for one that is not there yet. */
  stored: { tool: string; title: string; version: ToolVersionWithDefinition } | null;
  state: DraftState;
  templates: readonly ToolTemplate[];
}

function NewToolFields({ state, error }: { state: DraftState; error: unknown }) {
  const fields = error ? (toProblem(error).errors ?? []) : [];
  const fault = (path: string) => {
    const found = fieldProblem(fields, path);
    return found ? { message: found.message } : null;
  };
  const { name, title, risk } = state.draft;
  const bad = name !== "" && !/^[a-z][a-z0-9_]{0,63}$/.test(name);
  return (
    <div className="tool-name">
      <TextField
        label="Name"
        mono
        value={name}
        onValue={(text) => state.change({ name: text })}
        placeholder="convert_temperature"
        fault={fault("/name") ?? (bad ? { message: "Small letters, digits and underscores; a letter first." } : null)}
      />
      <TextField
        label="Title"
        required={false}
        value={title}
        onValue={(text) => state.change({ title: text })}
        fault={fault("/title")}
      />
      <SelectField label="Risk" value={risk} choices={riskChoices} onValue={(value) => state.change({ risk: value })} />
    </div>
  );
}

function TemplateField({
  templates,
  onTemplate,
}: {
  templates: readonly ToolTemplate[];
  onTemplate: (one: ToolTemplate) => void;
}) {
  return (
    <SelectField
      label="Start from a template"
      value=""
      choices={[
        { value: "", label: "Choose…" },
        ...templates.map(({ slug, name, description }) => ({ value: slug, label: `${name}: ${description}` })),
      ]}
      onValue={(slug) => {
        const template = templates.find((one) => one.slug === slug);
        if (template) onTemplate(template);
      }}
    />
  );
}

function Editor({ stored, state, templates }: EditorProps) {
  const navigation = useNavigation();
  const client = useQueryClient();
  const { draft, changed, change, define, discard } = state;
  const { definition } = draft;
  const check = useCheck(definition);
  const problems = check.data?.problems ?? NO_PROBLEMS;
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const [target, setTarget] = useState<{ line: number; column: number; turn: number } | null>(null);
  const mayWrite = useRefusal("tools.write");
  const mayPublish = useRefusal("tools.publish");
  const side = navigation.page?.search["side_view"] ?? "findings";
  const items: Diagnostic[] = useMemo(() => problems.map(diagnosticOf), [problems]);
  const here = stored ? navigation.href("tools.code", { tool: stored.tool }) : navigation.href("tools.new", {});
  useDiagnostics(`tool ${stored?.tool ?? "new"}`, stored?.title ?? "New tool", here, items);

  const input = parseJsonObject(draft.input);
  const run = useMutation({
    mutationFn: () => call("dryRunTool", { body: { definition, input: "value" in input ? input.value : {} } }),
  });
  const save = useToolChange(async (publish: boolean) => {
    if (stored) {
      const made = await call("createToolVersion", { path: { tool: stored.tool }, body: { definition, publish } });
      client.setQueryData(versionQuery(stored.tool, made.number).queryKey, made);
      return made.number;
    }
    const { name, title, risk } = draft;
    const body = { name, title: title.trim() || null, risk: risk as Risk, definition, publish };
    return (await call("createTool", { body })).latest_version ?? 1;
  });
  const publish = useToolChange((number: number) =>
    call("publishToolVersion", { path: { tool: stored?.tool ?? "", number } }),
  );
  const show = (view: string) =>
    navigation.setSearch({ side_view: view === "findings" ? undefined : view }, { replace: true });
  const saved = (published: boolean) => (number: number) => {
    discard();
    notify(
      published ? `Version ${number} is published` : `Saved as version ${number}`,
      published ? "The next call uses it." : "It is a draft: calls go on with the published version.",
    );
    if (!stored) navigation.open(navigation.href("tools.code", { tool: draft.name }), { replace: true });
  };
  const refused = { onError: (error: unknown) => (toProblem(error).errors?.length ? undefined : notifyProblem(error)) };
  const unnamed = stored || draft.name ? null : "Name the tool first.";
  const broken = errors > 0 ? "It does not validate; see the findings." : null;
  const draftStored = stored?.version.state === "draft" && !changed;
  useCommandHandlers({
    "tools.save": {
      run: () => save.mutate(false, { onSuccess: saved(false), ...refused }),
      disabledReason: mayWrite ?? unnamed ?? (stored && !changed ? "Nothing has changed." : null),
    },
    "tools.publish": {
      run: () =>
        draftStored
          ? publish.mutate(stored.version.number, {
              onSuccess: () => notify(`Version ${stored.version.number} is published`, "The next call uses it."),
              onError: notifyProblem,
            })
          : save.mutate(true, { onSuccess: saved(true), ...refused }),
      disabledReason:
        mayPublish ??
        unnamed ??
        broken ??
        (stored && !changed && !draftStored ? "There is nothing new to publish." : null),
    },
    "tools.dryRun": {
      run: () => {
        show("run");
        run.mutate();
      },
      disabledReason: mayWrite ?? ("fault" in input ? `The input is no JSON object: ${input.fault}` : null),
    },
  });

  const views: Record<string, () => React.ReactNode> = {
    findings: () => (
      <div className="stack">
        {check.error ? <ProblemNote error={check.error} onRetry={() => void check.refetch()} /> : null}
        {check.data && problems.length === 0 ? <p className="soft">Nothing is wrong with it.</p> : null}
        <Findings
          problems={problems}
          onGo={(line, column) => setTarget((before) => ({ line, column, turn: (before?.turn ?? 0) + 1 }))}
        />
        {check.data ? (
          <>
            <h2>What a model reads</h2>
            <p className="said">{check.data.description || "There is no docstring yet."}</p>
            <JsonView label="Input schema" value={check.data.input_schema} />
          </>
        ) : null}
      </div>
    ),
    run: () => (
      <div className="stack">
        <JsonField label="Input" text={draft.input} onText={(text) => change({ input: text })} />
        <div className="form-actions">
          <CommandButton command="tools.dryRun" label="Run it once" busy={run.isPending} />
          <Button
            look="ghost"
            disabledReason={check.data ? null : "It is being read."}
            onClick={() => change({ input: JSON.stringify(exampleOf(check.data?.input_schema ?? {}), null, 2) })}
          >
            Fill in from the schema
          </Button>
        </div>
        {run.error ? <ProblemNote error={run.error} /> : null}
        {run.data ? <DryRunView run={run.data} /> : null}
      </div>
    ),
    examples: () => (
      <ExamplesEditor
        tests={definition.tests ?? []}
        onTests={(tests) => define({ tests })}
        stored={stored ? { tool: stored.tool, number: stored.version.number } : null}
        refusal={mayWrite ?? (changed ? "Save first: examples run on the stored version." : null)}
        next={{
          name: "",
          input: "value" in input ? input.value : {},
          expect: run.data?.ok ? run.data.result : null,
          compare: true,
          error: null,
        }}
      />
    ),
    limits: () => <LimitsForm definition={definition} onChange={define} />,
  };
  return (
    <div className="tool-editor">
      <header>
        <div className="row spread">
          <div className="row">
            <h1>{stored ? stored.title : "New Python tool"}</h1>
            {stored ? <code className="faint">{stored.tool}</code> : null}
            {stored && changed ? (
              <Badge tone="warn">unsaved changes</Badge>
            ) : stored ? (
              <Badge tone={stored.version.state === "draft" ? "accent" : "plain"}>
                {stored.version.state} v{stored.version.number}
              </Badge>
            ) : null}
          </div>
          <div className="row">
            {stored && changed ? (
              <Button look="ghost" onClick={discard}>
                Discard
              </Button>
            ) : null}
            {stored ? (
              <PageLink page="tools.show" params={{ tool: stored.tool }}>
                About this tool
              </PageLink>
            ) : null}
            <CommandButton command="tools.dryRun" label="Dry run" busy={run.isPending} />
            <CommandButton command="tools.save" label={stored ? "Save version" : "Save draft"} busy={save.isPending} />
            <CommandButton command="tools.publish" label="Publish" look="primary" busy={publish.isPending} />
          </div>
        </div>
        {stored ? null : (
          <>
            <NewToolFields state={state} error={save.error} />
            <TemplateField
              templates={templates}
              onTemplate={({ code, hosts, example }) =>
                change({
                  definition: { ...definition, code, hosts },
                  input: JSON.stringify(example, null, 2),
                })
              }
            />
          </>
        )}
        {save.error && (stored ?? !fieldProblem(toProblem(save.error).errors ?? [], "/name")) ? (
          <ProblemNote error={save.error} />
        ) : null}
      </header>
      <div className="tool-editor-body">
        <div className="tool-editor-code">
          <Suspense fallback={<div className="page-wait" role="status" aria-label="Loading the editor" />}>
            <CodeEditor
              label="Code"
              language="python"
              value={definition.code}
              problems={items}
              rangeOf={rangeOfProblem}
              onValue={(code) => define({ code })}
              target={target}
            />
          </Suspense>
        </div>
        <div className="tool-editor-side">
          <Tabs
            aria-label="About the code"
            items={[
              { id: "findings", label: problems.length > 0 ? `Findings (${problems.length})` : "Findings" },
              { id: "run", label: "Dry run" },
              { id: "examples", label: `Examples (${definition.tests?.length ?? 0})` },
              { id: "limits", label: "Limits" },
            ]}
            selected={side in views ? side : "findings"}
            onSelect={show}
          >
            <div className="tab-body">{(views[side] ?? views["findings"])?.()}</div>
          </Tabs>
        </div>
      </div>
    </div>
  );
}

function NewTool({ templates }: { templates: readonly ToolTemplate[] }) {
  const [first] = templates;
  const start = useMemo<ToolDraft>(
    () => ({
      definition: { code: first?.code ?? "", entry: null, hosts: [], credentials: [], limits: LIMITS, tests: [] },
      input: JSON.stringify(first?.example ?? {}, null, 2),
      name: "",
      title: "",
      risk: "read",
    }),
    [first],
  );
  return <Editor stored={null} state={useToolDraft("", start)} templates={templates} />;
}

/** A new tool in Python, from a template. */
export function NewToolPage() {
  const templates = useQuery(templatesQuery);
  if (templates.error)
    return (
      <div className="page">
        <ProblemNote error={templates.error} onRetry={() => void templates.refetch()} />
      </div>
    );
  if (!templates.data) return <div className="page-wait" role="status" aria-label="Loading the templates" />;
  return <NewTool templates={templates.data.items} />;
}

function StoredTool({ tool, title, version }: { tool: string; title: string; version: ToolVersionWithDefinition }) {
  const start = useMemo<ToolDraft>(
    () => ({
      definition: writtenIn(version.definition),
      input: JSON.stringify(exampleOf(version.input_schema), null, 2),
      name: tool,
      title,
      risk: "",
    }),
    [tool, title, version],
  );
  return <Editor stored={{ tool, title, version }} state={useToolDraft(tool, start)} templates={[]} />;
}

/** The code of a tool: its latest version, or the one the address names. */
export function ToolCodePage() {
  const name = useParam("tool");
  const navigation = useNavigation();
  const tool = useQuery(toolQuery(name));
  const number = Number(navigation.page?.search["version"] ?? tool.data?.latest_version ?? 0);
  // While the next version is fetched the editor stays: it still holds what is to be done after saving.
  const version = useQuery({ ...versionQuery(name, number), enabled: number > 0, placeholderData: keepPreviousData });
  const { setTitle } = navigation;
  const title = tool.data?.title ?? name;
  useEffect(() => setTitle(`${title} (code)`), [title, setTitle]);
  const error = tool.error ?? version.error;
  if (error)
    return (
      <div className="page">
        <ProblemNote error={error} onRetry={() => void Promise.all([tool.refetch(), version.refetch()])} />
      </div>
    );
  if (tool.data && tool.data.kind !== "python")
    return (
      <div className="page">
        <p>
          This tool has no code here.{" "}
          <PageLink page="tools.show" params={{ tool: name }}>
            Show it
          </PageLink>
        </p>
      </div>
    );
  if (!version.data) return <div className="page-wait" role="status" aria-label="Loading the code" />;
  return <StoredTool key={name} tool={name} title={title} version={version.data} />;
}
