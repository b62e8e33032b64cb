import { createStore, useStore } from "./store";

const spoken = createStore<{ text: string; turn: number }>({ text: "", turn: 0 });

/** Says something politely to people who listen to the page instead of looking at it. */
export function announce(text: string): void {
  spoken.set((last) => ({ text, turn: last.turn + 1 }));
}

/** The one live region; rendered once by the frame around all pages. */
export function Announcer() {
  const { text, turn } = useStore(spoken);
  // Two regions in turn, because the same text twice in one region is not read again.
  return (
    <div className="visually-hidden">
      <div role="status" aria-live="polite">
        {turn % 2 === 0 ? text : ""}
      </div>
      <div role="status" aria-live="polite">
        {turn % 2 === 1 ? text : ""}
      </div>
    </div>
  );
}
