import assert from "node:assert/strict";
import { base } from "../browser.mjs";
import { EVERY_THEME, expectAccessible, story } from "./workbench.mjs";

story("a tool is written, run once, published, compared and turned off", "/tools", async (page) => {
  await page.getByRole("heading", { level: 1, name: "Tools" }).waitFor();
  await page.getByRole("row", { name: /calculator/ }).waitFor();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Write a tool" }).click();
  await page.locator(".view-line").first().waitFor();
  await page.getByLabel("Name").fill("to_fahrenheit");
  await page.getByRole("button", { name: "Dry run" }).click();
  await page.getByRole("group", { name: "Result" }).getByText("fahrenheit").waitFor();
  await expectAccessible(page, EVERY_THEME);
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByText("published v1").waitFor();

  await page.locator(".view-line").first().click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\neval(1)\n");
  await page.getByRole("tab", { name: /Findings \(/ }).click();
  await page
    .getByRole("list", { name: "Findings" })
    .getByRole("button", { name: /^Line \d+/ })
    .first()
    .waitFor();
  await page.keyboard.press("Control+S");
  await page.getByText("draft v2").waitFor();

  await page.goto(`${base}/tools/to_fahrenheit?view=versions`);
  const code = page.getByRole("group", { name: "Code, version 1 to 2" });
  assert.match(await code.innerText(), /\+ eval/);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Disable" }).click();
  await page.getByRole("button", { name: "Enable" }).waitFor();
});
