import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type SyntheticEvent } from "react";
import { invalidate } from "@/api/queryKeys";
import type { ModelProvider } from "@/api/types";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { pullModel, type PullProgress } from "../pull";

/** Has Ollama download a model, with its progress. Closing the dialog stops the download. */
export function PullDialog({ provider, onClose }: { provider: ModelProvider; onClose: () => void }) {
  const client = useQueryClient();
  const [model, setModel] = useState("");
  const [progress, setProgress] = useState<PullProgress | null>(null);
  const [error, setError] = useState<unknown>(null);
  const aborter = useRef<AbortController | null>(null);
  useEffect(() => () => aborter.current?.abort(), []);
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (!model.trim() || progress) return;
    const mine = new AbortController();
    aborter.current = mine;
    setError(null);
    setProgress({ status: "asking", part: null });
    try {
      await pullModel(provider.id, model.trim(), setProgress, mine.signal);
      announce(`${model} is ready`);
      await invalidate(client, "listModels", "listProviderModels");
      onClose();
    } catch (failure) {
      if (mine.signal.aborted) return;
      setError(failure);
      setProgress(null);
    }
  };
  return (
    <Dialog title={`Get a model for ${provider.name}`} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <TextField
          label="Model"
          mono
          value={model}
          onValue={setModel}
          placeholder="llama3.2"
          hint="A name from Ollama's library, with a tag if you want a certain size."
          readOnly={progress !== null}
        />
        {progress ? (
          <div className="stack tight" role="status">
            <progress
              className="progress"
              aria-label="Download"
              {...(progress.part === null ? {} : { value: progress.part })}
            />
            <span className="faint">
              {progress.status}
              {progress.part === null ? "" : ` · ${Math.round(progress.part * 100)} %`}
            </span>
          </div>
        ) : null}
        {error ? <ProblemNote error={error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>{progress ? "Stop" : "Cancel"}</Button>
          <Button
            look="primary"
            type="submit"
            busy={progress !== null}
            disabledReason={model.trim() ? null : "Name a model first."}
          >
            Get it
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
