/** Which text the editor opens with, and what becomes of the one that was there. Nothing that the reader wrote is lost. */
import type { TrialRun } from '../../../inference/simulators/own/trialRun.ts';
import type { OwnText } from '../../browser/ownText.ts';
import type { CodeProblem } from './editor/codeEditor.ts';
import { firstTemplate, templates } from './templates.ts';

export interface ScriptOnScreen {
  readonly id: string;
  readonly text: string;
}

/**
 * The simulator on screen, unless the reader has gone on writing from it; without one, what was written last.
 */
export function openedText(screen: ScriptOnScreen | null, kept: OwnText | null): OwnText {
  if (screen !== null && kept?.base !== screen.id) return replaced(kept, screen.text, screen);
  return kept ?? { text: firstTemplate.text, base: screen?.id ?? null, earlier: null };
}

/** Another text in the place of this one, which stays as the earlier one unless it is a template as it comes. */
export function replaced(kept: OwnText | null, text: string, screen: ScriptOnScreen | null): OwnText {
  const own = kept !== null && kept.text !== text && kept.text.trim() !== '' && !isTemplate(kept.text);
  const earlier = own ? kept.text : (kept?.earlier ?? null);
  return { text, base: screen?.id ?? null, earlier: earlier === text ? null : earlier };
}

function isTemplate(text: string): boolean {
  return templates.some((template) => template.text === text);
}

/** Failures of a trial by their place and reason, each with how often it was met and the first of them. */
export function failureProblems({ failures, count }: TrialRun): CodeProblem[] {
  const kinds = new Map<string, typeof failures>();
  for (const failure of failures) {
    const kind = failure.line === undefined ? reasonOf(failure.message) : `${failure.line}:${failure.column ?? 1}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), failure]);
  }
  return [...kinds.values()]
    .toSorted((a, b) => b.length - a.length)
    .slice(0, MOST_KINDS)
    .map((all) => {
      const [{ line, column, message }] = all;
      const often = `failed ${all.length} of ${count} simulations, the first so: ${withoutPlace(message)}`;
      return { line, column, severity: 'warning', text: often };
    });
}

const MOST_KINDS = 4;

function withoutPlace(message: string): string {
  return message.replace(/^Line \d+, column \d+: /, '');
}

/** What a failure says before its parameters. */
function reasonOf(message: string): string {
  return withoutPlace(message).replace(/, at \w+ = .*$/, '');
}
