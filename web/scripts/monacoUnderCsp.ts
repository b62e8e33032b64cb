import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const STYLE_SHEETS = fileURLToPath(new URL("../src/ui/code/adoptedStyles.ts", import.meta.url));
const APPLY = fileURLToPath(new URL("../src/ui/code/applyStyles.ts", import.meta.url));
const MONACO = /\/monaco-editor\/esm\/vs\//;

/** Places in which Monaco turns text into elements; each must be followed by the styles of those elements. */
const INSERTIONS: [file: RegExp, before: string, after: string][] = [
  [/editor\/browser\/view\/viewLayer\.js$/, "this._domNode.innerHTML = newLinesHTML;", "applyStyles(this._domNode);"],
  [
    /editor\/browser\/view\/viewLayer\.js$/,
    "lastChild.insertAdjacentHTML('afterend', newLinesHTML);",
    "applyStyles(this._domNode);",
  ],
  [/editor\/browser\/view\/viewLayer\.js$/, "hugeDomNode.innerHTML = invalidLinesHTML;", "applyStyles(hugeDomNode);"],
  [
    /editor\/browser\/view\/domLineBreaksComputer\.js$/,
    "containerDomNode.innerHTML = trustedhtml;",
    "applyStyles(containerDomNode);",
  ],
];

/**
 * Makes Monaco work under `style-src 'self'`. Monaco writes `<style>` elements and `style="…"` inside HTML text, both of
 * which that policy forbids; style sheets made by script and styles set on an element by script are allowed. So its
 * style sheet module is exchanged for one of ours, and inline styles become data attributes that are applied right
 * after the elements exist. The build fails when a new Monaco no longer has the places this changes.
 */
export function monacoUnderCsp(): Plugin {
  return {
    name: "charter:monaco-under-csp",
    apply: "build",
    enforce: "pre",
    resolveId(source, importer) {
      return importer && MONACO.test(importer) && /\/domStylesheets\.js$/.test(source) ? STYLE_SHEETS : null;
    },
    load(id) {
      const file = id.split("?", 1)[0] ?? id;
      if (!MONACO.test(file) || !file.endsWith(".js")) return null;
      let code = readFileSync(file, "utf8");
      const wanted = INSERTIONS.filter(([pattern]) => pattern.test(file));
      if (wanted.length === 0 && !/\/editor\/.*style="/s.test(file + code)) return null;
      // The lookbehind keeps attributes whose name only ends like this.
      code = code.replace(/(?<![-\w])style="/g, 'data-style="');
      for (const [, before, after] of wanted) {
        if (!code.includes(before)) this.error(`Monaco changed: ${file} has no «${before}»`);
        code = code.replace(before, `${before}\n${after}`);
      }
      return wanted.length > 0 ? `import { applyStyles } from ${JSON.stringify(APPLY)};\n${code}` : code;
    },
  };
}
