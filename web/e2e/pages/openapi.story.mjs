import { base } from "../browser.mjs";
import { EVERY_THEME, expectAccessible, story } from "./workbench.mjs";

const document = (summary) => `
openapi: 3.0.3
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example.org"}]
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
paths:
  /pets:
    get:
      operationId: listPets
      summary: ${summary}
      security: [{key: []}]
      responses: {"200": {description: Pets.}}
`;

story("operations become tools, and importing again shows what changed", "/openapi-tools", async (page) => {
  await page.getByLabel("Name of the API").fill("pets");
  await page.getByLabel("OpenAPI 3.0 or 3.1, JSON or YAML").fill(document("Lists pets."));
  await page.getByRole("button", { name: "Show its operations" }).click();
  await page.getByLabel("Take listPets").check();
  await page.getByRole("button", { name: "New credential for key" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("pets_key");
  await page.getByRole("dialog").getByLabel("Value").fill("sesame");
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.getByLabel(/^key \(/).waitFor();
  await expectAccessible(page, EVERY_THEME);
  await page.getByRole("button", { name: "Import 1 operation" }).click();
  await page.getByRole("region", { name: "What the import did" }).getByRole("link").waitFor();

  await page.goto(`${base}/openapi-tools?name=pets`);
  await page.getByLabel("OpenAPI 3.0 or 3.1, JSON or YAML").fill(document("Lists all pets."));
  await page.getByRole("button", { name: "Show its operations" }).click();
  await page.getByRole("row", { name: /changed/ }).waitFor();
});
