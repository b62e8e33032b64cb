/**
 * Gives elements made from text the styles that stand in their `data-style`. Setting them by script is allowed under a
 * policy that forbids them in the text.
 */
export function applyStyles(root: Element): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-style]")) {
    element.style.cssText = element.dataset["style"] ?? "";
    delete element.dataset["style"];
  }
}
