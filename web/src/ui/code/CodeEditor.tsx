import type { JsonSchema } from "@/api/types";
import type { Diagnostic } from "../diagnostics";

interface Props {
  label: string;
  language: "yaml" | "json";
  value: string;
  schema: JsonSchema;
  problems: readonly Diagnostic[];
  onValue: (value: string) => void;
}

export function CodeEditor({ label, value, onValue }: Props) {
  return <textarea className="source-text" aria-label={label} value={value} onChange={(event) => onValue(event.target.value)} spellCheck={false} />;
}
