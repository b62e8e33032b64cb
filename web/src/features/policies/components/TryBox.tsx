import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/client";
import { parseJsonObject } from "@/api/json";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { TextArea, TextField } from "@/ui/Field";
import { JsonField } from "@/ui/JsonField";
import { ProblemNote } from "@/ui/ProblemNote";
import { EFFECTS } from "../words";

/** Says what would become of a call; nothing is called. */
export function TryBox() {
  const [tool, setTool] = useState("");
  const [agent, setAgent] = useState("");
  const [text, setText] = useState("{}");
  const [input, setInput] = useState("");
  const [output, setOutput] = useState("");
  const found = parseJsonObject(text);
  const attempt = useMutation({
    mutationFn: () =>
      call("tryToolPolicies", {
        body: {
          tool: tool.trim(),
          agent: agent.trim() || null,
          arguments: "value" in found ? found.value : {},
          user_input: input,
          tool_output: output,
        },
      }),
  });
  const said = attempt.data;
  return (
    <section className="card stack" aria-labelledby="try-policies">
      <h2 id="try-policies">Try a call</h2>
      <div className="pair">
        <TextField label="Tool" mono value={tool} onValue={setTool} />
        <TextField label="Agent" required={false} mono value={agent} onValue={setAgent} />
      </div>
      <JsonField label="Arguments" text={text} onText={setText} />
      <div className="pair">
        <TextArea label="What the user has asked" required={false} rows={2} value={input} onValue={setInput} />
        <TextArea
          label="What a tool has returned before"
          required={false}
          rows={2}
          value={output}
          onValue={setOutput}
          hint="Values out of it count as tainted."
        />
      </div>
      <div className="form-actions">
        <Button
          icon="play"
          busy={attempt.isPending}
          disabledReason={!tool.trim() ? "Name a tool first." : "fault" in found ? found.fault : null}
          onClick={() => attempt.mutate()}
        >
          Say what would happen
        </Button>
      </div>
      {attempt.error ? <ProblemNote error={attempt.error} /> : null}
      {said ? (
        <div role="status" className="stack tight">
          <div className="row">
            <Badge tone={EFFECTS[said.effect].tone} icon={EFFECTS[said.effect].icon}>
              {said.effect}
            </Badge>
            <span>{said.policy ? `by ${said.policy}` : "no policy fits"}</span>
          </div>
          {said.reason ? <p className="said">{said.reason}</p> : null}
          {said.tainted.length > 0 ? <p>Out of tools or documents: {said.tainted.join(", ")}</p> : null}
        </div>
      ) : null}
    </section>
  );
}
