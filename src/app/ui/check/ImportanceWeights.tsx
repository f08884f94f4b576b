/** Importance weights, where the likelihood is known. */
import { applyWeights, weighDraws } from '../../actions/checks.ts';
import { fixed } from '../../format/number.ts';
import { useApp } from '../hooks/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { VerdictLine } from '../controls/VerdictLine.tsx';
import column from './CheckColumn.module.css';

export function ImportanceWeights() {
  const observation = useApp((state) => state.observation.id);
  const weighted = useApp((state) => state.trust.weighted);
  const inUse = useApp((state) => state.trust.weightsInUse);
  const found = weighted?.observation === observation ? weighted.report : null;
  return (
    <>
      {found === null ? null : (
        <>
          <VerdictLine verdict={found.verdict} />
          {found.distance === null ? null : (
            <p className={column.note}>
              Distance from the reference: {fixed(found.distance.before.value, 2)} sd without weights,{' '}
              {fixed(found.distance.after.value, 2)} sd with them.
            </p>
          )}
        </>
      )}
      <ActionButton action={weighDraws} size="small" />
      {found === null && !inUse ? null : <ActionButton action={applyWeights} size="small" />}
    </>
  );
}
