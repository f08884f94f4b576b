/**
 * Which pre-trained network stands for which study. The page keeps the settings of a first look, which a reader trains in
 * seconds; the network that comes with the page was trained longer, and counts as the network of that very study.
 */
import { problemChange } from '../../inference/simulators/problem.ts';
import {
  firstLookOf,
  type ShippedNetwork,
  shippedNetworks,
  shippedStudy,
} from '../../inference/study/run/shippedNetworks.ts';
import type { Study } from '../../inference/study/study.ts';
import { sameStudy, settingsKey } from './studySlice.ts';

interface Known {
  readonly network: ShippedNetwork;
  readonly firstLook: Study;
  readonly trained: Study;
}

/** Made once, when the first study of a system is asked about: a design of a chaotic system takes some steps. */
const known = new Map<string, readonly Known[]>();

function knownOf(system: string): readonly Known[] {
  const found =
    known.get(system) ??
    shippedNetworks
      .filter((network) => network.system === system)
      .map((network) => ({ network, firstLook: firstLookOf(network), trained: shippedStudy(network) }));
  known.set(system, found);
  return found;
}

/** The pre-trained network of a study, as the page has it or as the network was trained; null: there is none. */
export function shippedFor(study: Study): ShippedNetwork | null {
  const found = knownOf(study.problem.system).find(
    ({ firstLook, trained }) => sameStudy(study, firstLook) || sameStudy(study, trained),
  );
  return found?.network ?? null;
}

/** Whether a network of one study has the settings that another asks for: the same ones, or more training before it was shipped. */
export function hasSettingsOf(trained: Study, asked: Study): boolean {
  if (settingsKey(trained) === settingsKey(asked)) return true;
  return knownOf(trained.problem.system).some(
    (one) =>
      settingsKey(asked) === settingsKey(one.firstLook) &&
      problemChange(trained.problem, one.trained.problem) === 'none' &&
      settingsKey(trained) === settingsKey(one.trained),
  );
}

/** Whether a network of one study is that of another, however either was put together. */
export function isNetworkOf(trained: Study, asked: Study): boolean {
  return problemChange(trained.problem, asked.problem) === 'none' && hasSettingsOf(trained, asked);
}

/** The study as the page has it: of a pre-trained network that was trained longer, with the settings of a first look. */
export function asOnPage(study: Study): Study {
  return knownOf(study.problem.system).find(({ trained }) => sameStudy(study, trained))?.firstLook ?? study;
}
