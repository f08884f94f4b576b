/** Over the figure, where the observation is outside of the training data: the posterior below is an extrapolation. */
import { CircleX } from 'lucide-react';
import { useApp } from '../../store/hooks.ts';
import { useUntrained } from '../../store/useUntrained.ts';
import css from './StandingBanner.module.css';

export function UnusualBanner() {
  const untrained = useUntrained();
  const sentence = useApp(({ trust, observation }) => {
    const { observed } = trust;
    if (observed?.observation !== observation.id) return null;
    const { verdict } = observed.report.outlier;
    return verdict.level === 'bad' ? verdict.sentence : null;
  });
  if (sentence === null || untrained !== null) return null;
  return (
    <div className={css.banner} data-level="bad" aria-live="polite">
      <CircleX className={css.mark} size={16} aria-hidden />
      <p>{sentence} Check the data, their units and the design, or widen the priors; training longer does not help.</p>
    </div>
  );
}
