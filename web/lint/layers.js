import path from "node:path";

/** Highest first: a file imports only from its own layer or from one further down. */
const LAYERS = ["app", "shell", "features", "canvas", "ui", "api"];
/** Tests and the mock API may reach anything. */
const FREE = new Set(["test"]);

function place(file) {
  const match = /(?:^|\/)src\/(.+)$/.exec(file.replaceAll("\\", "/"));
  if (!match) return null;
  const [layer, ...rest] = match[1].split("/");
  return { layer, feature: layer === "features" ? rest[0] : null };
}

function resolveImport(source, file) {
  if (source.startsWith("@/")) return `/src/${source.slice(2)}`;
  if (source.startsWith(".")) return path.posix.join(path.posix.dirname(file.replaceAll("\\", "/")), source);
  return null;
}

/** The walls of the front end: app → shell → features → canvas → ui → api, and features do not import each other. */
export const layers = {
  meta: {
    type: "problem",
    docs: { description: "imports go down the layers only, and features do not import each other" },
    messages: {
      upwards: "'{{from}}' may not import from '{{to}}': imports go app → shell → features → canvas → ui → api.",
      sideways:
        "Feature '{{from}}' may not import feature '{{to}}': link by page id, or move the shared part to ui or api.",
      unknown: "'{{layer}}' has no place in the layers; give it one in lint/layers.js.",
    },
    schema: [],
  },
  create(context) {
    const here = place(context.filename);
    if (!here || FREE.has(here.layer) || /\.test\.tsx?$/.test(context.filename)) return {};
    const check = (node, source) => {
      const target = typeof source === "string" ? resolveImport(source, context.filename) : null;
      const there = target && place(target);
      if (!there) return;
      const from = LAYERS.indexOf(here.layer);
      const to = LAYERS.indexOf(there.layer);
      if (from < 0 || to < 0) {
        context.report({ node, messageId: "unknown", data: { layer: from < 0 ? here.layer : there.layer } });
      } else if (to < from) {
        context.report({ node, messageId: "upwards", data: { from: here.layer, to: there.layer } });
      } else if (here.feature && there.feature && here.feature !== there.feature) {
        context.report({ node, messageId: "sideways", data: { from: here.feature, to: there.feature } });
      }
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => node.source && check(node, node.source.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ImportExpression: (node) => check(node, node.source.value),
    };
  },
};
