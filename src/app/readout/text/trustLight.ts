/**
 * Whether the posterior on screen can be trusted, as one light with one sentence in plain words: the worst of the checks that were
 * made of the network and at these data. It is never green where something was not looked at without saying so, and grey where there
 * is nothing to judge. What the data can tell (identifiability, profile) is about the data and does not count.
 */
import { learnerById } from '../../../inference/learners/registry.ts';
import { BAD, type Verdict, WARN } from '../../../inference/diagnostics/report/verdict.ts';
import { capabilitiesOf } from '../../store/studySlice.ts';
import { type NoAnswer, noAnswerNow } from '../network/answering.ts';
import { referenceKey } from '../network/referenceKey.ts';
import type { AppState } from '../../store/appStore.ts';
import { runState } from '../../store/engineSlice.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import type { CalibrationReport } from '../../../worker/run/reports.ts';
import { count, fixed } from '../../format/number.ts';
import { type CheckId, checksMade } from './checksMade.ts';
import { untrainedText } from './circumstances.ts';
import { hardOf, isRepetition } from './remark.ts';
import { shownReport } from './shownReport.ts';

export type LightLevel = Verdict['level'] | 'none';

export interface TrustLight {
  readonly level: LightLevel;
  /** One or two words for a tab: "yes". */
  readonly word: string;
  readonly title: string;
  readonly sentence: string;
  /** Why this system is hard, or how often chance alone makes a check find as much; '': there is nothing to be said. */
  readonly why: string;
  /** What was not looked at; '': all was. */
  readonly missing: string;
}

/** Said of a check that found something: of a caution, and of a problem. `null`: it is about the data and not about trust. */
const FOUND: Readonly<Record<CheckId, readonly [warn: string, bad: string] | null>> = {
  // What is wrong with moved priors is said before anything else (NO_ANSWER).
  'moved-priors': null,
  learning: [
    'The network has not learnt as well as it could: longer training or more made-up data would help.',
    'The network has not learnt: train again.',
  ],
  calibration: [
    'Its stated uncertainty may be off: on test data the truth does not fall where it should.',
    'Its stated uncertainty is wrong: on test data the truth does not fall where it should.',
  ],
  'coverage-central': [
    'Its intervals may hold the truth more or less often than they say.',
    'Its intervals do not hold the truth as often as they say.',
  ],
  'coverage-densest': [
    'Its regions may hold the truth more or less often than they say.',
    'Its regions do not hold the truth as often as they say.',
  ],
  'coverage-tarp': [
    'Tested around random points, its regions may be off.',
    'Tested around random points, its regions are wrong.',
  ],
  ridge: [
    'Along the line that the data cannot separate it may be off.',
    'Along the line that the data cannot separate it is wrong.',
  ],
  outlier: [
    'Data like these were rare in its training: be careful here.',
    'It was never trained on data like these: here it can only guess.',
  ],
  predictive: [
    'Causes drawn from this answer would rarely give data like yours.',
    'Causes drawn from this answer would not give data like yours: the model or the answer is wrong here.',
  ],
  recovery: [
    'It does not always recover the causes from which data were simulated.',
    'It does not recover the causes from which data were simulated: it does not work here.',
  ],
  local: [
    'A test at these very data finds small differences from a right answer.',
    'A test at these very data finds that the answer is wrong.',
  ],
  reference: [
    'It differs a little from the answer computed without a network.',
    'It is far from the answer computed without a network.',
  ],
  weights: [
    'Compared with the exact likelihood, the answer is a little off.',
    'Compared with the exact likelihood, the answer is wrong here.',
  ],
  identifiability: null,
  'profile-likelihood': null,
};

/** Said where what is on screen is no answer to what is assumed now. */
const NO_ANSWER: Readonly<Record<NoAnswer, string>> = {
  former: 'What you see was learnt under other assumptions: train again.',
  beyond: 'You moved an assumption to where nothing was simulated for the training: train again.',
  few: 'You moved an assumption so far that too little of the old answer still counts: train again.',
};

/** What the calibration report tells. */
const REPORTED: readonly CheckId[] = ['calibration', 'coverage-central', 'coverage-densest', 'coverage-tarp', 'ridge'];

const SEVERITY: Readonly<Record<Verdict['level'], number>> = { good: 0, warn: 1, bad: 2 };

/** What the light hangs on. */
type State = Pick<AppState, 'study' | 'observation' | 'results' | 'trust' | 'engine'>;
type Told = Pick<
  Telemetry,
  'frame' | 'finished' | 'progress' | 'pretrainedNotes' | 'calibration' | 'validation' | 'trace'
>;

export function trustLight(state: State, telemetry: Told): TrustLight {
  const grey = (title: string, sentence: string): TrustLight => ({
    level: 'none',
    word: 'not yet',
    title,
    sentence,
    why: '',
    missing: '',
  });
  const { learner } = state.study;
  if (learner !== undefined) {
    return {
      ...grey(
        'Not judged.',
        `These checks judge a range of answers, and ${learnerById(learner.id).name} gives only one.`,
      ),
      word: 'not judged',
    };
  }
  if (telemetry.frame === null) return grey('Not yet.', 'There is no answer yet that could be checked.');
  if (untrainedText(telemetry) !== null) {
    return grey('Not yet.', 'The network has hardly begun to learn: its answer means nothing so far.');
  }
  const noAnswer = noAnswerNow(state, telemetry.frame);
  if (noAnswer !== null) {
    const run = runState(state.engine);
    if (run === 'opening' || run === 'running') {
      return grey('Not yet.', 'What you see was learnt under other assumptions; a network for yours is being trained.');
    }
    return { level: 'bad', word: 'no', title: 'No.', sentence: NO_ANSWER[noAnswer], why: '', missing: '' };
  }
  const isReported = reportShown(state, telemetry) !== null;
  const made = checksMade(state, telemetry).filter(
    ({ id }) => FOUND[id] !== null && (isReported || !REPORTED.includes(id)),
  );
  const missing = notLooked(state, telemetry);
  const said = missing.length === 0 ? '' : `Not looked at: ${new Intl.ListFormat('en').format(missing)}.`;
  const doubted = made.some(({ verdict }) => verdict.level !== 'good');
  const looked = made.some(({ id }) => isGround(id, runState(state.engine) === 'running'));
  if (!looked && !doubted) {
    const { sentence, title } = grey('Not yet.', 'Nothing has been checked so far.');
    return { ...grey(title, sentence), missing: said };
  }
  const broken = state.trust.transform.perturbation === null ? '' : 'You broke it on purpose. ';
  const worst = made.reduce((a, b) => (SEVERITY[b.verdict.level] > SEVERITY[a.verdict.level] ? b : a));
  const { level } = worst.verdict;
  // Known to be wrong, it is never green, whatever the checks have seen of it by now.
  if (level === 'good' && broken !== '') {
    const sentence = 'You broke it on purpose, and no check that was made so far has noticed.';
    return { level: 'none', word: 'broken', title: 'Broken on purpose.', sentence, why: '', missing: said };
  }
  // How unusual they are is known a moment after the answer is: until then it may be one to data that it has never seen.
  if (level === 'good' && awaitsLook(state)) {
    return { ...grey('Not yet.', 'These data are being looked at.'), missing: said };
  }
  if (level === 'good') {
    const soFar = said !== '' || runState(state.engine) === 'running';
    return {
      level,
      word: soFar ? 'so far' : 'yes',
      title: soFar ? 'So far, yes.' : 'Yes, here.',
      sentence: goodSentence(state, telemetry),
      why: '',
      missing: said,
    };
  }
  const found = FOUND[worst.id];
  const others = made.filter(({ verdict }) => verdict.level !== 'good').length - 1;
  const more =
    others === 0 ? '' : others === 1 ? ' One more check raises doubts.' : ` ${count(others)} more checks raise doubts.`;
  return {
    level,
    word: level === 'warn' ? 'caution' : 'no',
    title: level === 'warn' ? 'With caution.' : 'No.',
    sentence: `${broken}${found === null ? worst.verdict.sentence : found[level === 'warn' ? 0 : 1]}${more}`,
    why: broken === '' ? whyFound({ made, worst: worst.id, level, alone: others === 0 }, state, telemetry) : '',
    missing: said,
  };
}

/** Checks whose verdict is a p-value, each corrected for all that it looks at: what they object to, they do at a known rate. */
const TESTS: readonly CheckId[] = [...REPORTED, 'outlier', 'predictive', 'local'];
/** Of how many right answers one is found fault with: 1 / BAD and 1 / WARN (diagnostics/report/verdict.ts). */
const FALSE_ALARM = { bad: Math.round(1 / BAD), warn: Math.round(1 / WARN) };
/** These compare with the data on screen. */
const BEYOND_CALIBRATION: readonly CheckId[] = ['outlier', 'predictive'];
/** Said of a network that is well calibrated under a model that may be wrong. */
const UNNOTICED =
  'Would calibration have noticed? No, it passes: its test data come from the same simulator as those of the training, be that right or wrong.';
/** What these find lies in the data, and not in how hard the system is for a network. */
const OF_THE_DATA: readonly CheckId[] = ['outlier', 'predictive', 'moved-priors'];

interface FoundHere {
  readonly made: ReturnType<typeof checksMade>;
  readonly worst: CheckId;
  readonly level: 'warn' | 'bad';
  /** Whether no other check raises doubts. */
  readonly alone: boolean;
}

/**
 * Beside what the worst check found: that calibration could not have found it, why the pre-trained network of this system may well fail
 * it, or what chance does. Chance is named where one check objects alone and nothing trains: it does not explain several, nor a
 * check that is made again and again.
 */
function whyFound({ made, worst, level, alone }: FoundHere, state: State, telemetry: Told): string {
  const calibrated = made.some(({ id, verdict }) => id === 'calibration' && verdict.level === 'good');
  const unnoticed = level === 'bad' && calibrated && BEYOND_CALIBRATION.includes(worst) ? UNNOTICED : '';
  const hard = OF_THE_DATA.includes(worst) ? null : hardOf(state, telemetry);
  if (hard !== null) return hard;
  if (!alone || !TESTS.includes(worst) || runState(state.engine) === 'running') return unnoticed;
  return `${unnoticed === '' ? '' : `${unnoticed} `}By chance alone such a check does so for about 1 in ${FALSE_ALARM[level]} right answers.`;
}

/**
 * Whether a check that finds nothing speaks for the network. How unusual the data are, and how the loss went, does not; while it
 * trains, causes that give data like these do not either: an answer that is as wide as the prior has them.
 */
function isGround(id: CheckId, training: boolean): boolean {
  if (id === 'learning' || id === 'moved-priors' || id === 'outlier') return false;
  return !training || (id !== 'predictive' && id !== 'recovery');
}

/** What should be looked at and was not, in words. */
function notLooked(state: State, telemetry: Told): string[] {
  const { results, trust, observation } = state;
  const report = reportShown(state, telemetry);
  const judged = trust.observed?.observation === observation.id ? trust.observed : null;
  const here = judged === null || untrainedText(telemetry, judged.step) !== null ? null : judged.report;
  const { reference } = capabilitiesOf(state.study);
  const known = results.reference?.key === referenceKey(state) ? results.reference.answer : null;
  const comparable = known === null || (known.kind === 'reference' && known.comparable);
  return [
    ...(report === null ? ['how often it holds the truth'] : []),
    ...(here === null ? ['these very data'] : []),
    ...(here !== null && here.predictive === null ? ['whether its causes give data like these'] : []),
    ...(reference === true && comparable && !isCompared(state, telemetry)
      ? [WITHOUT_NETWORK[known?.kind === 'reference' ? known.label : 'none']]
      : []),
  ];
}

/** Whether the check at these very data comes by itself, and has not come. */
function awaitsLook({ study, observation, trust, engine }: State): boolean {
  // A table's rows may not be there, and the check with them.
  if (trust.observed?.observation === observation.id || study.system.recorded !== undefined) return false;
  return engine.status.kind === 'ready' && runState(engine) !== 'none';
}

/**
 * The report that counts: none of a network that was hardly trained then, and none under other priors than those assumed now.
 */
function reportShown({ results }: State, telemetry: Told): CalibrationReport | null {
  const report = shownReport(results.finalCheck, telemetry.calibration, telemetry.progress.step);
  if (report === null || untrainedText(telemetry, report.step) !== null) return null;
  return results.weighting !== null && report !== results.finalCheck ? null : report;
}

/** Whether the posterior of a network that has learnt was compared with the reference. */
function isCompared({ results: { distance } }: State, telemetry: Told): boolean {
  return distance !== null && untrainedText(telemetry, distance.step) === null;
}

/** What the answer is called that is computed without a network. */
const WITHOUT_NETWORK = {
  exact: 'the exact answer',
  mcmc: 'the answer of a long sampling run',
  approx: 'an approximate answer',
  none: 'an answer computed without a network',
} as const;

/** Beside a green light of a network whose first final check had found something: the evidence quotes what. */
const REPEATED = 'A first test, on fewer data sets, had not passed: this one repeats it.';

/** The intervals that are quoted. */
const STATED = 0.9;

/**
 * How often the 90 % intervals held the true value, over all quantities, with the standard error of one of them: the data sets
 * are the same for all.
 */
export function heldText({ coverage }: CalibrationReport): string | null {
  const { levels, curves, datasets } = coverage.central;
  const at = levels.findIndex((level) => Math.abs(level - STATED) < 1e-9);
  if (at < 0 || curves.length === 0) return null;
  const held = curves.reduce((sum, curve) => sum + curve.held[at], 0) / curves.length;
  const error = Math.sqrt((held * (1 - held)) / datasets);
  return `${fixed(100 * held, 1)} ± ${fixed(100 * error, 1)} %`;
}

function goodSentence(state: State, telemetry: Told): string {
  const report = reportShown(state, telemetry);
  const held = report === null ? null : heldText(report);
  const { reference } = state.results;
  const answer = reference?.key === referenceKey(state) ? reference.answer : null;
  const agrees =
    answer?.kind === 'reference' && isCompared(state, telemetry)
      ? `it agrees with ${WITHOUT_NETWORK[answer.label]}`
      : '';
  if (report === null || held === null) {
    return agrees === '' ? 'Causes drawn from this answer give data like yours.' : `Here ${agrees}.`;
  }
  const sets = `${count(report.sbc.datasets)} ${report.stage === 'final' ? 'new' : 'held-back'} data sets`;
  const before = isRepetition(report) ? ` ${REPEATED}` : '';
  return `On ${sets} its 90 % intervals held the truth ${held} of the time${agrees === '' ? '' : `, and ${agrees}`}.${before}`;
}
