/**
 * Stands in for Monaco's own module of style sheets (same exports), with sheets made by script instead of `<style>`
 * elements: a policy of `style-src 'self'` forbids the elements and allows the sheets.
 */
interface Disposables {
  add: (disposable: { dispose: () => void }) => unknown;
}

class ScriptedStyle {
  readonly sheet = new CSSStyleSheet();
  type = "text/css";
  media = "screen";
  className = "";
  private text = "";

  get textContent(): string {
    return this.text;
  }

  set textContent(css: string) {
    this.text = css;
    this.sheet.replaceSync(css);
  }

  attach(): void {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
  }

  remove(): void {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
  }
}

let shared: ScriptedStyle | null = null;

export function createStyleSheet(
  _container?: unknown,
  beforeAppend?: (style: ScriptedStyle) => void,
  disposables?: Disposables,
): ScriptedStyle {
  const style = new ScriptedStyle();
  beforeAppend?.(style);
  style.attach();
  disposables?.add({ dispose: () => style.remove() });
  return style;
}

export function createCSSRule(
  selector: string,
  css: string,
  style: ScriptedStyle = (shared ??= createStyleSheet()),
): void {
  if (css) style.sheet.insertRule(`${selector} {${css}}`, 0);
}

export function removeCSSRulesContainingSelector(name: string, style: ScriptedStyle | null = shared): void {
  if (!style) return;
  for (let index = style.sheet.cssRules.length - 1; index >= 0; index--) {
    const rule = style.sheet.cssRules[index];
    if (rule instanceof CSSStyleRule && rule.selectorText.includes(name)) style.sheet.deleteRule(index);
  }
}

/** Only parts of Monaco that are not bundled here use observable sheets; reaching this means that one was added. */
export function createStyleSheetFromObservable(): never {
  throw new Error("observable style sheets are not supported under the content security policy");
}
