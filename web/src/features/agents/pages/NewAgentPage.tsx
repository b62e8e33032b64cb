import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useState, type SyntheticEvent } from "react";
import { read } from "@/api/queryKeys";
import { toProblem, type FieldProblem } from "@/api/errors";
import type { JsonObject } from "@/api/json";
import type { AgentTemplate } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { JsonView } from "@/ui/JsonView";
import { useNavigation } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { moveFocus } from "@/ui/rovingFocus";
import { defaultsOf, schemaProblems } from "@/ui/schema";
import { SchemaForm } from "@/ui/SchemaForm";
import { useDebounced } from "@/ui/useDebounced";
import { withFixes } from "../problems";
import { templatesQuery, useCreateAgent } from "../queries";
import "../agents.css";

function TemplatePicker({
  templates,
  chosen,
  onChoose,
}: {
  templates: readonly AgentTemplate[];
  chosen: string | null;
  onChoose: (slug: string) => void;
}) {
  const id = useId();
  return (
    <section className="stack">
      <h2 id={id}>Template</h2>
      <div
        className="cards"
        role="radiogroup"
        tabIndex={-1}
        aria-labelledby={id}
        onKeyDown={(event) => {
          if (
            moveFocus(event, {
              items: '[role="radio"]',
              orientation: event.key === "ArrowLeft" || event.key === "ArrowRight" ? "horizontal" : "vertical",
            })
          ) {
            const slug = (document.activeElement as HTMLElement).dataset["slug"];
            if (slug) onChoose(slug);
          }
        }}
      >
        {templates.map((template, index) => (
          <button
            key={template.slug}
            type="button"
            role="radio"
            data-slug={template.slug}
            className="card template"
            aria-checked={template.slug === chosen}
            tabIndex={template.slug === chosen || (chosen === null && index === 0) ? 0 : -1}
            onClick={() => onChoose(template.slug)}
          >
            <strong>{template.name}</strong>
            <span className="soft">{template.description}</span>
          </button>
        ))}
      </div>
    </section>
  );
}

/** Problems of a preview are about the parameters; some paths say so, others start inside them. */
function ofParameters(problems: readonly FieldProblem[]): FieldProblem[] {
  return problems.map((problem) => ({ ...problem, path: problem.path.replace(/^\/parameters(?=\/|$)/, "") }));
}

function TemplateForm({ template }: { template: AgentTemplate }) {
  const navigation = useNavigation();
  const create = useCreateAgent();
  const [name, setName] = useState("");
  const [parameters, setParameters] = useState<JsonObject>(() => defaultsOf(template.parameters));
  const [tried, setTried] = useState(false);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const forbidden = useRefusal("agents.write");

  const local = schemaProblems(template.parameters, parameters);
  const asked = useDebounced(parameters, 350);
  const preview = useQuery({
    ...read("previewAgentTemplate", { path: { slug: template.slug }, body: { parameters: asked } }),
    staleTime: 60_000,
    retry: false,
    placeholderData: (before) => before,
  });
  const remote = ofParameters(preview.data?.problems ?? []);
  const refused = ofParameters(create.error ? (toProblem(create.error).errors ?? []) : []);
  const localPaths = new Set(local.map((problem) => problem.path));
  const all = [...local, ...remote.filter((problem) => !localPaths.has(problem.path)), ...refused];
  // A field speaks up once it was used, or when somebody tried to go on.
  const shown = tried ? all : all.filter((problem) => touched.has(problem.path.split("/")[1] ?? ""));
  const nameFault =
    tried && !name.trim() ? "Give the agent a name." : refused.find((problem) => problem.path === "/name")?.message;

  const change = (next: JsonObject) => {
    const changed = Object.keys({ ...next, ...parameters }).filter((key) => next[key] !== parameters[key]);
    setTouched((before) => new Set([...before, ...changed]));
    setParameters(next);
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (!name.trim() || local.length > 0) return;
    create.mutate(
      { name: name.trim(), template: template.slug, parameters },
      {
        onSuccess: (agent) => {
          announce(`${agent.name} is ready. Write the first message.`);
          navigation.open(navigation.href("runs.chat", { agent: agent.slug }), { replace: true });
        },
      },
    );
  };
  return (
    <div className="new-agent">
      <form className="form" onSubmit={submit} noValidate>
        <h2>{template.name}</h2>
        <TextField
          label="Name"
          value={name}
          onValue={setName}
          placeholder="Helpdesk"
          fault={nameFault ? { message: nameFault } : null}
        />
        <SchemaForm
          schema={template.parameters}
          value={parameters}
          problems={withFixes(shown, parameters, change)}
          onValue={change}
        />
        {create.error && refused.length === 0 ? <ProblemNote error={create.error} /> : null}
        <div className="form-actions">
          <Button look="primary" type="submit" busy={create.isPending} disabledReason={forbidden}>
            Create and talk to it
          </Button>
          {tried && all.length > 0 ? (
            <span className="faint">
              {all.length === 1 ? "One field needs" : `${all.length} fields need`} another look.
            </span>
          ) : null}
        </div>
      </form>
      <aside className="preview" aria-label="Preview of the definition">
        <h2>What this makes</h2>
        {preview.error ? <ProblemNote quiet error={preview.error} onRetry={() => void preview.refetch()} /> : null}
        {preview.data?.definition ? <JsonView value={preview.data.definition} label="Definition" /> : null}
        {preview.data && !preview.data.definition ? (
          <p className="soft">The definition appears here once the fields are filled in.</p>
        ) : null}
      </aside>
    </div>
  );
}

/** A new agent from a template; which template is in the address. */
export function NewAgentPage() {
  const navigation = useNavigation();
  const templates = useQuery(templatesQuery);
  const chosen = navigation.page?.search["template"] ?? null;
  const template = templates.data?.items.find((one) => one.slug === chosen);
  const first = templates.data?.items[0]?.slug;
  const { setSearch } = navigation;
  useEffect(() => {
    if (!chosen && first) setSearch({ template: first });
  }, [chosen, first, setSearch]);
  return (
    <div className="page wide">
      <header className="page-head">
        <div>
          <h1>New agent</h1>
          <p className="lead">Choose a template and answer its questions. Everything can be changed later.</p>
        </div>
      </header>
      {templates.error ? <ProblemNote error={templates.error} onRetry={() => void templates.refetch()} /> : null}
      {templates.data ? (
        <TemplatePicker
          templates={templates.data.items}
          chosen={chosen}
          onChoose={(slug) => setSearch({ template: slug })}
        />
      ) : null}
      {template ? <TemplateForm key={template.slug} template={template} /> : null}
    </div>
  );
}
