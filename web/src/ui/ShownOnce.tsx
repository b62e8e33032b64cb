import { Button } from "./Button";
import { CopyButton } from "./CopyButton";
import { Dialog } from "./Dialog";

/** The one moment in which a secret can be read. */
export function ShownOnce({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  return (
    <Dialog title={`Copy the ${name} now`} onClose={onClose}>
      <p>This is the only time the {name} is shown. Keep it where secrets belong.</p>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrollable region has to take focus to be scrolled by keys */}
      <pre className="code" tabIndex={0} role="group" aria-label={name}>
        {secret}
      </pre>
      <div className="form-actions">
        <CopyButton text={secret} label={`Copy ${name}`} />
        <Button look="primary" onClick={onClose}>
          I have kept it
        </Button>
      </div>
    </Dialog>
  );
}
