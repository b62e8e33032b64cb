import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import type { Risk, ToolWithDefinition } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { SelectField, TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { useToolChange } from "../queries";
import { riskChoices } from "../words";

/** Words of a text with commas, each once. */
export function tagsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter(Boolean))];
}

/** Changes what can change of a tool without another version. */
export function ToolChangeDialog({ tool, onClose }: { tool: ToolWithDefinition; onClose: () => void }) {
  const [title, setTitle] = useState(tool.title);
  const [risk, setRisk] = useState<string>(tool.risk);
  const [tags, setTags] = useState(tool.tags.join(", "));
  const save = useToolChange(() =>
    call("changeTool", { path: { tool: tool.name }, body: { title, risk: risk as Risk, tags: tagsOf(tags) } }),
  );
  const fields = save.error ? (toProblem(save.error).errors ?? []) : [];
  const fault = (path: string) => {
    const found = fieldProblem(fields, path);
    return found ? { message: found.message } : null;
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate(undefined, { onSuccess: onClose });
  };
  return (
    <Dialog title={`Change ${tool.name}`} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <TextField label="Title" value={title} onValue={setTitle} fault={fault("/title")} />
        <SelectField
          label="Risk"
          value={risk}
          choices={riskChoices}
          onValue={setRisk}
          hint="Tool policies can ask or deny by risk."
        />
        <TextField label="Tags" required={false} value={tags} onValue={setTags} fault={fault("/tags")} />
        {save.error && fields.length === 0 ? <ProblemNote error={save.error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            type="submit"
            busy={save.isPending}
            disabledReason={title.trim() ? null : "Give it a title first."}
          >
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
