/** A codicon; decorative, so the text beside it must say the same. */
export function Icon({ name, spin = false }: { name: string; spin?: boolean }) {
  return <span className={`icon codicon codicon-${name}${spin ? " icon-spin" : ""}`} aria-hidden="true" />;
}
