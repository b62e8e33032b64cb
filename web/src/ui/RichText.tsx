import { memo, type ReactNode } from "react";

type Block =
  | { kind: "code"; language: string; text: string }
  | { kind: "list"; ordered: boolean; items: string[] }
  | { kind: "heading" | "paragraph"; text: string };

function blocks(source: string): Block[] {
  const out: Block[] = [];
  const lines = source.split("\n");
  let paragraph: string[] = [];
  const flush = () => {
    if (paragraph.length > 0) out.push({ kind: "paragraph", text: paragraph.join("\n") });
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const fence = /^\s*```(\S*)/.exec(line);
    const item = /^\s*(?:([-*+])|(\d+)[.)])\s+(.*)$/.exec(line);
    const heading = /^#{1,6}\s+(.*)$/.exec(line);
    if (fence) {
      flush();
      const code: string[] = [];
      while (++at < lines.length && !/^\s*```/.test(lines[at] ?? "")) code.push(lines[at] ?? "");
      out.push({ kind: "code", language: fence[1] ?? "", text: code.join("\n") });
    } else if (item) {
      flush();
      const ordered = item[2] !== undefined;
      const last = out.at(-1);
      if (last?.kind === "list" && last.ordered === ordered && paragraph.length === 0) last.items.push(item[3] ?? "");
      else out.push({ kind: "list", ordered, items: [item[3] ?? ""] });
    } else if (heading) {
      flush();
      out.push({ kind: "heading", text: heading[1] ?? "" });
    } else if (line.trim() === "") {
      flush();
    } else {
      paragraph.push(line);
    }
  }
  flush();
  return out;
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|(?<![\w*])\*([^*\s][^*]*)\*(?!\w)|(https?:\/\/[^\s<>()]+)/g;

function inline(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    parts.push(text.slice(end, match.index));
    const [whole, code, strong, emphasis, link] = match;
    const key = match.index;
    if (code) parts.push(<code key={key}>{code}</code>);
    else if (strong) parts.push(<strong key={key}>{strong}</strong>);
    else if (emphasis) parts.push(<em key={key}>{emphasis}</em>);
    else if (link)
      parts.push(
        <a key={key} href={link} target="_blank" rel="noreferrer noopener nofollow">
          {link}
        </a>,
      );
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts;
}

/**
 * Text of a model with the little Markdown that models use. It becomes elements, never HTML, and images are not
 * loaded: the text is untrusted.
 */
export const RichText = memo(function RichText({ text }: { text: string }) {
  return (
    <div className="rich">
      {blocks(text).map((block, index) => {
        switch (block.kind) {
          case "code":
            return (
              <pre key={index} className="code">
                <code>{block.text}</code>
              </pre>
            );
          case "list": {
            const items = block.items.map((item, at) => <li key={at}>{inline(item)}</li>);
            return block.ordered ? <ol key={index}>{items}</ol> : <ul key={index}>{items}</ul>;
          }
          case "heading":
            return (
              <p key={index}>
                <strong>{inline(block.text)}</strong>
              </p>
            );
          case "paragraph":
            return <p key={index}>{inline(block.text)}</p>;
        }
      })}
    </div>
  );
});
