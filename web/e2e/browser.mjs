// A real Chromium in front of a running Charter. CHARTER_URL and CHARTER_SETUP_TOKEN say which.
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

export const base = (process.env.CHARTER_URL ?? "").replace(/\/$/, "");
export const setupToken = process.env.CHARTER_SETUP_TOKEN ?? "";
const shots = process.env.CHARTER_SCREENSHOTS ?? "test-results";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the browser with one page; everything the page complains about is gathered in `complaints`. */
export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env.CHARTER_CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
  const context = await browser.newContext({
    viewport: { width: 1360, height: 860 },
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(Number(process.env.CHARTER_E2E_TIMEOUT_MS ?? 30_000));
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    // A refused request is how the page learns that nobody is signed in.
    const expected = /401 \(Unauthorized\)|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED/.test(message.text());
    if (message.type() === "error" && !expected) complaints.push(`console: ${message.text()}`);
  });
  return { browser, context, page, complaints };
}

/** Pictures of the page in the light, the dark and the high contrast theme. */
export async function picture(page, name) {
  mkdirSync(shots, { recursive: true });
  for (const theme of ["light", "dark", "contrast"]) {
    await setTheme(page, theme);
    await page.screenshot({ path: `${shots}/${name}-${theme}.png` });
  }
  await setTheme(page, "light");
}

export async function setTheme(page, theme) {
  await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((one) => one instanceof CSSTransition)
        .map((one) => one.finished.catch(() => undefined)),
    ),
  );
  await page.waitForTimeout(120);
}
