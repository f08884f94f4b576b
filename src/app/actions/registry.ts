/** Every action of the page, in the order of the help sheet. Adding one: its definition, and its place in this list. */
import type { Action } from './action.ts';
import {
  coverageAtTruth,
  floorOfLoss,
  localC2st,
  profileLikelihood,
  tryCorrections,
  applyWeights,
  weighDraws,
} from './checks.ts';
import {
  compareParts,
  computeLandscape,
  focusOnObservation,
  measureCosts,
  trainFives,
  trainThree,
} from './concepts.ts';
import { addNoise, newNoise, playReadings, simulateAgain, undoObservation } from './observation.ts';
import { answerBatch, checkBatch, exampleBatch, tryExampleBatch } from './batchInference.ts';
import {
  chooseSystem,
  closeDoors,
  downloadFits,
  downloadObservation,
  help,
  linkObservation,
  ownData,
  ownSimulator,
  pasteObservation,
  pinRun,
  restoreDefaults,
  share,
  showEvidence,
  studies,
  openLessons,
  openTour,
  enlargeType,
  switchTheme,
  systemActions,
  teach,
  openExport,
  zoom,
} from './page.ts';
import { bringBack, undo } from './undo.ts';
import { finalCheck, reseed, reset, step, trainNewStudy, trainOrPause } from './training.ts';

export const actions: readonly Action[] = [
  trainOrPause,
  step,
  reset,
  reseed,
  finalCheck,
  coverageAtTruth,
  floorOfLoss,
  profileLikelihood,
  localC2st,
  tryCorrections,
  weighDraws,
  applyWeights,
  computeLandscape,
  trainThree,
  compareParts,
  focusOnObservation,
  trainFives,
  measureCosts,
  newNoise,
  simulateAgain,
  addNoise,
  playReadings,
  undo,
  undoObservation,
  bringBack,
  pinRun,
  zoom,
  pasteObservation,
  linkObservation,
  downloadObservation,
  downloadFits,
  answerBatch,
  checkBatch,
  tryExampleBatch,
  exampleBatch,
  studies,
  openExport,
  share,
  trainNewStudy,
  restoreDefaults,
  chooseSystem,
  ...systemActions,
  openLessons,
  openTour,
  enlargeType,
  switchTheme,
  showEvidence,
  ownData,
  ownSimulator,
  teach,
  closeDoors,
  help,
];

/** Whether a key does something: single ones can be switched off, those with Ctrl cannot. */
export function isHeard(shortcut: string, singleKeys: boolean): boolean {
  return singleKeys || shortcut.startsWith('Ctrl+');
}

/** How a key is printed. */
export function keyName(shortcut: string): string {
  if (shortcut === ' ') return 'Space';
  return shortcut.replace(/.$/, (last) => last.toUpperCase());
}
