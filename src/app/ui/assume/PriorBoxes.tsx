/** A box for each number of a prior. Limits of a truncated prior have boxes of their own, once there is one. */
import { type FocusEvent, useEffect, useId, useRef, useState } from 'react';
import type { PriorField } from '../../../inference/priors/families.ts';
import { fieldValue, priorFamilies, withField } from '../../../inference/priors/families.ts';
import type { Prior } from '../../../inference/priors/prior.ts';
import type { ParameterSpec } from '../../../inference/simulators/system.ts';
import { Marked } from '../words/Marked.tsx';
import { NumberBox } from '../controls/NumberBox.tsx';
import css from './ParameterCard.module.css';

interface Props {
  readonly spec: ParameterSpec;
  readonly prior: Prior;
  /** Takes the prior, or says why not. */
  readonly onAttempt: (prior: Prior) => string | null;
  readonly onProblem: (problem: string | null) => void;
  readonly describedBy: string;
}

export function PriorBoxes({ spec, prior, onAttempt, onProblem, describedBy }: Props) {
  const { fields } = priorFamilies[prior.family];
  const helpId = useId();
  const { helped, ...focus } = useHelp();
  const box = (field: PriorField) => {
    const value = fieldValue(prior, field.key);
    if (value === undefined) return null;
    return (
      <NumberBox
        key={field.key}
        label={`${spec.label}, ${field.label}`}
        prefix={field.label}
        value={field.logarithm ? Math.exp(value) : value}
        onChange={(typed) => {
          if (field.logarithm && typed <= 0) return `${field.label} must be above 0.`;
          return onAttempt(withField(prior, field.key, field.logarithm ? Math.log(typed) : typed));
        }}
        onProblem={onProblem}
        describedBy={describedBy}
        explainedBy={helpId}
      />
    );
  };
  return (
    <div {...focus}>
      <div className={css.numbers}>{fields.map(box)}</div>
      <p id={helpId} className={css.numbersHelp} hidden={!helped}>
        <Marked text={fields.map((field) => `${field.label}: ${field.help}`).join(' ')} />
      </p>
    </div>
  );
}

/** Longer than a click takes, ms. */
const AFTER_LEAVING = 600;

/**
 * Whoever is in one of the boxes is told what they hold; a term in it can be reached from there. It goes after the click that
 * leaves them: earlier, what is clicked on would move away under the pointer.
 */
function useHelp() {
  const [helped, setHelped] = useState(false);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    helped,
    onFocus: () => {
      clearTimeout(timer.current);
      setHelped(true);
    },
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent) => {
      if (currentTarget.contains(relatedTarget)) return;
      timer.current = window.setTimeout(() => setHelped(false), AFTER_LEAVING);
    },
  };
}
