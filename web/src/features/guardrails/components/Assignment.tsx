import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/client";
import { toProblem } from "@/api/errors";
import type { GuardrailPolicy } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Button } from "@/ui/Button";
import { CheckField, TextArea } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { notify } from "@/ui/toasts";
import { agentsQuery, useGuardrailChange } from "../queries";

const words = (text: string) => text.split(/[\s,]+/).filter(Boolean);

/** For which agents, tools and workflows a policy is. */
export function Assignment({ policy }: { policy: GuardrailPolicy }) {
  const agents = useQuery(agentsQuery);
  const refusal = useRefusal("guardrails.write");
  const [forAll, setForAll] = useState(policy.for_all);
  const [chosen, setChosen] = useState(policy.agents);
  const [tools, setTools] = useState(policy.tools.join("\n"));
  const [workflows, setWorkflows] = useState(policy.workflows.join("\n"));
  const save = useGuardrailChange(() =>
    call("changeGuardrailPolicy", {
      path: { policy_id: policy.id },
      body: { for_all: forAll, agents: chosen, tools: words(tools), workflows: words(workflows) },
    }),
  );
  const faultAt = (name: string) => {
    const found = (save.error ? (toProblem(save.error).errors ?? []) : []).find((one) =>
      one.path.startsWith(`/${name}`),
    );
    return found ? { message: found.message } : null;
  };
  return (
    <section className="stack" aria-labelledby="guardrail-assigned">
      <h2 id="guardrail-assigned">Assigned to</h2>
      <CheckField label="Everything that has no policy of its own" checked={forAll} onChecked={setForAll} />
      <fieldset>
        <legend>Agents</legend>
        <div className="row">
          {(agents.data?.items ?? []).map((agent) => (
            <CheckField
              key={agent.id}
              label={agent.name}
              checked={chosen.includes(agent.id)}
              onChecked={(on) => setChosen(on ? [...chosen, agent.id] : chosen.filter((id) => id !== agent.id))}
            />
          ))}
        </div>
      </fieldset>
      <div className="pair">
        <TextArea
          label="Tools"
          required={false}
          mono
          rows={3}
          value={tools}
          onValue={setTools}
          hint="Names, one a line."
          fault={faultAt("tools")}
        />
        <TextArea
          label="Workflows"
          required={false}
          mono
          rows={3}
          value={workflows}
          onValue={setWorkflows}
          hint="Ids of processes, one a line."
          fault={faultAt("workflows")}
        />
      </div>
      {save.error ? <ProblemNote error={save.error} /> : null}
      <div>
        <Button
          busy={save.isPending}
          disabledReason={refusal}
          onClick={() =>
            save.mutate(undefined, {
              onSuccess: () => notify("Assigned", "It holds for the next text that is checked."),
            })
          }
        >
          Assign
        </Button>
      </div>
    </section>
  );
}
