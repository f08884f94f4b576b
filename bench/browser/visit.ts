/** What somebody waits for on the built page: until it shows something, until a network is trained from scratch, until it answers. */
import type { Browser } from 'playwright';
import { median } from '../../src/inference/math/statistics.ts';
import { type Answers, answers } from './answers.ts';
import { type Openings, openings } from './opening.ts';
import { type Retraining, retraining } from './retraining.ts';
import { said } from './watch.ts';

export interface Visit {
  readonly openings: Openings;
  readonly retraining: Retraining;
  readonly answers: Answers;
}

/** What is trained and asked: the study with sliders, files and every check, with its settings in sight. */
const STUDY = '#system=galaxy-bias&detail=full';

/** @param url of the built page */
export async function visit(browser: Browser, url: string): Promise<Visit> {
  const { page, found } = await openings(browser, url);
  await page.goto('about:blank');
  await page.goto(`${url}${STUDY}`);
  await said(page, /pre-trained/);
  const trained = await retraining(page);
  const answered = await answers(page);
  await page.context().close();
  return { openings: found, retraining: trained, answers: answered };
}

/** All values and their median. */
function listed(values: readonly number[], digits: number, unit: string): string {
  const all = values.map((value) => value.toFixed(digits)).join(', ');
  return `${median(values).toFixed(digits)} ${unit} (${all})`;
}

export function visitText({ openings: opened, retraining: trained, answers: answered }: Visit): string {
  const { checks, longest } = answered;
  const together = checks.reduce((sum, { seconds }) => sum + seconds, 0);
  return [
    'Medians, and all times; the first opening is one of a server that has just been started.',
    `From the opening to a posterior: ${listed(opened.firstPosterior, 2, 's')}; to its engine's being ready: ${listed(opened.ready, 2, 's')}.`,
    `Trained from scratch: within 5 % of the lowest validation loss (${trained.lowestLoss.toFixed(3)} nats) after ${trained.nearlyDone.toFixed(1)} s;`,
    `${trained.steps} steps done after ${trained.done.toFixed(1)} s.`,
    `Handle let go to figure redrawn: ${listed(answered.redraws, 0, 'ms')}.`,
    `Key on a prior's slider to figure: ${listed(answered.priorRedraws, 0, 'ms')}.`,
    `All checks: ${together.toFixed(1)} s (${checks.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)}`).join(', ')}).`,
    `1,000 observations with 1,000 draws each: ${answered.batch.toFixed(1)} s from the file to the table.`,
    `Longest task of the page: opening ${listed(opened.longest, 0, 'ms')};`,
    `${trained.longest.toFixed(0)} ms in training, ${longest.redraws.toFixed(0)} ms in redrawing, ${longest.checks.toFixed(0)} ms in checks, ${longest.batch.toFixed(0)} ms with many observations.`,
  ].join('\n');
}
