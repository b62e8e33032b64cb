// Serves the built workbench with the mock API behind it, under the same Content-Security-Policy as the real server.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = path.join(root, "dist");
const port = Number(process.env.PORT ?? 4173);
const { module } = await runnerImport(path.join(root, "src/test/mockApi.ts"), {
  root,
  resolve: { alias: { "@": path.join(root, "src") } },
});
const api = new module.MockApi({ paceMs: Number(process.env.PACE_MS ?? 40), ready: process.env.READY === "1" });

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
};
const csp =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; worker-src 'self' blob:; " +
  "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

async function answer(request, response) {
  const url = new URL(request.url, "http://mock");
  if (url.pathname === "/mock") {
    Object.assign(api, Object.fromEntries([...url.searchParams].map(([name, value]) => [name, JSON.parse(value)])));
    return response.end("ok");
  }
  if (url.pathname.startsWith("/v1")) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const aborter = new AbortController();
    response.on("close", () => aborter.abort());
    const init = { method: request.method, headers: request.headers, signal: aborter.signal };
    if (chunks.length > 0) init.body = Buffer.concat(chunks).toString();
    const result = await api.fetch(request.url, init);
    response.writeHead(result.status, Object.fromEntries(result.headers));
    if (!result.body) return response.end();
    return Readable.fromWeb(result.body)
      .on("error", () => response.end())
      .pipe(response);
  }
  const file = path.join(dist, url.pathname);
  const found =
    file.startsWith(dist) && existsSync(file) && statSync(file).isFile() ? file : path.join(dist, "index.html");
  response.writeHead(200, {
    "content-type": types[path.extname(found)] ?? "application/octet-stream",
    "content-security-policy": csp,
  });
  createReadStream(found).pipe(response);
}

createServer((request, response) => {
  answer(request, response).catch((error) => {
    response.writeHead(500);
    response.end(String(error));
  });
}).listen(port, "127.0.0.1", () => process.stdout.write(`ready http://127.0.0.1:${port}\n`));
