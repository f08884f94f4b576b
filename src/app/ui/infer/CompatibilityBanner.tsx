/** Says when the network on screen does not answer for the present assumptions, and what will be done about it. */
import type { LearnerChoice } from '../../../inference/learners/learner.ts';
import { learnerById } from '../../../inference/learners/registry.ts';
import { trainNewStudy } from '../../actions/training.ts';
import { isAnswered } from '../../readout/network/answering.ts';
import { type NetworkCompatibility, networkCompatibility, openStudy, runState } from '../../store/engineSlice.ts';
import type { AppState } from '../../store/appStore.ts';
import { useApp, useFull } from '../hooks/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import css from './CompatibilityBanner.module.css';

export function CompatibilityBanner() {
  const compatibility = useApp((state) => networkCompatibility(state.engine, state.study));
  const answered = useApp(isAnswered);
  const itself = useApp((state) => state.view.retrainByItself);
  const ready = useApp((state) => state.engine.status.kind === 'ready' && runState(state.engine) !== 'opening');
  const full = useFull();
  const weighting = useApp(({ results }) => (full ? (results.weighting?.verdict.sentence ?? '') : plainly(results)));
  const learner = useApp(({ engine }) => openStudy(engine)?.study.learner);
  const npe = useApp(({ study }) => study.learner === undefined);
  if (answered || compatibility === 'none' || !ready) return null;
  const next = npe ? 'A new network is trained as soon as you let go.' : 'A new fit begins as soon as you let go.';
  return (
    <div className={css.banner} aria-live="polite">
      <p>
        {learner === undefined ? ofNetwork(compatibility, weighting, full) : ofFit(compatibility, learner)}{' '}
        {itself ? next : ''}
      </p>
      {itself ? null : <ActionButton action={trainNewStudy} look="primary" size="small" />}
    </div>
  );
}

type Differing = Exclude<NetworkCompatibility, 'none'>;

/** Why draws that are weighted to moved priors do not answer, for whoever knows no weights. */
function plainly({ weighting }: AppState['results']): string {
  if (weighting === null || weighting.reason === null) return '';
  return weighting.reason === 'beyond'
    ? 'Your assumptions now allow values that the network has never seen.'
    : 'Your assumptions now leave too little of what the network has learnt.';
}

function ofNetwork(compatibility: Differing, weighting: string, full: boolean): string {
  const sentences = {
    // It answers, whatever the data.
    'this-study': '',
    'moved-priors': weighting,
    'other-settings': 'The network on screen was trained with the previous settings.',
    'other-nuisances': full
      ? 'Nuisance parameters change the simulated data, so reweighting cannot adapt the network on screen.'
      : 'Data now come about in another way than those that the network on screen has learnt from.',
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
