/** Says when the network on screen does not answer for the present assumptions, and what will be done about it. */
import type { LearnerChoice } from '../../../inference/learners/learner.ts';
import { learnerById } from '../../../inference/learners/registry.ts';
import { trainNewStudy } from '../../actions/training.ts';
import { isAnswered } from '../../readout/network/answering.ts';
import { type NetworkCompatibility, networkCompatibility, openStudy, runState } from '../../store/engineSlice.ts';
import { useApp } from '../hooks/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import css from './CompatibilityBanner.module.css';

export function CompatibilityBanner() {
  const compatibility = useApp((state) => networkCompatibility(state.engine, state.study));
  const answered = useApp(isAnswered);
  const itself = useApp((state) => state.view.retrainByItself);
  const ready = useApp((state) => state.engine.status.kind === 'ready' && runState(state.engine) !== 'opening');
  const weighting = useApp((state) => state.results.weighting?.verdict.sentence ?? '');
  const learner = useApp(({ engine }) => openStudy(engine)?.study.learner);
  const npe = useApp(({ study }) => study.learner === undefined);
  if (answered || compatibility === 'none' || !ready) return null;
  const next = npe ? 'A new network is trained as soon as you let go.' : 'A new fit begins as soon as you let go.';
  return (
    <div className={css.banner} aria-live="polite">
      <p>
        {learner === undefined ? ofNetwork(compatibility, weighting) : ofFit(compatibility, learner)}{' '}
        {itself ? next : ''}
      </p>
      {itself ? null : <ActionButton action={trainNewStudy} look="primary" size="small" />}
    </div>
  );
}

type Differing = Exclude<NetworkCompatibility, 'none'>;

function ofNetwork(compatibility: Differing, weighting: string): string {
  const sentences = {
    // It answers, whatever the data.
    'this-study': '',
    'moved-priors': weighting,
    'other-settings': 'The network on screen was trained with the previous settings.',
    'other-nuisances':
      'Nuisance parameters change the simulated data, so reweighting cannot adapt the network on screen.',
    'other-design': 'The previous network was trained for another design and cannot be used for this one.',
  } as const;
  return sentences[compatibility];
}

/** Of what a learner other than NPE has found, which holds for its own data, priors and settings alone. */
function ofFit(compatibility: Differing, { id }: LearnerChoice): string {
  const { name } = learnerById(id);
  const sentences = {
    'this-study': 'to other data',
    'moved-priors': 'with other priors',
    'other-settings': 'with other settings or priors',
    'other-nuisances': 'with other nuisance parameters',
    'other-design': 'for another design',
  } as const;
  return `${name} on screen was fitted ${sentences[compatibility]}.`;
}
