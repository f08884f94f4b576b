/** What the data can tell about the parameters, whatever the method: the identifiability sentences. */
import type { Identifiability } from '../../../inference/diagnostics/identifiability/identifiability.ts';
import { fixed, percent } from '../../format/number.ts';
import { useApp } from '../hooks/hooks.ts';
import { Card } from '../controls/Card.tsx';
import css from './CheckColumn.module.css';
import { NetworkVerdict } from './NetworkVerdict.tsx';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';

export const identifiabilityPanel: Panel = {
  id: 'identifiability',
  column: 'check',
  full: true,
  title: 'What the data can tell',
  offered: always,
  Component: IdentifiabilityCard,
};

function IdentifiabilityCard({ anchor, title }: PanelProps) {
  const found = useApp((state) => state.results.identifiability);
  const stale = useApp((state) => state.results.identifiabilityStale);
  const gain = useApp(({ trust, observation }) =>
    trust.observed?.observation === observation.id ? trust.observed.report.informationGain : null,
  );
  const strongest = found === null ? null : found.spectrum[found.spectrum.length - 1];
  return (
    <Card
      className={css.card}
      anchor={anchor}
      title={title}
      aside={strongest === null ? null : `contraction ${percent(Math.max(0, strongest), strongest > 0.99 ? 1 : 0)}`}
    >
      {found === null ? (
        <p className={css.empty}>Appears with the first posterior.</p>
      ) : (
        <div className={stale ? css.stale : undefined} aria-busy={stale}>
          <NetworkVerdict verdict={found.verdict} />
          {gain === null || Number.isNaN(gain) ? null : (
            <p className={css.note}>
              Information gain: {fixed(Math.max(0, gain), 2)} nats from prior to posterior (0: the posterior is the
              prior; 0.69: like halving the range of possible values).
            </p>
          )}
          {found.spectrum.length > 1 ? <Directions found={found} /> : null}
        </div>
      )}
    </Card>
  );
}

/** The combination that the data fix best, the direction along which they say least, and how much they narrow each. */
function Directions({ found }: { readonly found: Identifiability }) {
  const contractions = found.spectrum.toReversed().map((value) => percent(Math.max(0, value), value > 0.99 ? 1 : 0));
  return (
    <dl className={css.facts}>
      <dt>stiff</dt>
      <dd>
        {found.stiff.words}, to {percent(found.stiff.sdRatio, 1)} of its prior width
      </dd>
      <dt>sloppy</dt>
      <dd>
        {found.sloppy.words}, to {percent(found.sloppy.sdRatio, 0)}
      </dd>
      <dt>contraction</dt>
      <dd>{contractions.join(', ')}</dd>
    </dl>
  );
}
