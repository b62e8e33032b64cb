import { useEffect, useRef, type SyntheticEvent } from "react";
import { IconButton } from "@/ui/Button";
import { createStoredStore, useStore } from "@/ui/store";

/** What was typed and not sent, by agent; survives a reload and a session that ended. */
const drafts = createStoredStore<Record<string, string>>("charter.drafts", {}, () => sessionStorage);

interface Props {
  agent: string;
  agentName: string;
  disabledReason: string | null;
  running: boolean;
  busy: boolean;
  onSend: (text: string) => Promise<unknown>;
  onStop: () => void;
}

/** Where one writes to an agent. Enter sends, Shift+Enter starts a line. */
export function Composer({ agent, agentName, disabledReason, running, busy, onSend, onStop }: Props) {
  const text = useStore(drafts)[agent] ?? "";
  const field = useRef<HTMLTextAreaElement>(null);
  const setText = (value: string) => drafts.set((all) => ({ ...all, [agent]: value }));
  useEffect(() => field.current?.focus({ preventScroll: true }), [agent]);

  const reason =
    disabledReason ?? (running ? "Wait for the answer, or stop it." : text.trim() ? null : "Write something first.");
  const send = async (event?: SyntheticEvent) => {
    event?.preventDefault();
    if (reason || busy) return;
    const sent = text.trim();
    setText("");
    try {
      await onSend(sent);
    } catch {
      // What could not be sent is given back, unless something else was typed meanwhile.
      drafts.set((all) => ({ ...all, [agent]: all[agent] ? all[agent] : sent }));
    }
    field.current?.focus();
  };
  return (
    <div className="composer">
      <form onSubmit={send}>
        <textarea
          ref={field}
          rows={1}
          aria-label={`Message to ${agentName}`}
          placeholder={disabledReason ?? `Write to ${agentName}`}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) void send(event);
            if (event.key === "Escape" && running) onStop();
          }}
        />
        {running ? (
          <IconButton icon="debug-stop" look="plain" aria-label="Stop the answer" onClick={onStop} />
        ) : (
          <IconButton
            icon="arrow-up"
            look="primary"
            type="submit"
            aria-label="Send"
            busy={busy}
            disabledReason={reason}
          />
        )}
      </form>
      <p className="hint">Enter sends, Shift+Enter starts a new line, Esc stops an answer.</p>
    </div>
  );
}
