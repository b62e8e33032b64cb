import { isMap, isScalar, isSeq, parseDocument, type Node } from "yaml";
import type { Json, JsonSchema } from "@/api/json";
import { resolveSchema, typeOf } from "../schema";

export interface Completion {
  label: string;
  insert: string;
  detail: string;
  documentation: string;
  kind: "property" | "value";
}

/** The schema at the end of a path of keys; array positions are written as `*`. */
export function schemaAt(root: JsonSchema, path: readonly string[]): JsonSchema | null {
  let schema: JsonSchema | null = resolveSchema(root, root);
  for (const key of path) {
    const next: JsonSchema | undefined = key === "*" ? schema.items : schema.properties?.[key];
    if (!next) return null;
    schema = resolveSchema(next, root);
  }
  return schema;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The keys around a line of YAML, judged by indentation, which works while the text is not valid yet. */
export function yamlPath(lines: readonly string[], at: number, column: number): string[] {
  const path: string[] = [];
  const here = lines[at] ?? "";
  /** What lies around starts further to the left than this. */
  let limit = here.trim() === "" ? column : indentOf(here);
  /** The dashes of a list may stand right below its key. */
  let inList = false;
  if (/^\s*-\s/.test(here) && column > limit + 1) {
    path.unshift("*");
    inList = true;
  }
  for (let index = at - 1; index >= 0; index--) {
    const line = lines[index] ?? "";
    if (line.trim() === "" || line.trim().startsWith("#")) continue;
    const own = indentOf(line);
    if (/^\s*-(\s|$)/.test(line)) {
      if (own >= limit) continue;
      path.unshift("*");
      limit = own;
      inList = true;
      continue;
    }
    const key = /^\s*"?([\w-]+)"?\s*:/.exec(line)?.[1];
    if (key && (own < limit || (inList && own === limit))) {
      path.unshift(key);
      limit = own;
      inList = false;
    }
  }
  return path;
}

/** The keys around an offset of JSON. The text may end anywhere; what is open there is closed for reading. */
export function jsonPath(text: string, offset: number): string[] {
  const document = parseDocument(text, { strict: false });
  const path: string[] = [];
  let node: Node | null = document.contents;
  while (node) {
    let next: Node | null = null;
    if (isMap(node)) {
      for (const pair of node.items) {
        const value = pair.value as Node | null;
        if (
          isScalar(pair.key) &&
          value?.range &&
          value.range[0] <= offset &&
          offset <= value.range[1] &&
          (isMap(value) || isSeq(value))
        ) {
          path.push(String(pair.key.value));
          next = value;
        }
      }
    } else if (isSeq(node)) {
      for (const item of node.items as Node[]) {
        if (item.range && item.range[0] <= offset && offset <= item.range[1] && isMap(item)) {
          path.push("*");
          next = item;
        }
      }
    }
    node = next;
  }
  return path;
}

function literal(value: Json, language: "yaml" | "json"): string {
  return language === "json"
    ? JSON.stringify(value)
    : typeof value === "string" && /^[\w./ -]+$/.test(value)
      ? value
      : JSON.stringify(value);
}

/** What may be written here: the fields that are not there yet. */
export function propertyCompletions(
  schema: JsonSchema,
  root: JsonSchema,
  present: ReadonlySet<string>,
  language: "yaml" | "json",
): Completion[] {
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => !present.has(name))
    .map(([name, raw]) => {
      const property = resolveSchema(raw, root);
      const type = typeOf(property);
      const value = property.default === undefined ? "" : literal(property.default, language);
      const insert =
        language === "json"
          ? `"${name}": ${value}`
          : type === "object" && property.properties
            ? `${name}:\n  `
            : type === "array"
              ? `${name}:\n  - `
              : `${name}: ${type === "array" ? "" : value}`;
      const detail = (schema.required ?? []).includes(name) ? `${type}, needed` : type;
      return { label: name, insert, detail, documentation: property.description ?? "", kind: "property" as const };
    });
}

/** The values a field may have, where the schema lists them. */
export function valueCompletions(schema: JsonSchema, language: "yaml" | "json"): Completion[] {
  const values: Json[] = [
    ...(schema.enum ?? []),
    ...(typeOf(schema) === "boolean" ? [true, false] : []),
    ...(schema.examples ?? []),
    ...(schema.default === undefined ? [] : [schema.default]),
  ];
  const seen = new Set<string>();
  return values.flatMap((value) => {
    const insert = literal(value, language);
    if (seen.has(insert) || (value !== null && typeof value === "object")) return [];
    seen.add(insert);
    return [{ label: String(value), insert, detail: "value", documentation: "", kind: "value" as const }];
  });
}
