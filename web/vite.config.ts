import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { monacoUnderCsp } from "./scripts/monacoUnderCsp.ts";

const API = process.env["CHARTER_URL"] ?? "http://127.0.0.1:8000";
const apiPaths = ["/v1", "/healthz", "/readyz", "/problems", "/openapi.json"];

export default defineConfig({
  plugins: [react(), monacoUnderCsp()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: "es2023",
    // The page is served under a CSP without data: sources, so nothing may be inlined into a data URI.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
  },
  server: { proxy: Object.fromEntries(apiPaths.map((path) => [path, { target: API }])) },
  test: {
    environment: "jsdom",
    setupFiles: ["src/test/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}", "lint/**/*.test.ts"],
    restoreMocks: true,
    css: false,
    env: { DEBUG_PRINT_LIMIT: "0" },
    testTimeout: 30_000,
    // Pages wait for their mock server: files that compete for the processor make each other late.
    fileParallelism: false,
  },
});
