/** The noise of the observation: its seed, the same again, some more on top of the data as they are; and the way back. */
import { useId, useState } from 'react';
import { addNoise, simulateAgain, undoObservation } from '../../actions/observation.ts';
import { useApp, useLocked, useSession } from '../hooks/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { NumberBox } from '../controls/NumberBox.tsx';
import { Problem } from '../controls/Problem.tsx';
import css from './ObservationPanel.module.css';

const MOST = 2 ** 32 - 1;

export function NoiseTools() {
  const session = useSession();
  const id = useId();
  const seed = useApp((state) => state.observation.noiseSeed);
  const locked = useLocked('truth');
  const [problem, setProblem] = useState<string | null>(null);
  const set = (next: number) => {
    if (next < 0 || next > MOST) return `The noise seed is ${next}: choose a whole number from 0 to ${MOST}.`;
    session.observationEditing.simulate(next);
    return null;
  };
  return (
    <div className={css.noise}>
      {locked ? null : (
        <NumberBox
          label="Noise seed"
          prefix="seed"
          value={seed}
          integer
          onChange={set}
          onProblem={setProblem}
          describedBy={id}
        />
      )}
      <ActionButton action={simulateAgain} look="quiet" size="small" iconOnly />
      <ActionButton action={addNoise} look="quiet" size="small" iconOnly />
      <ActionButton action={undoObservation} look="quiet" size="small" iconOnly />
      <Problem id={id} text={problem} />
    </div>
  );
}
