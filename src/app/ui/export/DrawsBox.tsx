/** How many posterior draws a file is to hold. */
import { useId, useState } from 'react';
import { count } from '../../format/number.ts';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { DRAWS } from '../../store/exportingSlice.ts';
import { NumberBox } from '../controls/NumberBox.tsx';
import { Problem } from '../controls/Problem.tsx';
import css from './Export.module.css';

export function DrawsBox() {
  const { store } = useParts();
  const id = useId();
  const draws = useApp((state) => state.exporting.draws);
  const [problem, setProblem] = useState<string | null>(null);
  const set = (next: number) => {
    if (next < DRAWS.low || next > DRAWS.high) {
      return `${count(next)} draws: choose ${count(DRAWS.low)} to ${count(DRAWS.high)}.`;
    }
    patch(store, 'exporting', { draws: next });
    return null;
  };
  return (
    <div className={css.draws}>
      <Problem id={id} text={problem} />
      <span>draws</span>
      <NumberBox label="Number of draws" value={draws} integer onChange={set} onProblem={setProblem} describedBy={id} />
    </div>
  );
}
