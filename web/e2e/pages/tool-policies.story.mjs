import assert from "node:assert/strict";
import { EVERY_THEME, expectAccessible, story } from "./workbench.mjs";

story(
  "a policy is refused at its field, made, and tried",
  "/tool-policies",
  async (page) => {
    await page.getByRole("button", { name: "New policy" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("no large sums");
    await dialog.getByLabel("What becomes of a call that fits").selectOption("deny");
    await dialog.getByLabel("Tools").fill("calculator");
    await dialog.getByLabel("Condition").fill("arguments.amount >");
    await dialog.getByRole("button", { name: "Save policy" }).click();
    await dialog.locator('[aria-invalid="true"]').first().waitFor();
    await dialog.getByLabel("Condition").fill("arguments.amount > 100");
    await dialog.getByRole("button", { name: "Save policy" }).click();
    await page.getByRole("table", { name: "Tool policies" }).getByText("no large sums").waitFor();
    await expectAccessible(page, EVERY_THEME);

    const box = page.getByRole("region", { name: "Try a call" });
    await box.getByLabel("Tool", { exact: true }).fill("calculator");
    for (const [amount, effect] of [
      [200, "deny"],
      [20, "allow"],
    ]) {
      await box.getByLabel("Arguments").fill(JSON.stringify({ amount }));
      await box.getByRole("button", { name: "Say what would happen" }).click();
      await box.getByRole("status").getByText(effect, { exact: true }).waitFor();
    }
    assert.ok(await page.getByRole("button", { name: "Move no large sums up" }).getAttribute("aria-disabled"));
  },
  { expected: /422/ },
);
