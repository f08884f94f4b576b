/** Every action of the page, in the order of the help sheet. Adding one: its definition, and its place in this list. */
import type { Action } from './action.ts';
import { coverageAtTruth, localTest, profileLikelihood, tryMends, applyWeights, weighDraws } from './checks.ts';
import { addNoise, newNoise, simulateAgain, undoObservation } from './observation.ts';
import { answerMany, checkMany, exampleOfMany, tryExampleOfMany } from './many.ts';
import {
  chooseSystem,
  downloadObservation,
  help,
  linkObservation,
  pasteObservation,
  pinRun,
  restoreDefaults,
  share,
  studies,
  switchTheme,
  systemActions,
  takeAway,
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
  profileLikelihood,
  localTest,
  tryMends,
  weighDraws,
  applyWeights,
  newNoise,
  simulateAgain,
  addNoise,
  undo,
  undoObservation,
  bringBack,
  pinRun,
  zoom,
  pasteObservation,
  linkObservation,
  downloadObservation,
  answerMany,
  checkMany,
  tryExampleOfMany,
  exampleOfMany,
  studies,
  takeAway,
  share,
  trainNewStudy,
  restoreDefaults,
  chooseSystem,
  ...systemActions,
  switchTheme,
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
