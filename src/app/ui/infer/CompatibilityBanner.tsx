/** Says when the network on screen does not answer for the present assumptions, and what will be done about it. */
import { trainNewStudy } from '../../actions/training.ts';
import { isAnswered } from '../../readout/network/answering.ts';
import { networkCompatibility, runState } from '../../store/engineSlice.ts';
import { useApp } from '../hooks/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import css from './CompatibilityBanner.module.css';

export function CompatibilityBanner() {
  const compatibility = useApp((state) => networkCompatibility(state.engine, state.study));
  const answered = useApp(isAnswered);
  const itself = useApp((state) => state.view.retrainByItself);
  const ready = useApp((state) => state.engine.status.kind === 'ready' && runState(state.engine) !== 'opening');
  const weighting = useApp((state) => state.results.weighting?.verdict.sentence ?? '');
  if (answered || compatibility === 'this-study' || compatibility === 'none' || !ready) return null;
  const sentences = {
    'moved-priors': weighting,
    'other-settings': 'The network on screen was trained with the previous settings.',
    'other-nuisances':
      'Nuisance parameters change the simulated data, so reweighting cannot adapt the network on screen.',
    'other-design': 'The previous network was trained for another design and cannot be used for this one.',
  } as const;
  return (
    <div className={css.banner} aria-live="polite">
      <p>
        {sentences[compatibility]} {itself ? 'A new network is trained as soon as you let go.' : ''}
      </p>
      {itself ? null : <ActionButton action={trainNewStudy} look="primary" size="small" />}
    </div>
  );
}
