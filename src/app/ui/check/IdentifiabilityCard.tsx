/** What the data can tell about the parameters, whatever the method: the identifiability sentences. */
import { percent } from '../../format/number.ts';
import { useApp } from '../../store/hooks.ts';
import { Card } from '../controls/Card.tsx';
import { VerdictLine } from '../controls/VerdictLine.tsx';
import css from './CheckColumn.module.css';

export function IdentifiabilityCard() {
  const found = useApp((state) => state.results.identifiability);
  const strongest = found === null ? null : found.spectrum[found.spectrum.length - 1];
  return (
    <Card
      className={css.card}
      title="What the data can tell"
      aside={strongest === null ? null : `contraction ${percent(Math.max(0, strongest), strongest > 0.99 ? 1 : 0)}`}
    >
      {found === null ? (
        <p className={css.empty}>Comes with the first posterior.</p>
      ) : (
        <VerdictLine verdict={found.verdict} />
      )}
    </Card>
  );
}
