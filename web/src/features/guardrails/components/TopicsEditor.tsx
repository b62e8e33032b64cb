import type { FieldProblem } from "@/api/errors";
import { fieldProblem } from "@/api/errors";
import type { GuardrailTopic } from "@/api/types";
import { Button } from "@/ui/Button";
import { TextArea, TextField } from "@/ui/Field";
import { faultOf } from "../faults";

interface Props {
  title: string;
  lead: string;
  /** Where the topics stand in the document, for what is wrong with them. */
  path: string;
  topics: readonly GuardrailTopic[];
  problems: readonly FieldProblem[];
  refusal: string | null;
  onTopics: (topics: GuardrailTopic[]) => void;
}

/** Topics, each told by examples of texts that are about it. */
export function TopicsEditor({ title, lead, path, topics, problems, refusal, onTopics }: Props) {
  const set = (at: number, patch: Partial<GuardrailTopic>) =>
    onTopics(topics.map((topic, other) => (other === at ? { ...topic, ...patch } : topic)));
  const fault = (where: string) => {
    const found = fieldProblem(problems, `${path}/${where}`);
    return found ? { message: found.message } : null;
  };
  const whole = faultOf(problems, path);
  return (
    <section className="stack" aria-label={title}>
      <h2>{title}</h2>
      <p className="soft">{lead}</p>
      {whole ? <div className="field-error">{whole.message}</div> : null}
      {topics.map((topic, at) => (
        <fieldset key={at}>
          <legend>{topic.name || `Topic ${at + 1}`}</legend>
          <div className="pair">
            <TextField
              label="Name"
              value={topic.name}
              onValue={(name) => set(at, { name })}
              fault={fault(`${at}/name`)}
            />
            <TextArea
              label="Examples"
              rows={4}
              value={topic.examples.join("\n")}
              onValue={(text) => set(at, { examples: text === "" ? [] : text.split("\n") })}
              hint="Texts that are about it, one a line: two at least, a dozen is better."
              fault={fault(`${at}/examples`)}
            />
          </div>
          <Button
            small
            icon="trash"
            disabledReason={refusal}
            onClick={() => onTopics(topics.filter((_, other) => other !== at))}
          >
            Remove {topic.name || `topic ${at + 1}`}
          </Button>
        </fieldset>
      ))}
      <div>
        <Button icon="add" disabledReason={refusal} onClick={() => onTopics([...topics, { name: "", examples: [] }])}>
          Add to {title.toLowerCase()}
        </Button>
      </div>
    </section>
  );
}
