import { base } from "../browser.mjs";
import { EVERY_THEME, expectAccessible, story } from "./workbench.mjs";

story("a policy in versions decides what becomes of a text", "/guardrails", async (page) => {
  await page.getByRole("button", { name: "New policy" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Ours");
  await page.getByLabel("In shadow at first").uncheck();
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("heading", { level: 1, name: "Ours" }).waitFor();
  await page.getByRole("button", { name: "Add a rule" }).click();
  await page.getByLabel("Detector of rule 2").selectOption("pii");
  await page.getByLabel("Action of rule 2").selectOption("redact");
  await page.getByRole("button", { name: "Save version" }).click();
  await page.getByText("v2 does not apply").waitFor();
  await page.getByRole("button", { name: "Activate" }).click();
  await page.getByText("v2 applies").waitFor();
  await page.getByLabel("Everything that has no policy of its own").check();
  await page.getByRole("button", { name: "Assign" }).click();
  await page.getByText("Assigned", { exact: true }).waitFor();
  await page.getByRole("button", { name: /^Try version 2/ }).click();
  await page.getByText(/would have met a block/).waitFor();
  await expectAccessible(page);

  await page.goto(`${base}/guardrail-check`);
  await page.getByLabel("Text", { exact: true }).fill("😀 Write to bob.miller@example.org today.");
  await page.getByRole("button", { name: "Check it" }).click();
  await page.locator("mark", { hasText: "bob.miller@example.org" }).waitFor();
  await page.getByRole("group", { name: "What may go on" }).waitFor();
  await expectAccessible(page, EVERY_THEME);

  await page.goto(`${base}/guardrail-models`);
  await page.getByRole("heading", { level: 1, name: "Classifiers" }).waitFor();
  await page.getByRole("table", { name: "Quality on held-out sources" }).waitFor();
  await expectAccessible(page);
});
