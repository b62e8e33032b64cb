// The first ten minutes of a new installation, in a real browser: set up, make an agent, get an answer, come back.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { base, openBrowser, picture, setTheme, setupToken } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const owner = { email: "ada@example.org", password: "correct horse battery staple" };
let browser;
let page;
let complaints;

let broken = false;

/** One part of the story; what comes after a part that failed is not tried. */
function part(name, run) {
  test(name, async (context) => {
    if (broken) return context.skip("an earlier part of the story failed");
    broken = true;
    await run();
    broken = false;
  });
}

/** Accessibility faults of the page in one theme, colours included. */
async function faultsIn(theme) {
  await setTheme(page, theme);
  const { violations } = await page.evaluate(() => window.axe.run(document, { rules: { region: { enabled: false } } }));
  return violations.map(({ id, nodes }) => {
    const where = nodes.map((node) => `${node.html} (${node.any[0]?.message})`);
    return `${theme} ${id}: ${where.join(" | ")}`;
  });
}

/** Accessibility faults of what is on the screen, in every theme. */
async function faults() {
  const found = [];
  await page.evaluate(axe);
  for (const theme of ["light", "dark", "contrast"]) {
    const first = await faultsIn(theme);
    // Colours may be read while the page is still being painted anew; a fault that is one is there a moment later too.
    if (first.length > 0) await page.waitForTimeout(500);
    found.push(...(first.length > 0 ? await faultsIn(theme) : []));
  }
  await setTheme(page, "light");
  return found;
}

before(async () => {
  assert.ok(base && setupToken, "CHARTER_URL and CHARTER_SETUP_TOKEN must say which server to test");
  ({ browser, page, complaints } = await openBrowser());
});
after(() => browser?.close());

part("set-up takes the token from the link and opens the workbench", async () => {
  await page.goto(`${base}/setup#token=${encodeURIComponent(setupToken)}`);
  await page.getByRole("heading", { name: "Set up Charter" }).waitFor();
  assert.equal(new URL(page.url()).hash, "");
  assert.equal(await page.getByLabel("Setup token").inputValue(), setupToken);
  assert.deepEqual(await faults(), []);
  await page.getByLabel("Organisation").fill("Acme");
  await page.getByLabel("Email").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await picture(page, "01-set-up");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("heading", { name: "Welcome to Acme" }).waitFor();
  assert.equal(new URL(page.url()).pathname, "/");
  await page.getByText("Healthy").waitFor();
  assert.deepEqual(await faults(), []);
  await picture(page, "02-welcome");
});

part("signing in again leads to the page that was asked for", async () => {
  await page.getByRole("button", { name: "Account and theme" }).click();
  await page.getByRole("menuitem", { name: "Sign Out" }).click();
  await page.getByLabel("Password").waitFor();
  await page.goto(`${base}/agents`);
  await page.getByLabel("Email").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "No agents yet" }).waitFor();
});

part("an agent is made from a template with checks while typing", async () => {
  await page.getByRole("button", { name: "Make your first agent" }).click();
  await page.getByRole("radio", { name: /^Chatbot/ }).click();
  await page.getByLabel("Name").fill("Helpdesk");
  await page.getByLabel("Subject").fill("x");
  await page.getByLabel("Subject").fill("");
  await page.getByLabel("Subject").blur();
  await page.locator('[aria-invalid="true"]').first().waitFor();
  await page.getByLabel("Subject").fill("opening hours of the shop");
  await page.getByText("What this makes").waitFor();
  await page
    .locator(".preview")
    .getByText(/opening hours/)
    .first()
    .waitFor();
  assert.deepEqual(await faults(), []);
  await picture(page, "03-new-agent");
  await page.getByRole("button", { name: "Create and talk to it" }).click();
  await page.getByLabel("Message to Helpdesk").waitFor();
});

part("the answer is streamed, with its steps, and is there after a reload", async () => {
  await page.getByLabel("Message to Helpdesk").fill("What is the capital of France? Answer in one sentence.");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^1 Model:/ }).waitFor();
  const answer = page.locator(".turn-answer");
  await answer.first().waitFor({ timeout: 120_000 });
  await picture(page, "04-streaming");
  await page.getByRole("link", { name: "Open run" }).waitFor({ timeout: 120_000 });
  const text = (await answer.innerText()).trim();
  assert.notEqual(text, "");
  await page.getByRole("button", { name: /^\d+ step/ }).click();
  await page.getByRole("button", { name: /^1 Model:/ }).waitFor();
  assert.deepEqual(await faults(), []);
  await picture(page, "05-answer");

  await page.reload();
  await page.getByRole("link", { name: "Open run" }).waitFor();
  assert.equal((await page.locator(".turn-answer").innerText()).trim(), text);
  await page.getByRole("navigation", { name: "Conversations" }).getByRole("link").first().waitFor();
});

part("the run shows each step with what went in and what came out", async () => {
  await page.getByRole("link", { name: "Open run" }).click();
  await page.getByRole("heading", { name: "Run of Helpdesk" }).waitFor();
  await page.getByRole("button", { name: /^1 Model:/ }).click();
  await page.getByRole("group", { name: "Input" }).waitFor();
  assert.match(page.url(), /step=step_/);
  assert.deepEqual(await faults(), []);
  await picture(page, "06-run");
  await page.getByRole("tab", { name: "State" }).click();
  await page.getByRole("group", { name: "State of the run" }).waitFor();
});

part("the definition opens in Monaco under the content policy, and a draft is published", async () => {
  await page.goto(`${base}/agents/helpdesk/edit?view=source`);
  await page.locator(".view-line").first().waitFor();
  const [first, second] = await page
    .locator(".view-line")
    .evaluateAll((lines) => lines.slice(0, 2).map((line) => line.getBoundingClientRect().top));
  assert.notEqual(first, second, "the lines must stand below each other");
  await picture(page, "07-source");
  await page.getByRole("tab", { name: "Form" }).click();
  await page.getByLabel("Instructions").fill("Answer in one short sentence.");
  await page.getByRole("button", { name: "Publish" }).and(page.locator(':not([aria-disabled="true"])')).click();
  await page.getByText("v2 published").waitFor();
  await page.getByRole("tab", { name: "Versions (2)" }).click();
  await page.getByRole("table", { name: /Differences/ }).waitFor();
  assert.deepEqual(await faults(), []);
  await picture(page, "08-versions");
});

part("the other pages open, in every theme", async () => {
  for (const [name, path, heading] of [
    ["09-agents", "/agents", "Agents"],
    ["10-runs", "/runs", "Runs"],
    ["11-models", "/settings/models", "Model providers"],
    ["12-routes", "/settings/routes", "Model routes"],
    ["13-keys", "/settings/api-keys", "API keys"],
    ["14-members", "/settings/members", "Members"],
    ["15-shortcuts", "/shortcuts", "Keyboard shortcuts"],
    ["16-settings", "/settings", "Settings"],
    ["17-account", "/account/security", "Your account"],
  ]) {
    await page.goto(base + path);
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await page.waitForLoadState("networkidle").catch(() => undefined);
    assert.deepEqual(await faults(), [], path);
    await picture(page, name);
  }
});

part("everything is reached by keyboard: palette, quick open, panels", async () => {
  await page.goto(`${base}/`);
  await page.getByRole("heading", { name: "Welcome to Acme" }).waitFor();
  await page.keyboard.press("F1");
  await page.getByRole("combobox", { name: "Command palette" }).fill("show runs");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Runs" }).waitFor();
  await page.keyboard.press("Control+P");
  await page
    .getByRole("listbox")
    .getByRole("option", { name: /Helpdesk/ })
    .first()
    .waitFor();
  await page.getByRole("combobox", { name: "Quick open" }).fill("helpdesk chat");
  await page.keyboard.press("Enter");
  await page.getByLabel("Message to Helpdesk").waitFor();
  await page.keyboard.press("Control+J");
  await page.getByRole("tab", { name: "Output" }).waitFor();
});

part("a passkey is made, and signs in without a password", async () => {
  // Browsers bind passkeys to a name: on loopback it is localhost, with cookies of its own.
  const named = base.replace("127.0.0.1", "localhost");
  const authenticator = await page.context().newCDPSession(page);
  await authenticator.send("WebAuthn.enable");
  await authenticator.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto(`${named}/account/security`);
  await page.getByLabel("Email").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByLabel("Name").fill("Laptop");
  await page.getByLabel("Your password").fill(owner.password);
  await page.getByRole("button", { name: "Add passkey" }).click();
  await page.getByRole("dialog", { name: "Keep your recovery codes" }).waitFor();
  assert.deepEqual(await faults(), []);
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.getByRole("table", { name: "Passkeys" }).getByText("Laptop").waitFor();
  await page.getByRole("button", { name: "Account and theme" }).click();
  await page.getByRole("menuitem", { name: "Sign Out" }).click();
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByRole("table", { name: "Passkeys" }).getByText("Laptop").waitFor();
});

test("the page had nothing to complain about", () => {
  assert.deepEqual(complaints, []);
});
