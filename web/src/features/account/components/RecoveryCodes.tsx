import { Button } from "@/ui/Button";
import { CopyButton } from "@/ui/CopyButton";
import { Dialog } from "@/ui/Dialog";

/** The one moment in which recovery codes can be read. */
export function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const text = `${codes.join("\n")}\n`;
  return (
    <Dialog title="Keep your recovery codes" onClose={onClose}>
      <p>
        Each code stands in for your second factor once, for the day you lose it. They are shown only now: keep them
        where passwords belong.
      </p>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrollable region has to take focus to be scrolled by keys */}
      <pre className="code" tabIndex={0} aria-label="Recovery codes">
        {text}
      </pre>
      <div className="form-actions">
        <CopyButton text={text} label="Copy codes" />
        <a
          className="button"
          download="charter-recovery-codes.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
        >
          Download
        </a>
        <Button look="primary" onClick={onClose}>
          I have kept them
        </Button>
      </div>
    </Dialog>
  );
}
