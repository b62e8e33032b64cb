// Reports what a first visit loads and fails when it grows past its budget.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 190;
const dist = fileURLToPath(new URL("../dist", import.meta.url));
const page = readFileSync(path.join(dist, "index.html"), "utf8");
const first = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1]);
const size = (file) => gzipSync(readFileSync(path.join(dist, file))).length;
const firstKb = first.reduce((sum, file) => sum + size(file), 0) / 1024;
const scripts = readdirSync(path.join(dist, "assets")).filter((file) => /\.(js|css)$/.test(file));
const allKb = scripts.reduce((sum, file) => sum + size(`assets/${file}`), 0) / 1024;
process.stdout.write(
  `first load ${firstKb.toFixed(1)} kB gzip (budget ${BUDGET_KB}), everything ${allKb.toFixed(1)} kB gzip\n`,
);
if (firstKb > BUDGET_KB) {
  process.stderr.write("The first load is over its budget: load something lazily.\n");
  process.exit(1);
}
