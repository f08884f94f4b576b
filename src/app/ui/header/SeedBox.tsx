/** The seed of the simulations and of the initial weights: another one trains another network. */
import { useId, useState } from 'react';
import { possible } from '../../actions/action.ts';
import { reseed } from '../../actions/training.ts';
import { anchorOf } from '../../browser/anchor.ts';
import { useApp, useHidden, useLocked, useSession } from '../hooks/hooks.ts';
import { NumberBox } from '../controls/NumberBox.tsx';
import { Problem } from '../controls/Problem.tsx';
import { Unseen } from '../controls/Unseen.tsx';
import css from './Header.module.css';

const MOST = 2 ** 32 - 1;
const HELP =
  'Another seed trains another network, with new simulations and initial weights. Undo restores the previous one.';

export function SeedBox() {
  const session = useSession();
  const id = useId();
  const seed = useApp((state) => state.study.seed);
  const enabled = useApp((state) => possible(reseed, state));
  const hidden = useHidden('seed');
  const locked = useLocked('seed');
  const [problem, setProblem] = useState<string | null>(null);
  if (hidden) return null;
  const set = (next: number) => {
    if (next === seed) return null;
    if (enabled !== true) return enabled;
    if (next < 0 || next > MOST) return `The seed is ${next}: choose a whole number from 0 to ${MOST}.`;
    session.studyEditing.setSeed(next);
    session.opening.trainNow();
    return null;
  };
  return (
    <fieldset
      disabled={locked}
      className={css.seed}
      title={HELP}
      aria-describedby={`${id}-help`}
      data-anchor={anchorOf({ kind: 'action', name: reseed.id })}
    >
      <NumberBox
        label="Seed"
        prefix="seed"
        value={seed}
        integer
        onChange={set}
        onProblem={setProblem}
        describedBy={id}
      />
      <Unseen id={`${id}-help`}>{HELP}</Unseen>
      <Problem id={id} text={problem} />
    </fieldset>
  );
}
