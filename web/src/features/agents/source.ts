import { isMap, isNode, isScalar, isSeq, parseDocument, stringify, type Node } from "yaml";
import type { Json, JsonObject } from "@/api/json";

export type Format = "yaml" | "json";

/** The definition as text. Empty and null fields are left out of YAML: they mean the default and only make noise. */
export function toText(definition: JsonObject, format: Format): string {
  if (format === "json") return `${JSON.stringify(definition, null, 2)}\n`;
  return stringify(definition, { lineWidth: 100, blockQuote: "literal", nullStr: "null" });
}

export interface Parsed {
  definition: JsonObject | null;
  /** Syntax errors with their 1-based line. */
  errors: { message: string; line: number }[];
}

/** Reads a definition from YAML or JSON (which is YAML too). */
export function parseText(text: string): Parsed {
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
  const errors = document.errors.map((error) => ({
    message: error.message.replace(/ at line [\s\S]*$/, ""),
    line: error.linePos?.[0].line ?? 1,
  }));
  if (errors.length > 0) return { definition: null, errors };
  let value: Json;
  try {
    value = document.toJS({ maxAliasCount: 20 }) as Json;
  } catch (error) {
    return { definition: null, errors: [{ message: error instanceof Error ? error.message : String(error), line: 1 }] };
  }
  if (value === null || typeof value !== "object" || Array.isArray(value))
    return { definition: null, errors: [{ message: "A definition is a set of fields.", line: 1 }] };
  return { definition: value, errors: [] };
}

function childOf(node: Node, key: string): Node | null {
  if (isMap(node)) {
    const pair = node.items.find((one) => isScalar(one.key) && String(one.key.value) === key);
    return isNode(pair?.value) ? pair.value : isNode(pair?.key) ? pair.key : null;
  }
  if (isSeq(node)) {
    const item = node.items[Number(key)];
    return isNode(item) ? item : null;
  }
  return null;
}

/** Where a JSON Pointer points to in the text, as offsets; the nearest part that is there if it is not. */
export function rangeOf(text: string, path: string): [number, number] {
  const document = parseDocument(text);
  let node: Node | null = document.contents;
  let range: [number, number] = [0, text.indexOf("\n") < 0 ? text.length : text.indexOf("\n")];
  for (const part of path.split("/").slice(1)) {
    node = node && childOf(node, part.replace(/~1/g, "/").replace(/~0/g, "~"));
    if (!node) break;
    if (node.range) range = [node.range[0], node.range[1]];
  }
  return range;
}
