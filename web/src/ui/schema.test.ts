import { describe, expect, it } from "vitest";
import { definitionSchema } from "@/test/mockData";
import { propertyCompletions, schemaAt, valueCompletions, yamlPath } from "./code/completion";
import { defaultsOf, labelOf, resolveSchema, schemaProblems } from "./schema";

describe("checks while typing", () => {
  const schema = {
    type: "object",
    required: ["subject"],
    properties: {
      subject: { type: "string", minLength: 3, maxLength: 5 },
      tone: { enum: ["friendly", "formal"], default: "friendly" },
      turns: { type: "integer", minimum: 0, maximum: 9 },
      words: { type: "array", items: { type: "string", minLength: 1 }, minItems: 2 },
    },
  };
  it.each([
    [{}, ["/subject"]],
    [{ subject: "" }, ["/subject"]],
    [{ subject: "ab" }, ["/subject"]],
    [{ subject: "abcdef" }, ["/subject"]],
    [{ subject: "abcd" }, []],
    [{ subject: "abcd", tone: "loud" }, ["/tone"]],
    [{ subject: "abcd", turns: 1.5 }, ["/turns"]],
    [{ subject: "abcd", turns: 10 }, ["/turns"]],
    [{ subject: "abcd", words: ["a"] }, ["/words"]],
    [{ subject: "abcd", words: ["a", ""] }, ["/words/1"]],
  ])("%j has problems at %j", (value, paths) => {
    expect(schemaProblems(schema, value).map((problem) => problem.path)).toEqual(paths);
  });

  it("follow references and accept null where the schema does", () => {
    expect(
      schemaProblems(definitionSchema, { instructions: "x", output_schema: null, parameters: { temperature: null } }),
    ).toEqual([]);
    expect(schemaProblems(definitionSchema, { instructions: "x", parameters: { temperature: 3 } })[0]?.path).toBe(
      "/parameters/temperature",
    );
    expect(resolveSchema({ $ref: "#/$defs/AgentMemory" }, definitionSchema).properties).toHaveProperty("history_turns");
  });

  it("fill in defaults and names", () => {
    expect(defaultsOf(schema)).toEqual({ tone: "friendly" });
    expect(labelOf("max_tokens", {})).toBe("Max tokens");
    expect(labelOf("x", { title: "How long" })).toBe("How long");
  });
});

describe("completion of a definition", () => {
  const lines = [
    "instructions: hi",
    "parameters:",
    "  temperature: 1",
    "  ",
    "tools:",
    "  - name: clock",
    "limits:",
    "  to",
  ];

  it("knows where in the text it is", () => {
    expect(yamlPath(lines, 0, 0)).toEqual([]);
    expect(yamlPath(lines, 3, 2)).toEqual(["parameters"]);
    expect(yamlPath(lines, 5, 5)).toEqual(["tools", "*"]);
    expect(yamlPath(lines, 7, 4)).toEqual(["limits"]);
    expect(yamlPath([...lines, ""], 8, 0)).toEqual([]);
  });

  it("offers the fields of that place that are not there yet", () => {
    const here = schemaAt(definitionSchema, ["parameters"])!;
    const labels = propertyCompletions(here, definitionSchema, new Set(["temperature"]), "yaml").map(
      (one) => one.label,
    );
    expect(labels).toEqual(["top_p", "max_tokens", "stop", "seed"]);
    expect(schemaAt(definitionSchema, ["nowhere"])).toBeNull();
  });

  it("writes defaults, nested fields and lists ready to go on", () => {
    const offered = propertyCompletions(definitionSchema, definitionSchema, new Set(), "yaml");
    const insert = (label: string) => offered.find((one) => one.label === label)?.insert;
    expect(insert("model")).toBe("model: default");
    expect(insert("limits")).toBe("limits:\n  ");
    expect(insert("tools")).toBe("tools:\n  - ");
    expect(valueCompletions({ enum: ["a b", "c:d"] }, "yaml").map((one) => one.insert)).toEqual(["a b", '"c:d"']);
    expect(valueCompletions({ type: "boolean" }, "json").map((one) => one.insert)).toEqual(["true", "false"]);
  });
});
