/** Which quantities the corner figure shows, where they do not all fit: a row of switches. */
import type { Quantity } from '../../../inference/simulators/system.ts';
import { wholeName } from '../../../inference/study/wholeName.ts';
import { MOST_QUANTITIES } from '../../plots/cornerFigure.ts';
import { patch } from '../../store/appStore.ts';
import { useParts } from '../hooks/hooks.ts';
import { toggled } from '../../readout/figures/cornerQuantities.ts';
import css from './QuantityPicker.module.css';

interface Props {
  readonly offered: readonly Quantity[];
  readonly shown: readonly Quantity[];
}

export function QuantityPicker({ offered, shown }: Props) {
  const { store } = useParts();
  if (offered.length <= MOST_QUANTITIES) return null;
  const keys = shown.map(({ key }) => key);
  return (
    <fieldset aria-label={`Shown, at most ${MOST_QUANTITIES} of ${offered.length}`} className={css.picker}>
      <span aria-hidden>Shown</span>
      {offered.map(({ key, symbol, label }) => (
        <button
          key={key}
          type="button"
          className={css.quantity}
          title={`${wholeName({ key, symbol })}, ${label}`}
          aria-pressed={keys.includes(key)}
          aria-label={`${wholeName({ key, symbol })} ${label}`}
          onClick={() => patch(store, 'view', { corner: toggled(keys, key) })}
        >
          {symbol}
        </button>
      ))}
    </fieldset>
  );
}
