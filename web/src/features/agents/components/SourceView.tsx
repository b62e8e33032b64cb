import { lazy, Suspense, useState } from "react";
import type { JsonObject, JsonSchema } from "@/api/json";
import { SelectField } from "@/ui/Field";
import type { Diagnostic } from "@/ui/diagnostics";
import { parseText, rangeOf, toText, type Format } from "../source";

const CodeEditor = lazy(async () => ({ default: (await import("@/ui/code/CodeEditor")).CodeEditor }));

/** Syntax errors name their line; other problems point into the definition. */
function rangeOfProblem(text: string, problem: Diagnostic): [number, number] {
  const line = /^Line (\d+):/.exec(problem.message)?.[1];
  if (!line) return rangeOf(text, problem.path);
  const lines = text.split("\n");
  const start = lines.slice(0, Number(line) - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return [start, start + (lines[Number(line) - 1]?.length ?? 0)];
}

interface Props {
  definition: JsonObject;
  text: string | null;
  schema: JsonSchema;
  problems: readonly Diagnostic[];
  format: Format;
  onFormat: (format: Format) => void;
  onDefinition: (definition: JsonObject) => void;
  onText: (text: string) => void;
}

/** The definition as YAML or JSON. What is typed is kept as it is, also while it is not a definition. */
export function SourceView({ definition, text, schema, problems, format, onFormat, onDefinition, onText }: Props) {
  const [typed, setTyped] = useState<string | null>(text);
  const shown = typed ?? text ?? toText(definition, format);
  const change = (next: string) => {
    setTyped(next);
    const parsed = parseText(next);
    if (parsed.definition) onDefinition(parsed.definition);
    else onText(next);
  };
  return (
    <div className="source">
      <div className="source-bar">
        <SelectField
          label="Written as"
          value={format}
          choices={[
            { value: "yaml", label: "YAML" },
            { value: "json", label: "JSON" },
          ]}
          onValue={(next) => {
            const parsed = parseText(shown);
            if (parsed.definition) setTyped(toText(parsed.definition, next as Format));
            onFormat(next as Format);
          }}
        />
        <span className="faint">Ctrl+Space offers what fits at this place.</span>
      </div>
      <Suspense fallback={<div className="page-wait" role="status" aria-label="Loading the editor" />}>
        <CodeEditor
          label="Definition"
          language={format}
          value={shown}
          schema={schema}
          problems={problems}
          rangeOf={rangeOfProblem}
          onValue={change}
        />
      </Suspense>
    </div>
  );
}
