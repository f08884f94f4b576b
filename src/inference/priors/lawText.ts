/** A prior as a person writes it, in a link or on a command line: "uniform(0.5, 2)", "normal(1, 0.2, 0, inf)", and back. */
import { quoted } from '../math/shown.ts';
import type { Prior, PriorFamily } from './prior.ts';

/** Names of a law's numbers in their order; a truncation's "low, high" may follow where there can be one. */
const ORDER: Readonly<Record<PriorFamily, { readonly needed: readonly string[]; readonly truncation: boolean }>> = {
  uniform: { needed: ['low', 'high'], truncation: false },
  logUniform: { needed: ['low', 'high'], truncation: false },
  normal: { needed: ['mean', 'sd'], truncation: true },
  lognormal: { needed: ['mean', 'sd'], truncation: true },
  exponential: { needed: ['mean'], truncation: true },
  gamma: { needed: ['shape', 'scale'], truncation: true },
  beta: { needed: ['a', 'b'], truncation: true },
  uniformLessNormal: { needed: ['low', 'high', 'mean', 'sd'], truncation: false },
  fixed: { needed: ['value'], truncation: false },
};

export type LawReading =
  | { readonly ok: true; readonly prior: Prior }
  /** What is wrong, with the remedy; no full stop. */
  | { readonly ok: false; readonly problem: string };

/** Reads the form alone: whether the numbers are sound is for `problemOf` and the problem's own check. */
export function readLaw(text: string): LawReading {
  const match = /^([A-Za-z_-]+)\s*\(([^()]*)\)$/.exec(text.trim());
  if (!match) return refused(`${quoted(text)} is not a distribution; write one such as normal(0, 1)`);
  const [, name, list] = match;
  const family = familyOf(name);
  if (family === undefined) {
    return refused(`there is no distribution ${quoted(name)}; choose among ${Object.keys(ORDER).join(', ')}`);
  }
  const { needed, truncation } = ORDER[family];
  const names = truncation ? [...needed, 'low', 'high'] : needed;
  const texts = list.split(',').map((part) => part.trim());
  if (texts.length !== needed.length && texts.length !== names.length) {
    const wanted = truncation ? `${needed.join(', ')} (and low, high)` : needed.join(', ');
    return refused(`${family} takes ${wanted}; ${texts.length} numbers were given`);
  }
  const law: Record<string, string | number> = { family };
  for (const [i, part] of texts.entries()) {
    const value = numberOf(part);
    if (Number.isNaN(value)) return refused(`${quoted(part)} is not a number; give ${names[i]}`);
    if (Number.isFinite(value) || i < needed.length) law[names[i]] = value;
  }
  return { ok: true, prior: law as unknown as Prior };
}

/** In whatever case, and with "log-uniform" for "logUniform". */
function familyOf(name: string): PriorFamily | undefined {
  const plain = (text: string) => text.replace(/[-_]/g, '').toLowerCase();
  return (Object.keys(ORDER) as PriorFamily[]).find((family) => plain(family) === plain(name));
}

/** The law without spaces; an end that is not truncated is "inf" beside one that is. */
export function lawText(prior: Prior): string {
  const { needed, truncation } = ORDER[prior.family];
  const numbers = new Map<string, unknown>(Object.entries(prior));
  const { low = -Infinity, high = Infinity } = truncation ? (prior as { low?: number; high?: number }) : {};
  const ends = Number.isFinite(low) || Number.isFinite(high) ? [endText(low), endText(high)] : [];
  return `${prior.family}(${[...needed.map((name) => String(numbers.get(name))), ...ends].join(',')})`;
}

function endText(end: number): string {
  if (Number.isFinite(end)) return String(end);
  return end < 0 ? '-inf' : 'inf';
}

function numberOf(text: string): number {
  const sign = /^([+-]?)inf(inity)?$/i.exec(text);
  if (sign) return sign[1] === '-' ? -Infinity : Infinity;
  // Neither hexadecimal nor anything else that is not written in digits.
  return /^[\d.eE+-]+$/.test(text) ? Number(text) : Number.NaN;
}

function refused(problem: string): LawReading {
  return { ok: false, problem };
}
