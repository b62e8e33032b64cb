import type { FieldProblem } from "@/api/errors";
import type { GuardrailJudge } from "@/api/types";
import { Button } from "@/ui/Button";
import { CheckField, type FieldFault, SelectField, TextArea, TextField } from "@/ui/Field";
import { faultOf } from "../faults";
import { type JudgeCategory, useJudgeCategories, useJudgeChoices } from "../queries";

const PATH = "/document/judge";
const TIMEOUT_S = 10;

interface Props {
  judge: GuardrailJudge | null;
  problems: readonly FieldProblem[];
  refusal: string | null;
  onJudge: (judge: GuardrailJudge) => void;
}

type PartProps = Props & { judge: GuardrailJudge };

/** The categories with one more or one less; all of ours are said by saying none. */
function toggled(
  { categories }: GuardrailJudge,
  known: readonly JudgeCategory[],
  name: string,
  on: boolean,
): string[] | null {
  const chosen = (categories ?? known.map((one) => one.name)).filter((one) => one !== name);
  const next = on ? [...chosen, name] : chosen;
  return known.every((one) => next.includes(one.name)) ? null : next;
}

/** What is wrong with a group of fields. */
function Fault({ fault }: { fault: FieldFault | null }) {
  if (!fault) return null;
  return (
    <div className="field">
      <div className="field-error">{fault.message}</div>
    </div>
  );
}

function Categories({ judge, problems, onJudge }: PartProps) {
  const known = useJudgeCategories();
  const fault = faultOf(problems, `${PATH}/categories`) ?? faultOf(problems, "/document/categories");
  return (
    <fieldset>
      <legend>Categories it is asked about</legend>
      <Fault fault={fault} />
      <div className="pair">
        {known.map(({ name, label, description }) => (
          <CheckField
            key={name}
            label={label}
            hint={description}
            checked={judge.categories?.includes(name) ?? true}
            onChecked={(on) => onJudge({ ...judge, categories: toggled(judge, known, name, on) })}
          />
        ))}
      </div>
    </fieldset>
  );
}

function OwnCategories({ judge, problems, refusal, onJudge }: PartProps) {
  const own = judge.own_categories ?? [];
  const put = (own_categories: typeof own) => onJudge({ ...judge, own_categories });
  const set = (at: number, patch: Partial<(typeof own)[number]>) =>
    put(own.map((one, other) => (other === at ? { ...one, ...patch } : one)));
  const whole = faultOf(problems, `${PATH}/own_categories`);
  return (
    <>
      <Fault fault={whole} />
      {own.map((category, at) => (
        <fieldset key={at}>
          <legend>{category.name || `Category ${at + 1}`}</legend>
          <div className="pair">
            <TextField
              label="Name of the category"
              mono
              value={category.name}
              onValue={(name) => set(at, { name })}
              hint="Small letters, digits and hyphens."
              fault={faultOf(problems, `${PATH}/own_categories/${at}/name`)}
            />
            <TextArea
              label="What falls into it"
              rows={2}
              value={category.description}
              onValue={(description) => set(at, { description })}
              hint="As the judge is told it: “Recommends products of other banks.”"
              fault={faultOf(problems, `${PATH}/own_categories/${at}/description`)}
            />
          </div>
          <div>
            <Button
              small
              icon="trash"
              disabledReason={refusal}
              onClick={() => put(own.filter((_, other) => other !== at))}
            >
              Remove {category.name || `category ${at + 1}`}
            </Button>
          </div>
        </fieldset>
      ))}
      <div>
        <Button icon="add" disabledReason={refusal} onClick={() => put([...own, { name: "", description: "" }])}>
          Add a category of our own
        </Button>
      </div>
    </>
  );
}

/** Which model judges for the rules of the detector judge, by what, and how long it may take. */
export function JudgeEditor(props: Props) {
  const { problems, onJudge } = props;
  const judge = props.judge ?? { model: "" };
  const choices = useJudgeChoices();
  const known = choices.some(({ value }) => value === judge.model);
  const first = judge.model ? { value: judge.model, label: judge.model } : { value: "", label: "Choose a model" };
  const part = { ...props, judge };
  return (
    <section className="stack" aria-labelledby="guardrail-judge">
      <h2 id="guardrail-judge">Judge</h2>
      <p className="soft">
        A model of yours reads what every other rule of the stage lets through. It costs money and time; no verdict in
        time is a hit.
      </p>
      <div className="pair">
        <SelectField
          label="Model that judges"
          value={judge.model}
          choices={known ? choices : [first, ...choices]}
          onValue={(model) => onJudge({ ...judge, model })}
          hint="A route tries its models in order; a single model is used as it is."
          fault={faultOf(problems, `${PATH}/model`) ?? faultOf(problems, PATH)}
        />
        <TextField
          label="Seconds for a verdict"
          type="number"
          min={0.5}
          max={120}
          step={0.5}
          value={String(judge.timeout_s ?? TIMEOUT_S)}
          onValue={(text) => onJudge({ ...judge, timeout_s: Number(text) })}
          hint="From 0.5 to 120."
          fault={faultOf(problems, `${PATH}/timeout_s`)}
        />
      </div>
      <Categories {...part} />
      <OwnCategories {...part} />
    </section>
  );
}
