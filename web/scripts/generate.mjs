// Makes the typed client of the API from the OpenAPI document: types of every operation, and its method and path.
// With --check nothing is written; the exit code is 1 when the committed files are not what the document gives.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = path.join(root, "../openapi.json");
const target = path.join(root, "src/api/generated");
const HEADER = "// Made from openapi.json by «npm run generate». Never edited by hand.\n";

const document = JSON.parse(readFileSync(source, "utf8"));
// Directories use SCIM, the workbench never does.
for (const place of Object.keys(document.paths)) if (place.startsWith("/v1/scim/")) delete document.paths[place];
const json = ts.factory.createTypeReferenceNode("Json");
const types = await openapiTS(document, {
  // A field with a default may be left out of a request.
  defaultNonNullable: false,
  // The document describes free JSON as a schema without any rule, which would become `unknown`.
  transform: (_, { path: place }) => (place?.endsWith("/schemas/JsonValue") ? json : undefined),
});

const routes = Object.entries(document.paths).flatMap(([template, methods]) =>
  Object.entries(methods).map(([method, { operationId }]) => [operationId, method.toUpperCase(), template]),
);
routes.sort(([a], [b]) => (a < b ? -1 : 1));
const lines = routes.map((route) => `  ${route[0]}: ["${route[1]}", "${route[2]}"],`);

const files = {
  "schema.ts": `${HEADER}import type { Json } from "../json";\n\n${astToString(types)}`,
  "routes.ts": `${HEADER}export const routes = {\n${lines.join("\n")}\n} as const;\n`,
};
const stale = Object.keys(files).filter((name) => {
  const file = path.join(target, name);
  return !existsSync(file) || readFileSync(file, "utf8") !== files[name];
});
if (process.argv.includes("--check")) {
  if (stale.length > 0) {
    process.stderr.write(`Not what openapi.json gives: ${stale.join(", ")}. Run «npm run generate» and commit.\n`);
    process.exit(1);
  }
} else {
  mkdirSync(target, { recursive: true });
  for (const name of stale) writeFileSync(path.join(target, name), files[name]);
  process.stdout.write(stale.length > 0 ? `wrote ${stale.join(", ")}\n` : "nothing changed\n");
}
