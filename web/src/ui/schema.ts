import type { FieldProblem } from "@/api/errors";
import { textOfJson, type Json, type JsonObject, type JsonSchema } from "@/api/json";

/** Follows `$ref` within the document and takes the branch that is not null out of `anyOf`. */
export function resolveSchema(schema: JsonSchema, root: JsonSchema): JsonSchema {
  if (schema.$ref) {
    const name = /^#\/\$defs\/(.+)$/.exec(schema.$ref)?.[1];
    const target = name ? root.$defs?.[name] : undefined;
    return target
      ? { ...resolveSchema(target, root), ...(schema.description ? { description: schema.description } : {}) }
      : {};
  }
  const branches = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  const real = branches?.filter((branch) => branch.type !== "null");
  const [only] = real ?? [];
  if (real?.length === 1 && only) {
    const { anyOf: _any, oneOf: _one, allOf: _all, ...rest } = schema;
    return { ...resolveSchema(only, root), ...rest };
  }
  return schema;
}

export function typeOf(schema: JsonSchema): string {
  if (Array.isArray(schema.type)) return schema.type.find((type) => type !== "null") ?? "string";
  if (schema.type) return schema.type;
  if (schema.enum) return "string";
  return schema.properties ? "object" : "any";
}

export function isNullable(schema: JsonSchema): boolean {
  return (
    (schema.anyOf ?? schema.oneOf ?? []).some((branch) => branch.type === "null") ||
    (Array.isArray(schema.type) && schema.type.includes("null"))
  );
}

/** A value with every default of the schema filled in. */
export function defaultsOf(schema: JsonSchema, root = schema): JsonObject {
  const values: JsonObject = {};
  for (const [name, raw] of Object.entries(schema.properties ?? {})) {
    const property = resolveSchema(raw, root);
    if (property.default !== undefined) values[name] = property.default;
    else if (typeOf(property) === "object" && property.properties) values[name] = defaultsOf(property, root);
  }
  return values;
}

/** A name like `max_tokens` as people read it. */
export function labelOf(name: string, schema: JsonSchema): string {
  if (schema.title && schema.title.toLowerCase().replace(/\s+/g, "_") !== name.toLowerCase()) return schema.title;
  const words = name.replace(/_/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function escape(name: string): string {
  return name.replace(/~/g, "~0").replace(/\//g, "~1");
}

export function pointer(parent: string, name: string | number): string {
  return `${parent}/${escape(String(name))}`;
}

function textProblem(value: string, schema: JsonSchema): string | null {
  if (schema.minLength !== undefined && value.trim().length < schema.minLength) {
    return schema.minLength === 1 ? "This cannot be empty." : `Write at least ${schema.minLength} characters.`;
  }
  if (schema.maxLength !== undefined && value.length > schema.maxLength)
    return `Keep it within ${schema.maxLength} characters; it has ${value.length}.`;
  if (schema.pattern && !new RegExp(schema.pattern, "u").test(value)) {
    const example = schema.examples?.[0];
    return `This does not have the form that is asked for${typeof example === "string" ? `, like “${example}”` : ""}.`;
  }
  return null;
}

function numberProblem(value: number, schema: JsonSchema): string | null {
  if (schema.minimum !== undefined && value < schema.minimum) return `Use ${schema.minimum} or more.`;
  if (schema.maximum !== undefined && value > schema.maximum) return `Use ${schema.maximum} or less.`;
  if (typeOf(schema) === "integer" && !Number.isInteger(value)) return "Use a whole number.";
  return null;
}

/**
 * What is wrong with a value before the server is asked: the checks that forms need while somebody types. The
 * server's answer stays the last word.
 */
export function schemaProblems(schema: JsonSchema, value: Json | undefined, root = schema, path = ""): FieldProblem[] {
  const own = resolveSchema(schema, root);
  if (value === undefined || value === null) return [];
  const one = (message: string | null): FieldProblem[] => (message ? [{ path, message }] : []);
  if (own.enum && !own.enum.includes(value)) return one(`Choose one of: ${own.enum.map(textOfJson).join(", ")}.`);
  if (typeof value === "string") return one(textProblem(value, own));
  if (typeof value === "number") return one(numberProblem(value, own));
  if (Array.isArray(value)) {
    const size =
      own.minItems !== undefined && value.length < own.minItems
        ? `Give at least ${own.minItems}.`
        : own.maxItems !== undefined && value.length > own.maxItems
          ? `Give at most ${own.maxItems}.`
          : null;
    return [
      ...one(size),
      ...value.flatMap((item, index) => (own.items ? schemaProblems(own.items, item, root, pointer(path, index)) : [])),
    ];
  }
  if (typeof value === "object") {
    const missing = (own.required ?? [])
      .filter((name) => value[name] === undefined || value[name] === "")
      .map((name) => ({ path: pointer(path, name), message: "This is needed." }));
    const inner = Object.entries(own.properties ?? {}).flatMap(([name, property]) =>
      schemaProblems(property, value[name], root, pointer(path, name)),
    );
    const seen = new Set(missing.map((problem) => problem.path));
    return [...missing, ...inner.filter((problem) => !seen.has(problem.path))];
  }
  return [];
}
