import type { Json } from "@/api/json";

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/g;

/** JSON to read, with keys, texts and numbers told apart. */
export function JsonView({ value, label }: { value: Json; label: string }) {
  const text = JSON.stringify(value, null, 2);
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    parts.push(text.slice(end, match.index));
    const [whole, quoted, colon] = match;
    const kind = quoted ? (colon ? "k" : "s") : "n";
    parts.push(
      <span key={match.index} className={kind}>
        {quoted ?? whole}
      </span>,
      colon ?? "",
    );
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  // Scrollable regions must be reachable by keyboard, hence the tabindex.
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrollable region has to take focus to be scrolled by keys
    <pre className="code" tabIndex={0} role="group" aria-label={label}>
      {parts}
    </pre>
  );
}
