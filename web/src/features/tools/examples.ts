import type { Json, JsonObject, JsonSchema } from "@/api/json";
import { defaultsOf, resolveSchema, typeOf } from "@/ui/schema";

const EMPTY: Record<string, Json> = { string: "", integer: 0, number: 0, boolean: false, array: [], object: {} };

function valueOf(schema: JsonSchema): Json {
  return schema.examples?.[0] ?? schema.enum?.[0] ?? EMPTY[typeOf(schema)] ?? null;
}

/** Arguments to start from: what the schema gives as defaults, and a value of the right kind for what it needs. */
export function exampleOf(schema: JsonSchema): JsonObject {
  const needed = (schema.required ?? []).map((name): [string, Json] => [
    name,
    valueOf(resolveSchema(schema.properties?.[name] ?? {}, schema)),
  ]);
  return { ...Object.fromEntries(needed), ...defaultsOf(schema) };
}
