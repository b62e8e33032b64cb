import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/client";
import { parseJsonObject, type JsonSchema } from "@/api/json";
import { useRefusal } from "@/ui/access";
import { Button } from "@/ui/Button";
import { JsonField } from "@/ui/JsonField";
import { JsonView } from "@/ui/JsonView";
import { ProblemNote } from "@/ui/ProblemNote";
import { exampleOf } from "../examples";

/** Calls a tool that was made of an OpenAPI document, once and for real. */
export function TryCall({ tool, schema }: { tool: string; schema: JsonSchema }) {
  const [text, setText] = useState(() => JSON.stringify(exampleOf(schema), null, 2));
  const refusal = useRefusal("tools.call");
  const found = parseJsonObject(text);
  const attempt = useMutation({
    mutationFn: () => call("tryOpenApiTool", { body: { tool, arguments: "value" in found ? found.value : {} } }),
  });
  return (
    <section className="stack" aria-labelledby="try-call">
      <h2 id="try-call">Try it</h2>
      <JsonField label="Arguments" text={text} onText={setText} hint="The request is sent for real." />
      <div className="form-actions">
        <Button
          icon="play"
          busy={attempt.isPending}
          disabledReason={refusal ?? ("fault" in found ? found.fault : null)}
          onClick={() => attempt.mutate()}
        >
          Call it
        </Button>
      </div>
      {attempt.error ? <ProblemNote error={attempt.error} /> : null}
      {attempt.data ? <JsonView label="Result" value={attempt.data.result} /> : null}
    </section>
  );
}
