/** Over the figure, where the observation is outside of the training data: the posterior below is an extrapolation. */
import { CircleX } from 'lucide-react';
import { dataOutsideText } from '../../readout/network/dataOutside.ts';
import { useApp } from '../hooks/hooks.ts';
import css from './CompatibilityBanner.module.css';

export function UnusualBanner() {
  const sentence = useApp(dataOutsideText);
  if (sentence === null) return null;
  return (
    <div className={css.banner} data-level="bad" aria-live="polite">
      <CircleX className={css.mark} size={16} aria-hidden />
      <p>{sentence}</p>
    </div>
  );
}
