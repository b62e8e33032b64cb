import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { expectAccessible, heading, open } from "@/test/render";

describe("model providers", () => {
  it("offers what was found and uses it with one click", async () => {
    const { user, api } = open("/settings/models");
    await user.click(await screen.findByRole("button", { name: "Use Ollama" }));
    await screen.findByText("ollama/llama3.2");
    expect(api.providers).toHaveLength(1);
    expect(screen.getByText("demo model")).toBeInTheDocument();
    await expectAccessible();
  });

  it("takes a key, shows a refusal at the field, and never shows the key again", async () => {
    const { user, api } = open("/settings/models");
    await heading("Model providers");
    await user.click(screen.getByRole("button", { name: "Add a provider" }));
    const dialog = screen.getByRole("dialog");
    await user.type(within(dialog).getByLabelText("API key"), "wrong");
    await user.click(within(dialog).getByRole("button", { name: "Add and check" }));
    await waitFor(() =>
      expect(within(dialog).getByLabelText("API key")).toHaveAccessibleDescription(
        expect.stringContaining("refused this key"),
      ),
    );
    await user.clear(within(dialog).getByLabelText("API key"));
    await user.type(within(dialog).getByLabelText("API key"), "sk-right");
    await user.click(within(dialog).getByRole("button", { name: "Add and check" }));
    await screen.findByText(/key …x1y2/);
    expect(api.providers[0]?.name).toBe("OpenAI");
    expect(document.body).not.toHaveTextContent("sk-right");
  });

  it("gets a model for Ollama with its progress", async () => {
    const { user } = open("/settings/models");
    await user.click(await screen.findByRole("button", { name: "Use Ollama" }));
    await user.click(await screen.findByRole("button", { name: "Get a model" }));
    await user.type(screen.getByLabelText("Model"), "llama3.2");
    await user.click(screen.getByRole("button", { name: "Get it" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  });
});

describe("model routes", () => {
  it("are ordered, changed and made; default stays", async () => {
    const { user, api } = open("/settings/routes");
    await heading("Model routes");
    expect(await screen.findByRole("button", { name: "Remove route default" })).toHaveAccessibleDescription(
      "The default route always exists.",
    );
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "New route" }));
    await user.type(screen.getByLabelText("Name"), "cheap");
    await user.selectOptions(screen.getByLabelText("Add a model"), "demo/smollm2-135m-instruct");
    await user.click(screen.getByRole("button", { name: "Save route" }));
    await screen.findByText("cheap");
    expect(api.modelRoutes[1]?.targets).toEqual([{ model: "demo/smollm2-135m-instruct", weight: 1 }]);
  });
});
