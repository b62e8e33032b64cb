import { useQuery } from "@tanstack/react-query";
import { read } from "@/api/queryKeys";
import { textOfJson, type JsonObject, type JsonSchema } from "@/api/json";
import { SelectField } from "@/ui/Field";
import { fieldProblem } from "@/api/errors";
import { resolveSchema } from "@/ui/schema";
import { SchemaForm, type FormProblem } from "@/ui/SchemaForm";

interface Props {
  schema: JsonSchema;
  definition: JsonObject;
  problems: readonly FormProblem[];
  onChange: (definition: JsonObject) => void;
}

function ModelField({ definition, problems, onChange }: Omit<Props, "schema">) {
  const models = useQuery(read("listModels", {}));
  const routes = useQuery(read("listModelRoutes", {}));
  const chosen = textOfJson(definition["model"] ?? "default");
  const choices = [
    ...(routes.data?.items ?? []).map((route) => ({ value: route.name, label: `${route.name} (route)` })),
    ...(models.data?.items ?? []).map((model) => ({ value: model.ref, label: model.ref })),
  ];
  const known = choices.some((choice) => choice.value === chosen);
  const problem = fieldProblem(problems, "/model") as FormProblem | undefined;
  return (
    <SelectField
      label="Model"
      hint="A route tries its models in order; a single model is used as it is."
      fault={problem ? { message: problem.message, fix: problem.fix } : null}
      value={chosen}
      choices={known ? choices : [{ value: chosen, label: chosen }, ...choices]}
      onValue={(model) => onChange({ ...definition, model })}
    />
  );
}

/** Everything a definition says, as a form with plain words; problems stand beside their fields. */
export function DefinitionForm({ schema, definition, problems, onChange }: Props) {
  const part = (...only: string[]) => (
    <SchemaForm schema={schema} value={definition} problems={problems} onValue={onChange} only={only} />
  );
  const nested = (name: string, inside?: readonly string[]) => {
    const own = resolveSchema(schema.properties?.[name] ?? {}, schema);
    return (
      <SchemaForm
        schema={{ ...own, ...(schema.$defs ? { $defs: schema.$defs } : {}) }}
        path={`/${name}`}
        value={(definition[name] ?? {}) as JsonObject}
        problems={problems}
        onValue={(value) => onChange({ ...definition, [name]: value })}
        {...(inside ? { only: inside } : {})}
      />
    );
  };
  const tools = Array.isArray(definition["tools"])
    ? (definition["tools"] as { name?: string }[]).map((tool) => tool.name ?? "")
    : [];
  const toolProblems = problems
    .filter((problem) => problem.path.startsWith("/tools"))
    .map((problem) => ({ ...problem, path: "/tools" }));
  return (
    <div className="agent-form">
      <section aria-label="Purpose">
        {part("description", "instructions")}
        <ModelField definition={definition} problems={problems} onChange={onChange} />
      </section>
      <section aria-labelledby="form-tools">
        <h2 id="form-tools">Tools and colleagues</h2>
        <SchemaForm
          schema={{
            type: "object",
            properties: {
              tools: {
                type: "array",
                items: { type: "string" },
                description: "Names of tools it may call, like calculator or clock.",
              },
            },
          }}
          value={{ tools }}
          problems={toolProblems}
          onValue={(value) =>
            onChange({ ...definition, tools: (value["tools"] as string[]).map((name) => ({ name })) })
          }
        />
        {part("hand_offs")}
      </section>
      <section aria-labelledby="form-answer">
        <h2 id="form-answer">Answers</h2>
        <div className="pair">{nested("parameters", ["temperature", "top_p", "max_tokens", "seed"])}</div>
        {part("output_schema")}
      </section>
      <section aria-labelledby="form-memory">
        <h2 id="form-memory">Memory</h2>
        {nested("memory")}
      </section>
      <section aria-labelledby="form-limits">
        <h2 id="form-limits">Limits of one run</h2>
        <div className="pair">{nested("limits")}</div>
      </section>
    </div>
  );
}
