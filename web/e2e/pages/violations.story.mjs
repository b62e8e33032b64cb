import { base } from "../browser.mjs";
import { EVERY_THEME, expectAccessible, story } from "./workbench.mjs";

story("a violation is found, judged, and made an exception", "/violations", async (page) => {
  await page
    .getByRole("row", { name: /prompt injection/ })
    .first()
    .getByRole("link")
    .click();
  await page.getByRole("group", { name: "Evidence" }).waitFor();
  await expectAccessible(page, EVERY_THEME);
  await page.getByLabel("Note").fill("A quote out of a book.");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "False positive: let it pass" }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("A quote.");
  await page.getByRole("button", { name: "Make the exception" }).click();
  await page.locator(".badge", { hasText: "false positive" }).waitFor();
  await page.goto(`${base}/violations?state=false_positive`);
  await page.getByRole("table", { name: "Violations" }).waitFor();
  await expectAccessible(page);
  await page.goto(`${base}/guardrail-exceptions`);
  await page.getByRole("table", { name: "Exceptions" }).getByText("A quote.").waitFor();
});
