/** What can be done about a posterior that a check has found wanting, each mend with what it gains on fresh data. */
import type { ReactNode } from 'react';
import type { PosteriorScore } from '../../../inference/mending/score.ts';
import type { Mend } from '../../../inference/mending/altered.ts';
import { tryMends, weighDraws } from '../../actions/checks.ts';
import { checkObstacle } from '../../actions/obstacles.ts';
import { trainingLimits } from '../../../inference/training/defaults.ts';
import type { TrainingSettings } from '../../../inference/training/settings.ts';
import { count, fixed } from '../../format/number.ts';
import { useApp, useSession } from '../../store/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Button } from '../controls/Button.tsx';
import { Card } from '../controls/Card.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import { VerdictLine } from '../controls/VerdictLine.tsx';
import column from './CheckColumn.module.css';
import css from './TrustCards.module.css';

const NAMES: Readonly<Record<Mend['kind'], string>> = {
  rescaling: 'Width and shift',
  temperature: 'Temperature',
  marginals: 'Recalibrated marginals',
};

export function MendCard() {
  const session = useSession();
  const progress = useApp((state) => state.trust.mendProgress);
  const report = useApp((state) => state.trust.mends);
  const mend = useApp((state) => state.trust.alteration.mend);
  return (
    <Card
      className={`${column.card} ${css.stack}`}
      title="Mend it"
      aside={mend === null ? null : `${NAMES[mend.kind]} in use`}
    >
      {report === null ? (
        <p className={column.empty}>
          Mends that need no training are fitted to 500 fresh data sets and judged on 400 others.
        </p>
      ) : (
        <MendTable />
      )}
      {mend === null ? null : (
        <Button size="small" onClick={() => session.trust.use(null)}>
          Take the mend off
        </Button>
      )}
      <ActionButton action={tryMends} size="small" />
      {progress === null ? null : <ProgressBar label="Trial of mends" fraction={progress} />}
      <Weights />
      <Retraining />
    </Card>
  );
}

function MendTable() {
  const session = useSession();
  const report = useApp((state) => state.trust.mends);
  const mend = useApp((state) => state.trust.alteration.mend);
  const obstacle = useApp(checkObstacle);
  if (report === null) return null;
  const { before, tried, conformal } = report;
  return (
    <>
      <ul className={css.mends}>
        <MendLine name="As it is" fitted="" score={before} />
        {tried.map((entry) => (
          <MendLine
            key={entry.mend.kind}
            name={NAMES[entry.mend.kind]}
            fitted={entry.fitted}
            score={entry.after}
            gain={before.loss - entry.after.loss}
          >
            <Button
              size="small"
              reason={entry.mend === mend ? 'It is in use.' : obstacle}
              onClick={() => (obstacle === null && entry.mend !== mend ? session.trust.use(entry.mend) : undefined)}
            >
              Use {NAMES[entry.mend.kind].toLowerCase()}
            </Button>
          </MendLine>
        ))}
      </ul>
      <p className={column.note}>
        Conformal regions: the posterior's own {fixed(100 * conformal.level, 0)} % regions hold{' '}
        {fixed(100 * conformal.heldBefore, 1)} % of fresh true values; regions {'{ln q ≥ τ}'} with τ from the other data
        sets hold {fixed(100 * conformal.heldAfter, 1)} %, and {fixed(100 * conformal.mass, 1)} % of the posterior.
      </p>
    </>
  );
}

function MendLine(props: {
  readonly name: string;
  readonly fitted: string;
  readonly score: PosteriorScore;
  readonly gain?: number;
  readonly children?: ReactNode;
}) {
  const { name, fitted, score, gain, children } = props;
  const change = gain === undefined ? '' : ` (${gain < 0 ? '+' : '−'}${fixed(Math.abs(gain), 2)})`;
  return (
    <li className={css.mend} aria-label={name}>
      <div className={css.mendHead}>
        <b>{name}</b>
        <span className={column.note}>{fitted}</span>
      </div>
      <VerdictLine verdict={score.verdict} />
      <p className={column.note}>
        90 % intervals hold {fixed(100 * score.held90, 1)} %; loss {fixed(score.loss, 2)} nats{change}
      </p>
      {children}
    </li>
  );
}

/** Importance weights, where the likelihood is known. */
function Weights() {
  const observation = useApp((state) => state.observation.id);
  const weighted = useApp((state) => state.trust.weighted);
  const found = weighted?.observation === observation ? weighted.report : null;
  return (
    <>
      {found === null ? null : (
        <>
          <VerdictLine verdict={found.verdict} />
          {found.gap === null ? null : (
            <p className={column.note}>
              Distance from the reference: {fixed(found.gap.before.value, 2)} sd without weights,{' '}
              {fixed(found.gap.after.value, 2)} sd with them.
            </p>
          )}
        </>
      )}
      <ActionButton action={weighDraws} size="small" />
    </>
  );
}

/** Mends that need training: their before and after are the checks of the two runs, of which the first is pinned. */
function Retraining() {
  const session = useSession();
  const { simulations, epochs, fresh, members } = useApp((state) => state.study.training);
  const obstacle = useApp(checkObstacle);
  const retrain = (change: Partial<TrainingSettings>) => {
    if (obstacle === null) session.mendByTraining(change);
  };
  // Simulations that are seen once become more with every epoch.
  const more = fresh
    ? { epochs: Math.min(4 * epochs, trainingLimits.epochs.high) }
    : { simulations: Math.min(4 * simulations, trainingLimits.simulations.high) };
  const most = more.epochs === epochs || more.simulations === simulations;
  return (
    <div className={css.retrain}>
      <Button
        size="small"
        reason={most ? 'It has the most already.' : obstacle}
        onClick={() => (most ? undefined : retrain(more))}
      >
        Train on {count((more.simulations ?? simulations) * (fresh ? (more.epochs ?? epochs) : 1))} simulations
      </Button>
      <Button
        size="small"
        reason={members >= 5 ? 'It is an ensemble already.' : obstacle}
        onClick={() => (members >= 5 ? undefined : retrain({ members: 5 }))}
      >
        Train five networks
      </Button>
    </div>
  );
}
