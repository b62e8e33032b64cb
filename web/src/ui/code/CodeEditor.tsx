import { useEffect, useRef } from "react";
import type { JsonSchema } from "@/api/json";
import type { Diagnostic } from "../diagnostics";
import { jsonPath, propertyCompletions, schemaAt, valueCompletions, yamlPath, type Completion } from "./completion";
import { applyEditorTheme, monaco } from "./monaco";
import "./code.css";

interface Props {
  label: string;
  language: "yaml" | "json" | "python";
  value: string;
  /** What YAML or JSON may say here; completion comes from it. */
  schema?: JsonSchema;
  problems: readonly Diagnostic[];
  /** Where in the text a problem is, as offsets. */
  rangeOf: (text: string, problem: Diagnostic) => [number, number];
  onValue: (value: string) => void;
  /** Where the cursor is to go; another `turn` goes there again. */
  target?: { line: number; column: number; turn: number } | null;
}

type Model = monaco.editor.ITextModel;

/** Which schema belongs to which text: completion providers are one for all editors. */
const schemas = new WeakMap<Model, { schema: JsonSchema; language: "yaml" | "json" }>();

function presentKeys(
  model: Model,
  line: number,
  path: readonly string[],
  language: "yaml" | "json",
): ReadonlySet<string> {
  const lines = model.getLinesContent();
  if (language === "json") {
    return new Set(
      [...model.getValue().matchAll(/"([\w-]+)"\s*:/g)].flatMap((match) =>
        match[1] && jsonPath(model.getValue(), match.index).join() === path.join() ? [match[1]] : [],
      ),
    );
  }
  return new Set(
    lines.flatMap((text, index) => {
      const key = /^\s*(?:-\s+)?([\w-]+):/.exec(text)?.[1];
      return key && index !== line && yamlPath(lines, index, 0).join() === path.join() ? [key] : [];
    }),
  );
}

function complete(model: Model, position: monaco.Position): Completion[] {
  const known = schemas.get(model);
  if (!known) return [];
  const { schema, language } = known;
  const before = model.getLineContent(position.lineNumber).slice(0, position.column - 1);
  const path =
    language === "json"
      ? jsonPath(model.getValue(), model.getOffsetAt(position))
      : yamlPath(model.getLinesContent(), position.lineNumber - 1, position.column - 1);
  const value = /^\s*(?:-\s+)?"?([\w-]+)"?\s*:\s*\S*$/.exec(before)?.[1];
  if (value) {
    const target = schemaAt(schema, [...path, value]);
    return target ? valueCompletions(target, language) : [];
  }
  const here = schemaAt(schema, path);
  return here
    ? propertyCompletions(here, schema, presentKeys(model, position.lineNumber - 1, path, language), language)
    : [];
}

monaco.languages.registerCompletionItemProvider("yaml", {
  triggerCharacters: [" ", '"'],
  provideCompletionItems: (model, position) => {
    const word = model.getWordUntilPosition(position);
    const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn);
    return {
      suggestions: complete(model, position).map((one) => ({
        label: one.label,
        insertText: one.insert,
        detail: one.detail,
        documentation: one.documentation,
        kind:
          one.kind === "property"
            ? monaco.languages.CompletionItemKind.Property
            : monaco.languages.CompletionItemKind.Value,
        range,
      })),
    };
  },
});

const SEVERITIES = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
};

/** Monaco for YAML and JSON, with completion from a schema, and for Python. Loaded only when it is needed. */
export function CodeEditor({ label, language, value, schema, problems, rangeOf, onValue, target = null }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  const latest = useRef({ onValue, value, language });
  useEffect(() => {
    latest.current = { onValue, value, language };
  });

  useEffect(() => {
    if (!container.current) return;
    // JSON is YAML too, so one tokenizer and one completion provider serve both.
    const python = latest.current.language === "python";
    const model = monaco.editor.createModel(latest.current.value, python ? "python" : "yaml");
    applyEditorTheme();
    const made = monaco.editor.create(container.current, {
      model,
      ariaLabel: label,
      automaticLayout: true,
      contextmenu: false,
      fixedOverflowWidgets: true,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--mono"),
      fontSize: 13,
      lineHeight: 20,
      minimap: { enabled: false },
      padding: { top: 12, bottom: 12 },
      quickSuggestions: { other: true, strings: true, comments: false },
      scrollBeyondLastLine: false,
      tabSize: python ? 4 : 2,
      theme: "charter",
      useShadowDOM: false,
      wordBasedSuggestions: "off",
      wordWrap: "on",
    });
    editor.current = made;
    const change = model.onDidChangeContent(() => {
      const next = model.getValue();
      if (next !== latest.current.value) latest.current.onValue(next);
    });
    const themes = new MutationObserver(applyEditorTheme);
    themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => {
      themes.disconnect();
      change.dispose();
      made.dispose();
      model.dispose();
      editor.current = null;
    };
  }, [label]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model && schema && language !== "python") schemas.set(model, { schema, language });
  }, [schema, language, label]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model && model.getValue() !== value) model.setValue(value);
  }, [value]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (!model) return;
    const markers = problems.map((problem) => {
      const [start, end] = rangeOf(model.getValue(), problem).map((offset) => model.getPositionAt(offset));
      return {
        severity: SEVERITIES[problem.severity],
        message: [problem.message, problem.suggestion].filter(Boolean).join(" "),
        startLineNumber: start?.lineNumber ?? 1,
        startColumn: start?.column ?? 1,
        endLineNumber: end?.lineNumber ?? 1,
        endColumn: end?.column ?? 2,
      };
    });
    monaco.editor.setModelMarkers(model, "charter", markers);
  }, [problems, rangeOf, value]);

  useEffect(() => {
    if (!target) return;
    const position = { lineNumber: target.line, column: target.column };
    editor.current?.setPosition(position);
    editor.current?.revealPositionInCenterIfOutsideViewport(position);
    editor.current?.focus();
  }, [target]);

  return <div ref={container} className="code-editor" />;
}
