/** One parameter of a table: its name, the family and numbers of its prior, and how they compare with the rows. */
import { useState } from 'react';
import { fieldValue, priorFamilies, type PriorField, toFamily, withField } from '../../../inference/priors/families.ts';
import type { SimulatedTable } from '../../../inference/observation/simulatedTable.ts';
import type { PriorComparison } from '../../../inference/priors/rows/comparePrior.ts';
import type { StatedFamily } from '../../../inference/priors/rows/fits.ts';
import { fittedPrior, statedFamilies } from '../../../inference/priors/rows/proposePrior.ts';
import { refutation, type StatedParameter } from '../../../inference/study/table/describedTable.ts';
import { Choice } from '../controls/Choice.tsx';
import { NumberBox } from '../controls/NumberBox.tsx';
import { Problem } from '../controls/Problem.tsx';
import { Switch } from '../controls/Switch.tsx';
import css from './SimulationsDialog.module.css';

const families = statedFamilies.map((value) => ({ value, label: priorFamilies[value].label }));
const ANYWHERE = { low: -Infinity, high: Infinity };

interface Props {
  /** From 1. */
  readonly position: number;
  readonly parameter: StatedParameter;
  /** With the rows that the prior is compared with. */
  readonly table: SimulatedTable;
  /** Null: the prior is not sound. */
  readonly comparison: PriorComparison | null;
  /** The prior is the one that was fitted to the rows. */
  readonly proposed: boolean;
  /** Whether the parameter's whole numbers are spread over their unit; null: it has others. */
  readonly jitter: boolean | null;
  readonly onJitter: (on: boolean) => void;
  readonly onChange: (next: StatedParameter) => void;
}

export function StatedParameterRow(props: Props) {
  const { position, parameter, table, comparison, proposed, jitter, onJitter, onChange } = props;
  const { name, prior } = parameter;
  const [problem, setProblem] = useState<string | null>(null);
  const id = `stated-problem-${position}`;
  const choose = (family: StatedFamily) => {
    const fitted = fittedPrior(family, table.theta, table.parameters.length, position - 1);
    onChange({ name, prior: fitted ?? toFamily(prior, family, ANYWHERE, { low: 0, high: 1 }) });
  };
  const box = ({ key, label, optional, logarithm = false }: PriorField) => {
    const value = fieldValue(prior, key) ?? null;
    return (
      <NumberBox
        key={`${prior.family} ${key}`}
        label={`${label}, parameter ${position}`}
        prefix={label}
        value={logarithm && value !== null ? Math.exp(value) : value}
        describedBy={id}
        onProblem={setProblem}
        onChange={(next) => {
          if (logarithm && next <= 0) return `${label} is ${next}; it must be above 0.`;
          onChange({ name, prior: withField(prior, key, logarithm ? Math.log(next) : next) });
          return null;
        }}
        {...(optional && {
          onClear: () => {
            onChange({ name, prior: withField(prior, key, undefined) });
            return null;
          },
        })}
      />
    );
  };
  const refuted = comparison && refutation(parameter, comparison, table);
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
        value={prior.family === 'fixed' || prior.family === 'uniformLessNormal' ? 'uniform' : prior.family}
        options={families}
        onChange={choose}
      />
      <span className={css.numbers}>{priorFamilies[prior.family].fields.map(box)}</span>
      {comparison === null ? null : (
        <p className={refuted === null ? css.fit : css.refuted}>
          {refuted ?? agreement(comparison.distance, proposed)}
          {refuted !== null && proposed
            ? ' This is the family that fits best, but none fits: state the prior that the posterior should use, and weight the rows.'
            : ''}
        </p>
      )}
      {jitter === null ? null : (
        <span className={css.jitter}>
          <Switch checked={jitter} onChange={onJitter}>
            These are whole numbers, but the network learns a density. Add U(-0.5, 0.5) to them, so that rounded draws
            of {name} give the probability of each number
          </Switch>
        </span>
      )}
      <Problem id={id} text={problem} />
    </li>
  );
}

function agreement(distance: number, proposed: boolean): string {
  const size = `largest difference ${(100 * distance).toPrecision(2)} %`;
  return proposed ? `Fitted to the rows (${size}).` : `The rows are compatible with this prior (${size}).`;
}
