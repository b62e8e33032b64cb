import assert from "node:assert/strict";
import { base } from "../browser.mjs";
import { EVERY_THEME, expectAccessible, story } from "./workbench.mjs";

story("a server is connected, its tools are approved, and the gateway offers one", "/mcp-servers", async (page) => {
  await page.getByRole("button", { name: "Connect a server" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("everyday");
  await page.getByRole("dialog").getByLabel("Address").fill(process.env.CHARTER_E2E_MCP_URL);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "everyday" }).waitFor();
  await page.getByRole("listitem", { name: "shout" }).waitFor();
  await expectAccessible(page, EVERY_THEME);
  await page.getByRole("button", { name: "Approve shout" }).click();
  await page.getByRole("listitem", { name: "shout" }).getByText("approved and pinned").waitFor();
  await page.getByRole("button", { name: /Approve all that look harmless/ }).click();
  await page.getByRole("link", { name: "everyday__add" }).waitFor();

  await page.goto(`${base}/mcp-gateway`);
  await page.getByRole("button", { name: "New virtual server" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("support");
  await page.getByRole("searchbox", { name: "Find a tool to add" }).fill("everyday__add");
  await page.getByRole("button", { name: "everyday__add", exact: true }).click();
  await page.getByRole("button", { name: "Create" }).click();
  const card = page.getByRole("listitem", { name: "support" });
  await card.getByText("How a client connects").click();
  const settings = card.getByRole("group", { name: "Settings of a client for support" });
  assert.match(await settings.innerText(), /\/mcp\/support/);
  await expectAccessible(page);
});
