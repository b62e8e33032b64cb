import { useId, type ReactNode } from "react";
import type { Named } from "./naming";
import { moveFocus } from "./rovingFocus";

export interface TabItem {
  id: string;
  label: ReactNode;
  disabledReason?: string;
}

/** Tabs inside a page; the chosen one is the caller's, so that it can live in the address. */
export function Tabs(
  props: Named & { items: readonly TabItem[]; selected: string; onSelect: (id: string) => void; children: ReactNode },
) {
  const { items, selected, onSelect, children, ...name } = props;
  const base = useId();
  return (
    <>
      <div
        className="tablist"
        role="tablist"
        tabIndex={-1}
        {...name}
        onKeyDown={(event) => void moveFocus(event, { items: '[role="tab"]', orientation: "horizontal" })}
      >
        {items.map((item) => (
          <button
            key={item.id}
            type="button"
            role="tab"
            id={`${base}-${item.id}`}
            aria-selected={item.id === selected}
            aria-controls={`${base}-panel`}
            aria-disabled={item.disabledReason ? true : undefined}
            title={item.disabledReason}
            tabIndex={item.id === selected ? 0 : -1}
            onClick={() => !item.disabledReason && onSelect(item.id)}
          >
            {item.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${selected}`}>
        {children}
      </div>
    </>
  );
}
