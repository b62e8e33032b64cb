import { useRef, useState, type KeyboardEvent } from "react";
import { Icon } from "./Icon";
import type { Named } from "./naming";

export interface TreeItem {
  id: string;
  label: string;
  icon?: string;
  note?: string;
  children?: readonly TreeItem[];
}

interface Row {
  item: TreeItem;
  level: number;
  parent: string | null;
  position: number;
  siblings: number;
}

function flatten(
  items: readonly TreeItem[],
  open: ReadonlySet<string>,
  level = 1,
  parent: string | null = null,
): Row[] {
  return items.flatMap((item, index) => [
    { item, level, parent, position: index + 1, siblings: items.length },
    ...(item.children && open.has(item.id) ? flatten(item.children, open, level + 1, item.id) : []),
  ]);
}

type Props = Named & {
  items: readonly TreeItem[];
  selected?: string | null | undefined;
  onOpen: (id: string) => void;
  initiallyOpen?: readonly string[];
};

/** A tree with the keyboard behaviour of the ARIA Authoring Practices: one Tab stop, arrows, Home, End, first letters. */
export function Tree(props: Props) {
  const { items, selected, onOpen, initiallyOpen = [], ...name } = props;
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(initiallyOpen));
  const [focused, setFocused] = useState<string | null>(null);
  const container = useRef<HTMLDivElement>(null);
  const rows = flatten(items, open);
  const stop = rows.find((row) => row.item.id === focused) ?? rows.find((row) => row.item.id === selected) ?? rows[0];

  const focus = (row: Row | undefined) => {
    if (!row) return;
    setFocused(row.item.id);
    container.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(row.item.id)}"]`)?.focus();
  };
  const toggle = (id: string, to: boolean) =>
    setOpen((before) => {
      const after = new Set(before);
      if (to) after.add(id);
      else after.delete(id);
      return after;
    });
  const activate = (row: Row) => {
    if (row.item.children) toggle(row.item.id, !open.has(row.item.id));
    else onOpen(row.item.id);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const at = rows.findIndex((row) => row.item.id === stop?.item.id);
    const row = rows[at];
    if (!row) return;
    const isOpen = open.has(row.item.id);
    const actions: Record<string, () => void> = {
      ArrowDown: () => focus(rows[at + 1]),
      ArrowUp: () => focus(rows[at - 1]),
      Home: () => focus(rows[0]),
      End: () => focus(rows.at(-1)),
      Enter: () => activate(row),
      " ": () => activate(row),
      ArrowRight: () =>
        row.item.children && !isOpen ? toggle(row.item.id, true) : row.item.children && focus(rows[at + 1]),
      ArrowLeft: () =>
        isOpen ? toggle(row.item.id, false) : focus(rows.find((other) => other.item.id === row.parent)),
    };
    const action = actions[event.key];
    if (action) {
      event.preventDefault();
      action();
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const letter = event.key.toLowerCase();
      const after = [...rows.slice(at + 1), ...rows.slice(0, at)];
      focus(after.find((other) => other.item.label.toLowerCase().startsWith(letter)));
    }
  };

  return (
    <div className="tree" role="tree" tabIndex={-1} ref={container} onKeyDown={onKeyDown} {...name}>
      {rows.map((row) => (
        <div
          key={row.item.id}
          className="tree-row"
          role="treeitem"
          data-id={row.item.id}
          aria-level={row.level}
          aria-setsize={row.siblings}
          aria-posinset={row.position}
          aria-selected={row.item.id === selected}
          aria-expanded={row.item.children ? open.has(row.item.id) : undefined}
          tabIndex={row === stop ? 0 : -1}
          style={{ paddingLeft: 4 + row.level * 10 }}
          onFocus={() => setFocused(row.item.id)}
          onClick={() => activate(row)}
          onKeyDown={() => undefined}
        >
          {row.item.children ? <Icon name={open.has(row.item.id) ? "chevron-down" : "chevron-right"} /> : null}
          {row.item.icon ? <Icon name={row.item.icon} /> : null}
          <span className="tree-label">{row.item.label}</span>
          {row.item.note ? <span className="tree-note">{row.item.note}</span> : null}
        </div>
      ))}
    </div>
  );
}
