/** The corrections that were tried, each with what it gains on fresh data; and conformal regions, which correct nothing else. */
import type { ReactNode } from 'react';
import type { PosteriorScore } from '../../../inference/correction/score.ts';
import { checkObstacle } from '../../readout/network/obstacles.ts';
import { fixed } from '../../format/number.ts';
import { useApp, useSession } from '../hooks/hooks.ts';
import { Button } from '../controls/Button.tsx';
import { VerdictLine } from '../controls/VerdictLine.tsx';
import column from './CheckColumn.module.css';
import { correctionNames } from '../../readout/text/correctionNames.ts';
import css from './TrustCards.module.css';

export function CorrectionTable() {
  const session = useSession();
  const report = useApp((state) => state.trust.corrections);
  const correction = useApp((state) => state.trust.transform.correction);
  const obstacle = useApp(checkObstacle);
  if (report === null) return null;
  const { before, tried, conformal } = report;
  return (
    <>
      <ul className={css.corrections}>
        <CorrectionLine name="As it is" fitted="" score={before} />
        {tried.map((entry) => (
          <CorrectionLine
            key={entry.correction.kind}
            name={correctionNames[entry.correction.kind]}
            fitted={entry.fitted}
            score={entry.after}
            gain={before.loss - entry.after.loss}
          >
            <Button
              size="small"
              reason={entry.correction === correction ? 'It is in use.' : obstacle}
              onClick={() =>
                obstacle === null && entry.correction !== correction ? session.trust.use(entry.correction) : undefined
              }
            >
              Use {correctionNames[entry.correction.kind].toLowerCase()}
            </Button>
          </CorrectionLine>
        ))}
      </ul>
      <p className={column.note}>
        Conformal regions: the posterior's own {fixed(100 * conformal.level, 0)} % regions contain{' '}
        {fixed(100 * conformal.heldBefore, 1)} % of fresh true values. Regions {'{ln q ≥ τ}'}, with τ from the other
        data sets, contain {fixed(100 * conformal.heldAfter, 1)} % of them and {fixed(100 * conformal.mass, 1)} % of the
        posterior mass.
      </p>
    </>
  );
}

/** '−0.12', '+0.03', or 'unchanged' where two decimals show nothing. */
function changeText(change: number): string {
  if (Math.abs(change) < 0.005) return 'unchanged';
  return `${change > 0 ? '+' : ''}${fixed(change, 2)}`;
}

function CorrectionLine(props: {
  readonly name: string;
  readonly fitted: string;
  readonly score: PosteriorScore;
  readonly gain?: number;
  readonly children?: ReactNode;
}) {
  const { name, fitted, score, gain, children } = props;
  const change = gain === undefined ? '' : ` (${changeText(-gain)})`;
  return (
    <li className={css.trial} aria-label={name}>
      <div className={css.trialHead}>
        <b>{name}</b>
        <span className={column.note}>{fitted}</span>
      </div>
      <VerdictLine verdict={score.verdict} />
      <p className={column.note}>
        90 % intervals contain {fixed(100 * score.held90, 1)} %; loss {fixed(score.loss, 2)} nats{change}
      </p>
      {children}
    </li>
  );
}
