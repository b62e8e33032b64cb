import "monaco-editor/editor/browser/widget/codeEditor/codeEditorWidget.js";
import "monaco-editor/editor/contrib/bracketMatching/browser/bracketMatching.js";
import "monaco-editor/editor/contrib/clipboard/browser/clipboard.js";
import "monaco-editor/editor/contrib/comment/browser/comment.js";
import "monaco-editor/editor/contrib/cursorUndo/browser/cursorUndo.js";
import "monaco-editor/editor/contrib/find/browser/findController.js";
import "monaco-editor/editor/contrib/folding/browser/folding.js";
import "monaco-editor/editor/contrib/gotoError/browser/gotoError.js";
import "monaco-editor/editor/contrib/hover/browser/hoverContribution.js";
import "monaco-editor/editor/contrib/indentation/browser/indentation.js";
import "monaco-editor/editor/contrib/linesOperations/browser/linesOperations.js";
import "monaco-editor/editor/contrib/multicursor/browser/multicursor.js";
import "monaco-editor/editor/contrib/snippet/browser/snippetController2.js";
import "monaco-editor/editor/contrib/suggest/browser/suggestController.js";
import "monaco-editor/editor/contrib/toggleTabFocusMode/browser/toggleTabFocusMode.js";
import "monaco-editor/editor/contrib/wordHighlighter/browser/wordHighlighter.js";
import "monaco-editor/editor/contrib/wordOperations/browser/wordOperations.js";
import * as monaco from "monaco-editor/editor/editor.api.js";
import EditorWorker from "monaco-editor/editor/editor.worker.js?worker";
import "monaco-editor/languages/definitions/python/register.js";
import "monaco-editor/languages/definitions/yaml/register.js";

declare global {
  interface Window {
    MonacoEnvironment?: { getWorker: () => Worker };
  }
}

window.MonacoEnvironment = { getWorker: () => new EditorWorker() };

/** A colour of the theme in the long form, the only one Monaco takes; the built style sheet holds short ones too. */
function color(name: string): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return value.replace(/^#([0-9a-f])([0-9a-f])([0-9a-f])$/i, "#$1$1$2$2$3$3");
}

/** Gives the editor the colours of the page's present theme. */
export function applyEditorTheme(): void {
  const kind = document.documentElement.dataset["theme"];
  const plain = (name: string) => color(name).replace("#", "");
  monaco.editor.defineTheme("charter", {
    base: kind === "contrast" ? "hc-black" : kind === "dark" ? "vs-dark" : "vs",
    inherit: true,
    rules: [
      { token: "type", foreground: plain("--code-key") },
      { token: "string.yaml", foreground: plain("--code-string") },
      { token: "string", foreground: plain("--code-string") },
      { token: "number", foreground: plain("--code-number") },
      { token: "keyword", foreground: plain("--code-number") },
      { token: "comment", foreground: plain("--text-faint") },
    ],
    colors: {
      "editor.background": color("--bg"),
      "editor.foreground": color("--text"),
      "editorLineNumber.foreground": color("--text-faint"),
      "editorLineNumber.activeForeground": color("--text"),
      "editorLineNumber.dimmedForeground": color("--text-faint"),
      "editor.lineHighlightBackground": color("--bg-side"),
      "editorCursor.foreground": color("--accent"),
      "editorWidget.background": color("--bg-raised"),
      "editorWidget.border": color("--border"),
      "editorSuggestWidget.background": color("--bg-raised"),
      "editorSuggestWidget.selectedBackground": color("--bg-active"),
      "editorSuggestWidget.selectedForeground": color("--text"),
      "editorHoverWidget.background": color("--bg-raised"),
      focusBorder: color("--accent"),
    },
  });
  monaco.editor.setTheme("charter");
}

export { monaco };
