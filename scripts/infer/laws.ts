/** The texts of --prior and --design as what they mean. */
import type { Prior, PriorFamily } from '../../src/inference/priors/prior.ts';
import type { Design, DesignField, DesignValue } from '../../src/inference/simulators/system.ts';
import { InputError } from './arguments.ts';

/** Names of a law's numbers in their order; those in `truncation` may be left out. */
const ORDER: Readonly<Record<PriorFamily, { readonly needed: readonly string[]; readonly truncation: boolean }>> = {
  uniform: { needed: ['low', 'high'], truncation: false },
  logUniform: { needed: ['low', 'high'], truncation: false },
  normal: { needed: ['mean', 'sd'], truncation: true },
  lognormal: { needed: ['mean', 'sd'], truncation: true },
  beta: { needed: ['a', 'b'], truncation: true },
  fixed: { needed: ['value'], truncation: false },
};

/** "key=value" in its two parts. @throws InputError */
export function keyAndValue(option: string, text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  throw new InputError(`--${option} ${JSON.stringify(text)} has no "="; write --${option} KEY=VALUE.`);
}

/** "normal(1, 0.2)" as a prior. Whether its numbers are sound is for the problem's own check. @throws InputError */
export function lawOf(key: string, text: string): Prior {
  const match = /^(\w+)\s*\(([^()]*)\)$/.exec(text);
  const families = Object.keys(ORDER);
  if (!match) {
    throw new InputError(`--prior ${key}=${text} is no law; write one like ${key}=normal(0, 1).`);
  }
  const [, family, list] = match;
  if (!Object.hasOwn(ORDER, family)) {
    throw new InputError(`--prior ${key}: there is no law "${family}"; choose among ${families.join(', ')}.`);
  }
  const { needed, truncation } = ORDER[family as PriorFamily];
  const names = truncation ? [...needed, 'low', 'high'] : needed;
  const texts = list.split(',').map((part) => part.trim());
  if (texts.length !== needed.length && texts.length !== names.length) {
    const wanted = truncation ? `${needed.join(', ')} (and low, high)` : needed.join(', ');
    throw new InputError(`--prior ${key}: ${family} takes ${wanted}; ${texts.length} numbers were given.`);
  }
  const law: Record<string, string | number> = { family };
  for (const [i, part] of texts.entries()) {
    const value = numberOf(part);
    if (Number.isNaN(value)) throw new InputError(`--prior ${key}: "${part}" is not a number; give ${names[i]}.`);
    if (Number.isFinite(value) || i < needed.length) law[names[i]] = value;
  }
  return law as unknown as Prior;
}

/** The design with one field changed, e.g. by "bins=12". @throws InputError */
export function changedDesign(design: Design, fields: readonly DesignField[], text: string): Design {
  const [key, value] = keyAndValue('design', text);
  const field = fields.find((candidate) => candidate.key === key);
  if (field === undefined) {
    const known = fields.map((candidate) => candidate.key).join(', ');
    throw new InputError(
      `--design: this system has no field "${key}"; ${known === '' ? 'it has none' : `choose among ${known}`}.`,
    );
  }
  return { ...design, [key]: valueOf(field, value) };
}

function valueOf(field: DesignField, text: string): DesignValue {
  switch (field.kind) {
    case 'number':
      return checked(field.key, text);
    case 'numbers':
      return text.split(',').map((part) => checked(field.key, part));
    case 'switch':
      if (text === 'true' || text === 'false') return text === 'true';
      throw new InputError(`--design ${field.key} is "${text}"; it is either true or false.`);
    case 'choice':
      return text;
    default:
      return field satisfies never;
  }
}

function checked(key: string, text: string): number {
  const value = numberOf(text);
  if (Number.isNaN(value)) throw new InputError(`--design ${key} is "${text}"; give a number.`);
  return value;
}

function numberOf(text: string): number {
  const sign = /^([+-]?)inf(inity)?$/i.exec(text.trim());
  if (sign) return sign[1] === '-' ? -Infinity : Infinity;
  return text.trim() === '' ? Number.NaN : Number(text);
}
