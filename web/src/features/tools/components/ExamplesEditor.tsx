import { useMutation } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { parseJsonObject, type Json } from "@/api/json";
import type { ToolTest } from "@/api/types";
import { Badge } from "@/ui/Badge";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { SelectField, TextArea, TextField } from "@/ui/Field";
import { JsonField } from "@/ui/JsonField";
import { ProblemNote } from "@/ui/ProblemNote";

type Expected = "result" | "any" | "error";

function expectedOf(test: ToolTest): Expected {
  return test.error ? "error" : test.compare === false ? "any" : "result";
}

const WORDS: Record<Expected, string> = {
  result: "exactly this result",
  any: "any result",
  error: "an error",
};

function parseJson(text: string): { value: Json } | { fault: string } {
  try {
    return { value: JSON.parse(text) as Json };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : "This is no JSON." };
  }
}

function ExampleDialog({
  start,
  onDone,
  onClose,
}: {
  start: ToolTest;
  onDone: (test: ToolTest) => void;
  onClose: () => void;
}) {
  const [name, setName] = useState(start.name);
  const [input, setInput] = useState(JSON.stringify(start.input ?? {}, null, 2));
  const [expected, setExpected] = useState(expectedOf(start));
  const [result, setResult] = useState(JSON.stringify(start.expect ?? null, null, 2));
  const [error, setError] = useState(start.error ?? "tools.failed");
  const found = parseJsonObject(input);
  const wanted = parseJson(result);
  const missing = !name.trim()
    ? "Name the example first."
    : "fault" in found
      ? found.fault
      : expected === "result" && "fault" in wanted
        ? wanted.fault
        : null;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (missing || "fault" in found) return;
    onDone({
      name: name.trim(),
      input: found.value,
      compare: expected === "result",
      expect: expected === "result" && "value" in wanted ? wanted.value : null,
      error: expected === "error" ? error.trim() : null,
    });
  };
  return (
    <Dialog title={start.name ? `Example ${start.name}` : "New example"} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <TextField label="Name" value={name} onValue={setName} />
        <JsonField label="Input" text={input} onText={setInput} />
        <SelectField
          label="It must give"
          value={expected}
          choices={Object.entries(WORDS).map(([value, label]) => ({ value, label }))}
          onValue={(value) => setExpected(value as Expected)}
        />
        {expected === "result" ? (
          <TextArea
            label="Result"
            mono
            value={result}
            onValue={setResult}
            fault={"fault" in wanted ? { message: wanted.fault } : null}
          />
        ) : null}
        {expected === "error" ? <TextField label="Code of the error" mono value={error} onValue={setError} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabledReason={missing}>
            Keep example
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface Props {
  tests: readonly ToolTest[];
  onTests: (tests: ToolTest[]) => void;
  /** The stored version that examples run on; without one they are only kept. */
  stored: { tool: string; number: number } | null;
  /** Why they cannot be run now. */
  refusal: string | null;
  /** What a new example starts from: the last dry run. */
  next: ToolTest;
}

/** Examples that a tool must get right, and how they go on the stored version. */
export function ExamplesEditor({ tests, onTests, stored, refusal, next }: Props) {
  const [editing, setEditing] = useState<number | "new" | null>(null);
  const report = useMutation({
    mutationFn: ({ tool, number }: { tool: string; number: number }) =>
      call("testToolVersion", { path: { tool, number } }),
  });
  const outcomes = new Map((report.data?.outcomes ?? []).map((outcome) => [outcome.name, outcome]));
  const done = (test: ToolTest) => {
    onTests(editing === "new" ? [...tests, test] : tests.map((one, at) => (at === editing ? test : one)));
    setEditing(null);
  };
  return (
    <div className="stack">
      <p className="soft">Examples are stored with the tool and run in the sandbox, each by itself.</p>
      <ul className="stack tight" aria-label="Examples">
        {tests.map((test, at) => {
          const outcome = outcomes.get(test.name);
          return (
            <li key={`${at} ${test.name}`} className="card stack tight">
              <div className="row spread">
                <div className="row">
                  <strong>{test.name}</strong>
                  <span className="faint">{WORDS[expectedOf(test)]}</span>
                  {outcome ? (
                    <Badge tone={outcome.passed ? "good" : "bad"}>{outcome.passed ? "passed" : "failed"}</Badge>
                  ) : null}
                </div>
                <div className="row">
                  <Button small look="ghost" aria-label={`Change example ${test.name}`} onClick={() => setEditing(at)}>
                    Change
                  </Button>
                  <IconButton
                    small
                    icon="trash"
                    aria-label={`Remove example ${test.name}`}
                    onClick={() => onTests(tests.filter((_, other) => other !== at))}
                  />
                </div>
              </div>
              {outcome && !outcome.passed ? <p className="said">{outcome.detail}</p> : null}
            </li>
          );
        })}
      </ul>
      <div className="form-actions">
        <Button icon="add" onClick={() => setEditing("new")}>
          Add an example
        </Button>
        <Button
          icon="run-all"
          busy={report.isPending}
          disabledReason={
            refusal ??
            (stored === null ? "Save the tool first." : tests.length === 0 ? "There are no examples yet." : null)
          }
          onClick={() => stored && report.mutate(stored)}
        >
          Run all examples
        </Button>
      </div>
      {report.error ? <ProblemNote error={report.error} /> : null}
      {editing === null ? null : (
        <ExampleDialog
          start={(editing === "new" ? undefined : tests[editing]) ?? next}
          onDone={done}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}
