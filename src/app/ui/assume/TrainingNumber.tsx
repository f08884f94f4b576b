/** One number among the training settings. */
import { useId, useState } from 'react';
import type { TrainingSettings } from '../../../inference/training/settings.ts';
import { anchorOf } from '../../browser/anchor.ts';
import { short } from '../../format/number.ts';
import { useApp, useSession } from '../hooks/hooks.ts';
import { NumberBox } from '../controls/NumberBox.tsx';
import { Problem } from '../controls/Problem.tsx';
import { Marked } from '../words/Marked.tsx';
import css from './TrainingFold.module.css';

type NumberSetting =
  | 'simulations'
  | 'members'
  | 'epochs'
  | 'patience'
  | 'batchSize'
  | 'learningRate'
  | 'clipNorm'
  | 'weightPriorSd';

interface Props {
  readonly field: NumberSetting;
  readonly label: string;
  readonly unit?: string;
  readonly help: string;
  readonly limits: { readonly low: number; readonly high: number };
  readonly integer?: boolean;
}

export function TrainingNumber({ field, label, unit, help, limits, integer = false }: Props) {
  const session = useSession();
  const id = useId();
  const value = useApp((state) => state.study.training[field]);
  const [problem, setProblem] = useState<string | null>(null);
  if (value === null) return null;
  const set = (next: number) => {
    const { low, high } = limits;
    if (next < low || next > high) return `${label}: ${short(next)} is outside ${short(low)} to ${short(high)}.`;
    const change: Partial<TrainingSettings> = { [field]: next };
    session.studyEditing.setTraining(change);
    return null;
  };
  return (
    <div className={css.field} data-anchor={anchorOf({ kind: 'setting', name: field })}>
      <div className={css.line}>
        <span>
          {label}
          {unit === undefined ? null : <span className={css.help}> [{unit}]</span>}
        </span>
        <NumberBox
          label={label}
          value={value}
          integer={integer}
          onChange={set}
          onProblem={setProblem}
          describedBy={id}
        />
      </div>
      <p className={css.help}>
        <Marked text={`${help} From ${short(limits.low)} to ${short(limits.high)}.`} />
      </p>
      <Problem id={id} text={problem} />
    </div>
  );
}
