import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import type { GuardrailDocument, GuardrailJudge, GuardrailPolicy, GuardrailTopic } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { DiffView } from "@/ui/DiffView";
import { CheckField, SelectField, TextArea } from "@/ui/Field";
import { MenuButton } from "@/ui/Menu";
import { useNavigation, useParam } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { notify, notifyProblem } from "@/ui/toasts";
import { Assignment } from "../components/Assignment";
import { JudgeEditor } from "../components/JudgeEditor";
import { PastRuns } from "../components/PastRuns";
import { RulesEditor } from "../components/RulesEditor";
import { TopicsEditor } from "../components/TopicsEditor";
import { useDocumentDraft } from "../draft";
import { policyQuery, useGuardrailChange } from "../queries";
import "../guardrails.css";

const lines = (text: string) => (text === "" ? [] : text.split("\n"));

interface DocumentProps {
  document: GuardrailDocument;
  error: unknown;
  refusal: string | null;
  onChange: (patch: Partial<GuardrailDocument>) => void;
}

function DocumentForm({ document, error, refusal, onChange }: DocumentProps) {
  const problems = error ? (toProblem(error).errors ?? []) : [];
  const judge = document.judge ?? null;
  const fault = (path: string) => {
    const found = fieldProblem(problems, path);
    return found ? { message: found.message } : null;
  };
  return (
    <>
      <RulesEditor
        rules={document.rules}
        judge={judge}
        problems={problems}
        refusal={refusal}
        onRules={(rules) => onChange({ rules })}
      />
      {judge || document.rules.some(({ detector }) => detector === "judge") ? (
        <JudgeEditor
          judge={judge}
          problems={problems}
          refusal={refusal}
          onJudge={(changed) => onChange({ judge: changed })}
        />
      ) : null}
      <div className="pair">
        <TextArea
          label="Denied words"
          required={false}
          rows={3}
          value={(document.denied_words ?? []).join("\n")}
          onValue={(text) => onChange({ denied_words: lines(text) })}
          hint="Words and phrases, one a line, for rules with the detector denied words."
          fault={fault("/document/denied_words")}
        />
        <TextArea
          label="Languages that pass"
          required={false}
          mono
          rows={3}
          value={(document.languages ?? []).join("\n")}
          onValue={(text) => onChange({ languages: lines(text) })}
          hint="Codes of two letters, one a line, for rules with the detector language."
          fault={fault("/document/languages")}
        />
      </div>
      <TopicsEditor
        title="Denied topics"
        lead="For rules with the detector “a denied topic”: a text hits when it is near one."
        path="/document/denied_topics"
        topics={document.denied_topics ?? []}
        problems={problems}
        refusal={refusal}
        onTopics={(denied_topics) => onChange({ denied_topics })}
      />
      <TopicsEditor
        title="Allowed topics"
        lead="For rules with the detector “none of the allowed topics”: a text hits when it is near none."
        path="/document/allowed_topics"
        topics={document.allowed_topics ?? []}
        problems={problems}
        refusal={refusal}
        onTopics={(allowed_topics) => onChange({ allowed_topics })}
      />
      <div className="pair">
        <CheckField
          label="Shadow"
          hint="Record what would have been done, and do nothing."
          checked={document.shadow ?? false}
          onChecked={(shadow) => onChange({ shadow })}
        />
        <SelectField
          label="When a detector fails to run"
          value={document.on_failure ?? "block"}
          choices={[
            { value: "block", label: "block the text" },
            { value: "flag", label: "flag it and let it pass" },
          ]}
          onValue={(value) => onChange({ on_failure: value === "flag" ? "flag" : "block" })}
        />
      </div>
    </>
  );
}

const filled = (list: readonly string[] = []) => list.map((one) => one.trim()).filter(Boolean);
const told = (topics: readonly GuardrailTopic[] = []) =>
  topics.map(({ name, examples }) => ({ name: name.trim(), examples: filled(examples) }));

/** The judge's settings without what only stands around the words. */
function settled(judge: GuardrailJudge | null | undefined): GuardrailJudge | null {
  const own_categories = (judge?.own_categories ?? []).map(({ name, description }) => ({
    name: name.trim(),
    description: description.trim(),
  }));
  return judge ? { ...judge, own_categories } : null;
}

/** A document without what only stands there as a line that was not written yet. */
function tidied(document: GuardrailDocument): GuardrailDocument {
  return {
    ...document,
    denied_words: filled(document.denied_words),
    languages: filled(document.languages),
    denied_topics: told(document.denied_topics),
    allowed_topics: told(document.allowed_topics),
    judge: settled(document.judge),
  };
}

interface ShownProps {
  /** The policy with the document of the version that is shown. */
  policy: GuardrailPolicy;
  number: number;
}

function Versions({ policy, number }: ShownProps) {
  const navigation = useNavigation();
  const active = useQuery({
    ...policyQuery(policy.id, policy.active_number),
    enabled: policy.active_number !== null && policy.active_number !== number,
  });
  const choices = Array.from({ length: policy.latest_number }, (_, at) => policy.latest_number - at).map((one) => ({
    value: String(one),
    label: `Version ${one}${one === policy.active_number ? " (applies)" : ""}`,
  }));
  const written = (document: GuardrailDocument) => JSON.stringify(document, null, 2);
  return (
    <section className="stack" aria-labelledby="guardrail-versions">
      <h2 id="guardrail-versions">Versions</h2>
      <div className="filters">
        <SelectField
          label="Shown"
          value={String(number)}
          choices={choices}
          onValue={(value) => navigation.setSearch({ number: value })}
        />
      </div>
      {active.data && policy.active_number !== number ? (
        <DiffView
          before={written(active.data.document)}
          after={written(policy.document)}
          label={`Version ${policy.active_number} that applies, and version ${number}`}
        />
      ) : null}
    </section>
  );
}

function Shown({ policy, number }: ShownProps) {
  const navigation = useNavigation();
  const refusal = useRefusal("guardrails.write");
  const [deleting, setDeleting] = useState(false);
  const { document, changed, change, discard } = useDocumentDraft(`${policy.id} ${number}`, policy.document);
  const path = { policy_id: policy.id };
  const save = useGuardrailChange(() => call("changeGuardrailPolicy", { path, body: { document: tidied(document) } }));
  const activate = useGuardrailChange(() => call("activateGuardrailPolicy", { path, body: { number } }));
  const remove = useGuardrailChange(() => call("deleteGuardrailPolicy", { path }));
  const applies = policy.active_number === number;
  const fields = save.error ? (toProblem(save.error).errors ?? []) : [];
  return (
    <div className="page wide">
      <header className="page-head">
        <div className="row">
          <h1>{policy.name}</h1>
          <Badge tone={applies ? "good" : "accent"}>
            v{number} {applies ? "applies" : "does not apply"}
          </Badge>
          {policy.document.shadow ? <Badge tone="accent">shadow</Badge> : null}
          {changed ? <Badge tone="warn">unsaved changes</Badge> : null}
        </div>
        <div className="row">
          {changed ? (
            <Button look="ghost" onClick={discard}>
              Discard
            </Button>
          ) : null}
          <Button
            icon="save"
            busy={save.isPending}
            disabledReason={refusal ?? (changed ? null : "Nothing has changed.")}
            onClick={() =>
              save.mutate(undefined, {
                onSuccess: ({ latest_number }) => {
                  discard();
                  notify(`Saved as version ${latest_number}`, "It does not apply before it is activated.");
                  navigation.setSearch({ number: String(latest_number) });
                },
              })
            }
          >
            Save version
          </Button>
          <Button
            look="primary"
            icon="rocket"
            busy={activate.isPending}
            disabledReason={refusal ?? (changed ? "Save first." : applies ? "It applies already." : null)}
            onClick={() =>
              activate.mutate(undefined, {
                onSuccess: () => notify(`Version ${number} applies`, "From the next text that is checked."),
                onError: notifyProblem,
              })
            }
          >
            {number < (policy.active_number ?? 0) ? "Go back to it" : "Activate"}
          </Button>
          <MenuButton
            label="More actions"
            items={[
              { id: "delete", label: "Delete…", icon: "trash", disabledReason: refusal, run: () => setDeleting(true) },
            ]}
          />
        </div>
      </header>
      {save.error && !fieldProblem(fields, "/document") ? <ProblemNote error={save.error} /> : null}
      <DocumentForm document={document} error={save.error} refusal={refusal} onChange={change} />
      <Assignment policy={policy} />
      <Versions policy={policy} number={number} />
      <PastRuns policy={policy.id} number={number} refusal={changed ? "Save first." : null} />
      {deleting ? (
        <ConfirmDialog
          title={`Delete ${policy.name}?`}
          action="Delete"
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setDeleting(false)}
          onConfirm={() =>
            remove.mutate(undefined, {
              onSuccess: () => {
                notify(`${policy.name} was deleted`);
                navigation.close();
                navigation.open(navigation.href("guardrails.policies", {}), { replace: true });
              },
            })
          }
        >
          What it was assigned to falls back to the policy for everything else.
        </ConfirmDialog>
      ) : null}
    </div>
  );
}

/** One guardrail policy: its rules, for whom it is, its versions, and what a version would have done. */
export function PolicyPage() {
  const id = useParam("policy");
  const navigation = useNavigation();
  const asked = navigation.page?.search["number"];
  const policy = useQuery({
    ...policyQuery(id, asked === undefined ? null : Number(asked)),
    placeholderData: keepPreviousData,
  });
  const { setTitle } = navigation;
  const name = policy.data?.name ?? "Guardrail policy";
  useEffect(() => setTitle(name), [name, setTitle]);
  if (policy.error)
    return (
      <div className="page">
        <ProblemNote error={policy.error} onRetry={() => void policy.refetch()} />
      </div>
    );
  if (!policy.data) return <div className="page-wait" role="status" aria-label="Loading the policy" />;
  const number = asked === undefined ? (policy.data.active_number ?? policy.data.latest_number) : Number(asked);
  return <Shown key={id} policy={policy.data} number={number} />;
}
