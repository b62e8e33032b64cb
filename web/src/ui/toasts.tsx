import { problemMessage } from "@/api/errors";
import { IconButton } from "./Button";
import { Icon } from "./Icon";
import { createStore, useStore } from "./store";

interface Toast {
  id: number;
  tone: "plain" | "bad";
  title: string;
  detail: string;
}

const toasts = createStore<Toast[]>([]);
let nextId = 1;

function dismiss(id: number): void {
  toasts.set((list) => list.filter((toast) => toast.id !== id));
}

function push(toast: Omit<Toast, "id">, lifeMs: number | null): void {
  const id = nextId++;
  toasts.set((list) => [...list.slice(-3), { ...toast, id }]);
  if (lifeMs !== null) setTimeout(() => dismiss(id), lifeMs);
}

/** Tells that something went well. */
export function notify(title: string, detail = ""): void {
  push({ tone: "plain", title, detail }, 5_000);
}

/** Tells that a lone action failed; stays until dismissed, since it may hold a request id. */
export function notifyProblem(error: unknown): void {
  const message = problemMessage(error);
  const request = message.requestId ? ` (request ${message.requestId})` : "";
  push({ tone: "bad", title: message.title, detail: message.detail + request }, null);
}

/** Takes all messages away, for example when somebody else signs in. */
export function clearToasts(): void {
  toasts.set([]);
}

export function Toasts() {
  const list = useStore(toasts);
  return (
    <div className="toasts" role="region" aria-label="Notifications" aria-live="polite">
      {list.map((toast) => (
        <div key={toast.id} className={`toast ${toast.tone}`}>
          <Icon name={toast.tone === "bad" ? "error" : "check"} />
          <div>
            <div>{toast.title}</div>
            {toast.detail ? <div className="soft">{toast.detail}</div> : null}
          </div>
          <IconButton small icon="close" aria-label="Dismiss" onClick={() => dismiss(toast.id)} />
        </div>
      ))}
    </div>
  );
}
