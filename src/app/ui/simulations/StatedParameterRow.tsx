/** One parameter of a table: its name, and the family and numbers of the prior that its rows were drawn under. */
import { useState } from 'react';
import { fieldValue, priorFamilies, toFamily, withField } from '../../../inference/priors/families.ts';
import type { PriorFamily } from '../../../inference/priors/prior.ts';
import type { StatedParameter } from '../../../inference/study/describedTable.ts';
import { Choice } from '../controls/Choice.tsx';
import { NumberBox } from '../controls/NumberBox.tsx';
import { Problem } from '../controls/Problem.tsx';
import css from './SimulationsDialog.module.css';

const families = (['uniform', 'logUniform', 'normal', 'lognormal', 'beta'] as const).map((value) => ({
  value,
  label: priorFamilies[value].label,
}));
const ANYWHERE = { low: -Infinity, high: Infinity };

interface Props {
  /** From 1. */
  readonly position: number;
  readonly parameter: StatedParameter;
  readonly onChange: (next: StatedParameter) => void;
}

export function StatedParameterRow({ position, parameter, onChange }: Props) {
  const { name, prior } = parameter;
  const [problem, setProblem] = useState<string | null>(null);
  const id = `stated-problem-${position}`;
  const choose = (family: PriorFamily) =>
    onChange({ name, prior: toFamily(prior, family, ANYWHERE, { low: 0, high: 1 }) });
  return (
    <li className={css.row}>
      <input
        className={css.name}
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-label={`Name of parameter ${position}`}
        value={name}
        onChange={(event) => onChange({ name: event.target.value, prior })}
      />
      <Choice
        boxed
        label={`Prior of parameter ${position}`}
        value={prior.family}
        options={families}
        onChange={choose}
      />
      <span className={css.numbers}>
        {priorFamilies[prior.family].fields
          .filter(({ optional }) => !optional)
          .map(({ key, label, logarithm = false }) => {
            const value = fieldValue(prior, key) ?? 0;
            return (
              <NumberBox
                key={`${prior.family} ${key}`}
                label={`${label}, parameter ${position}`}
                prefix={label}
                value={logarithm ? Math.exp(value) : value}
                describedBy={id}
                onProblem={setProblem}
                onChange={(next) => {
                  if (logarithm && next <= 0) return `${label} is ${next}; it must be above 0.`;
                  onChange({ name, prior: withField(prior, key, logarithm ? Math.log(next) : next) });
                  return null;
                }}
              />
            );
          })}
      </span>
      <Problem id={id} text={problem} />
    </li>
  );
}
