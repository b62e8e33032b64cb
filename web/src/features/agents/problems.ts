import type { FieldProblem } from "@/api/errors";
import type { Json, JsonObject } from "@/api/json";
import type { DefinitionProblem } from "@/api/types";
import type { FormProblem } from "@/ui/SchemaForm";

/** A suggestion like “Did you mean `calculator`?” names the value that would be right. */
function suggestedValue(suggestion: string | null | undefined): string | null {
  return /[“"`']([^”"`']+)[”"`']/.exec(suggestion ?? "")?.[1] ?? null;
}

/** A copy of the document with the value at a JSON Pointer replaced; unchanged when there is nothing there. */
export function replaceAt(document: JsonObject, path: string, value: Json): JsonObject {
  const parts = path
    .split("/")
    .slice(1)
    .map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
  const put = (node: Json, rest: readonly string[]): Json => {
    const [head, ...tail] = rest;
    if (head === undefined) return value;
    if (Array.isArray(node)) return node.map((item, index) => (String(index) === head ? put(item, tail) : item));
    if (node !== null && typeof node === "object") return { ...node, [head]: put(node[head] ?? null, tail) };
    return node;
  };
  return put(document, parts) as JsonObject;
}

/** Gives problems a one-click fix where the suggestion names the right value. */
export function withFixes(
  problems: readonly (FieldProblem | DefinitionProblem)[],
  document: JsonObject,
  change: (next: JsonObject) => void,
): FormProblem[] {
  return problems.map((problem) => {
    const value = suggestedValue(problem.suggestion);
    if (!value) return problem;
    return {
      ...problem,
      fix: { title: `Use “${value}”`, apply: () => change(replaceAt(document, problem.path, value)) },
    };
  });
}
