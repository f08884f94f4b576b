/** The texts of --prior and --design as what they mean. */
import { readLaw } from '../../src/inference/priors/lawText.ts';
import type { Prior } from '../../src/inference/priors/prior.ts';
import { readDesignValue } from '../../src/inference/simulators/designText.ts';
import type { DesignField, DesignValue } from '../../src/inference/simulators/system.ts';
import { InputError } from './arguments.ts';

/** "key=value" in its two parts. @throws InputError */
export function keyAndValue(option: string, text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  throw new InputError(`--${option} ${JSON.stringify(text)} has no "="; write --${option} KEY=VALUE.`);
}

/** "normal(1, 0.2)" as a prior. @throws InputError */
export function lawOf(key: string, text: string): Prior {
  const read = readLaw(text);
  if (read.ok) return read.prior;
  throw new InputError(`--prior ${key}: ${read.problem}.`);
}

/** The field and the value of one change, e.g. "bins=12". @throws InputError */
export function designChange(fields: readonly DesignField[], text: string): readonly [string, DesignValue] {
  const [key, value] = keyAndValue('design', text);
  const field = fields.find((candidate) => candidate.key === key);
  if (field === undefined) {
    const known = fields.map((candidate) => candidate.key).join(', ');
    throw new InputError(
      `--design: this system has no field "${key}"; ${known === '' ? 'it has none' : `choose among ${known}`}.`,
    );
  }
  const read = readDesignValue(field, value);
  if (read.ok) return [key, read.value];
  throw new InputError(`--design ${key} ${read.problem}.`);
}
