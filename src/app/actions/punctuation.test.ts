/**
 * Messages that are put together of parts: no full stop meets another mark where the parts meet. Looked at are all refusals and
 * notices of the corpus of files, the problems of links with every key given a wrong value, the reasons why actions
 * are not possible in every state of the page, and the words of its checks.
 */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import corpus from '../../../e2e/files/index.json';
import { readObservation } from '../../inference/observation/readFile.ts';
import { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import { builtIn, systems } from '../../inference/simulators/registry.ts';
import { observationKeys, studyKeys, trainingKeys, viewKeys } from '../../inference/study/link/linkKeys.ts';
import { readLink } from '../../inference/study/link/readLink.ts';
import { possible } from './action.ts';
import { actions } from './registry.ts';
import { states } from './testing/pageStates.ts';

/** "..", ".).", ",." and the like; neither the three dots of an ellipsis nor the point of a number nor a file's ending. */
const MET = /(?<!\.)\.\s?\.(?!\.)|[.!?]\)\.|[,;:]\s*\.(?!\w)|[.!?][,;:](?!\w)|\s[.,;](?=\s|$)/;

/** What stands around marks that meet; null: none do. */
function met(whole: string): string | null {
  // What is repeated of a file or a link has the marks that it has.
  const text = whole.replaceAll(/"[^"]*"/g, '""');
  const found = MET.exec(text);
  return found === null ? null : text.slice(Math.max(0, found.index - 30), found.index + 20);
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each(['It is wrong..', 'It is wrong. .', 'Wrong (it is.).', 'It is, .', 'It is wrong.; and so on', 'It is .'])(
  '%s is seen',
  (text) => expect(met(text)).not.toBeNull(),
);

test.each(['It is 0.5, or ".npz".', 'Wait …', 'Wait ... then go.', 'a.b, c.', 'It is (so).'])('%s is not', (text) =>
  expect(met(text)).toBeNull(),
);

it('in what is said of the files of the corpus', async () => {
  const folder = new URL('../../../e2e/files/', import.meta.url);
  const said: string[] = [];
  for (const { file, system: id } of corpus) {
    const system = builtIn(id);
    const bytes = new Uint8Array(readFileSync(new URL(file, folder)));
    const result = await readObservation({ name: 'a', bytes }, system, system.defaultDesign, systems);
    said.push(...(result.ok ? result.observation.notices : [result.error.message, result.error.remedy]));
  }
  expect(said.length).toBeGreaterThan(100);
  expect(said.flatMap((text) => met(text) ?? [])).toEqual([]);
});

it('in the problems of links', () => {
  const catalogue = new SystemCatalogue();
  const known = [...trainingKeys, ...viewKeys].map(({ name }) => name);
  const names = [...Object.keys(studyKeys), ...Object.keys(observationKeys), ...known];
  const problems = systems.flatMap(({ id }) =>
    [...names, 'nothing', 'prior.x', 'design.n'].flatMap((name) => {
      const read = readLink(`system=${id}&${name}=.%20wrong.`, catalogue);
      return read.ok ? [] : read.problems;
    }),
  );
  expect(problems.length).toBeGreaterThan(100);
  expect(problems.flatMap((text) => met(text) ?? [])).toEqual([]);
});

describe.each(Object.entries(states))('on a page in the state "%s"', (_, make) => {
  it('in the reasons why something is not possible, and where they end a sentence of a lesson', async () => {
    const { store } = await make();
    const state = store.getState();
    const reasons = actions.flatMap((action) => {
      const found = possible(action, state);
      return found === true ? [] : [found, `“${action.label(state)}” cannot be shown now. ${found}`];
    });
    expect(reasons.flatMap((text) => met(text) ?? [])).toEqual([]);
  });
});
