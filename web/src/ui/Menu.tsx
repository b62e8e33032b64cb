import { useEffect, useRef, useState, type CSSProperties } from "react";
import { IconButton } from "./Button";
import { Icon } from "./Icon";
import { moveFocus } from "./rovingFocus";

export interface MenuItem {
  id: string;
  label: string;
  icon?: string;
  keys?: string;
  disabledReason?: string | null;
  run: () => void;
}

/** Opens towards the middle of the window, so that the menu is never outside of it. */
function placeBy(box: DOMRect): CSSProperties {
  const { innerWidth: width, innerHeight: height } = window;
  return {
    ...(box.bottom > height / 2 ? { bottom: height - box.top + 4 } : { top: box.bottom + 4 }),
    ...(box.left > width / 2 ? { right: width - box.right } : { left: box.left }),
  };
}

/** A button that opens a menu of actions under it. */
export function MenuButton({
  label,
  icon = "ellipsis",
  items,
}: {
  label: string;
  icon?: string;
  items: readonly MenuItem[];
}) {
  const [place, setPlace] = useState<CSSProperties | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const close = (refocus: boolean) => {
    setPlace(null);
    if (refocus) button.current?.focus();
  };
  useEffect(() => {
    if (!place) return;
    menu.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    const outside = (event: PointerEvent) => {
      if (!menu.current?.contains(event.target as Node) && !button.current?.contains(event.target as Node))
        setPlace(null);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [place]);
  return (
    <>
      <IconButton
        ref={button}
        icon={icon}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={place !== null}
        onClick={() => {
          const box = button.current?.getBoundingClientRect();
          setPlace(place || !box ? null : placeBy(box));
        }}
      />
      {place ? (
        <div
          ref={menu}
          className="menu"
          role="menu"
          tabIndex={-1}
          aria-label={label}
          style={place}
          onKeyDown={(event) => {
            if (event.key === "Escape" || event.key === "Tab") close(true);
            else moveFocus(event, { items: '[role="menuitem"]', orientation: "vertical" });
          }}
        >
          {items.map((item) => (
            <button
              key={item.id}
              type="button"
              role="menuitem"
              tabIndex={-1}
              aria-disabled={item.disabledReason ? true : undefined}
              title={item.disabledReason ?? undefined}
              onClick={() => {
                if (item.disabledReason) return;
                close(true);
                item.run();
              }}
            >
              {item.icon ? <Icon name={item.icon} /> : null}
              {item.label}
              {item.keys ? <span className="menu-keys">{item.keys}</span> : null}
            </button>
          ))}
        </div>
      ) : null}
    </>
  );
}
