import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("src/ui/theme.css", "utf8");

function colors(theme: string): Record<string, string> {
  const block = new RegExp(`data-theme="${theme}"\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? "";
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((match) => [match[1] ?? "", match[2] ?? ""]),
  );
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2 §1.4.3. */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["bg", "bg-side", "bg-rail", "bg-raised", "bg-inset", "bg-hover", "bg-active"];

describe.each(["light", "dark", "contrast"])("theme %s", (theme) => {
  const color = colors(theme);
  const least = theme === "contrast" ? 7 : 4.5;

  it.each(["text", "text-soft", "link"])("has readable %s on every ground", (name) => {
    for (const ground of grounds)
      expect(contrast(color[name]!, color[ground]!), `${name} on ${ground}`).toBeGreaterThanOrEqual(least);
  });

  it("has readable faint text, states and code where they stand", () => {
    for (const ground of grounds) expect(contrast(color["text-faint"]!, color[ground]!)).toBeGreaterThanOrEqual(least);
    for (const [text, ground] of [
      ["good", "good-soft"],
      ["warn", "warn-soft"],
      ["bad", "bad-soft"],
      ["accent-text", "accent"],
      ["accent-text", "accent-hover"],
      ["code-key", "bg-inset"],
      ["code-string", "bg-inset"],
      ["code-number", "bg-inset"],
    ]) {
      expect(contrast(color[text!]!, color[ground!]!), `${text} on ${ground}`).toBeGreaterThanOrEqual(least);
    }
  });

  it("has edges of fields and marks that can be seen", () => {
    expect(contrast(color["border-strong"]!, color["bg-input"]!)).toBeGreaterThanOrEqual(3);
    expect(contrast(color["accent"]!, color["bg"]!)).toBeGreaterThanOrEqual(3);
  });
});
