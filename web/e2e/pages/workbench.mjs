// A signed-in workbench in a real browser, in front of an installation that the caller has set up.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { base, openBrowser, setTheme } from "../browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function faultsIn(page, theme) {
  await setTheme(page, theme);
  const { violations } = await page.evaluate(() => window.axe.run(document, { rules: { region: { enabled: false } } }));
  return violations.map(({ id, nodes }) => `${theme} ${id}: ${nodes.map((node) => node.html).join(" | ")}`);
}

export const EVERY_THEME = ["light", "dark", "contrast"];

/** Fails with what is not accessible on the screen, colours included. */
export async function expectAccessible(page, themes = ["light"]) {
  await page.evaluate(axe);
  const found = [];
  for (const theme of themes) {
    const first = await faultsIn(page, theme);
    // Colours may be read while the page is still being painted anew; a fault that is one is there a moment later too.
    if (first.length > 0) await page.waitForTimeout(500);
    found.push(...(first.length > 0 ? await faultsIn(page, theme) : []));
  }
  await setTheme(page, "light");
  assert.deepEqual(found, []);
}

let opened;

before(async () => {
  opened = await openBrowser();
  const { page } = opened;
  await page.goto(base);
  await page.getByLabel("Email").fill(process.env.CHARTER_E2E_EMAIL);
  await page.getByLabel("Password").fill(process.env.CHARTER_E2E_PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Welcome to Acme" }).waitFor();
});
after(() => opened?.browser.close());

/** One page of the workbench, told as a story; the browser must have nothing to complain about, save for `expected`. */
export function story(name, path, run, { expected = /^$/ } = {}) {
  test(name, async () => {
    const { page, complaints } = opened;
    complaints.length = 0;
    await page.goto(base + path);
    await run(page);
    assert.deepEqual(
      complaints.filter((complaint) => !expected.test(complaint)),
      [],
    );
  });
}
