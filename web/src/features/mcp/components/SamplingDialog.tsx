import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import type { McpServerWithFacts } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { useMcpChange } from "../queries";

interface Props {
  server: McpServerWithFacts;
  onDone: (made: McpServerWithFacts) => void;
  onClose: () => void;
}

/** Says whether a server may have texts written by a model of the tenant, and how many. */
export function SamplingDialog({ server, onDone, onClose }: Props) {
  const [model, setModel] = useState(server.sampling?.model ?? "");
  const [tokens, setTokens] = useState(String(server.sampling?.max_tokens ?? 1000));
  const [calls, setCalls] = useState(String(server.sampling?.calls ?? 3));
  const save = useMcpChange((off: boolean) =>
    call("changeMcpServer", {
      path: { server: server.name },
      body: { sampling: off ? null : { model, max_tokens: Number(tokens), calls: Number(calls) } },
    }),
  );
  const fields = save.error ? (toProblem(save.error).errors ?? []) : [];
  const fault = (path: string) => {
    const found = fieldProblem(fields, path);
    return found ? { message: found.message } : null;
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate(false, { onSuccess: onDone });
  };
  return (
    <Dialog title={`Texts of a model for ${server.name}`} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <p>
          While its tools are called, the server may ask for texts of a model. They cost what models cost, under the
          budgets of the run, and guardrails read what goes in and comes out.
        </p>
        <TextField
          label="Model"
          mono
          value={model}
          onValue={setModel}
          placeholder="default"
          hint="A model route, or provider/model. The server does not choose."
          fault={fault("/sampling/model")}
        />
        <TextField
          label="Tokens of one text, at most"
          type="number"
          value={tokens}
          onValue={setTokens}
          fault={fault("/sampling/max_tokens")}
        />
        <TextField
          label="Texts in one call, at most"
          type="number"
          value={calls}
          onValue={setCalls}
          fault={fault("/sampling/calls")}
        />
        {save.error ? <ProblemNote error={save.error} /> : null}
        <div className="form-actions">
          {server.sampling ? (
            <Button busy={save.isPending} onClick={() => save.mutate(true, { onSuccess: onDone })}>
              Switch off
            </Button>
          ) : null}
          <Button
            look="primary"
            type="submit"
            busy={save.isPending}
            disabledReason={model ? null : "Name a model first."}
          >
            {server.sampling ? "Save" : "Switch on"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
