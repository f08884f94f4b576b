/** Symbol, name and unit of a parameter. */
import { furtherLabel } from '../../format/furtherLabel.ts';
import type { ParameterSpec } from '../../../inference/simulators/system.ts';
import css from './ParameterCard.module.css';

export function ParameterTitle({ spec, kind }: { readonly spec: ParameterSpec; readonly kind?: string }) {
  return (
    <span className={css.title}>
      <span className={css.symbol}>{spec.symbol}</span>
      <span>
        {furtherLabel(spec)}
        {spec.unit === '' ? null : <span className={css.kind}>[{spec.unit}]</span>}
        {kind === undefined ? null : <span className={css.kind}>{kind}</span>}
      </span>
    </span>
  );
}
