/**
 * A learner other than NPE, added as any is: by its folder and its line in the registry, here a test's own. It is driven through
 * the commands of the worker: opened, trained, paused, reset, saved and resumed, asked; and where it throws, the next works.
 */
import { describe, expect, it, vi } from 'vitest';
import { lineFit } from '../../../inference/learners/testing/lineFit.ts';
import type { LearnerSnapshot, RunSnapshot } from '../../../inference/learners/snapshot.ts';
import { simulateObservation } from '../../../inference/observation/observation.ts';
import { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import type { Design } from '../../../inference/simulators/system.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import { defaultStudy } from '../../../inference/study/defaults.ts';
import { readRun, type SavedRun, writeRun } from '../../../inference/study/run/savedRun.ts';
import { readSafetensors, writeSafetensors } from '../../../inference/files/safetensors.ts';
import { checkStudy } from '../../../inference/study/document/document.ts';
import { askLearner, askNpe, EngineClient } from '../../clients.ts';
import { engineHandlers } from '../../commands/engineHandlers.ts';
import type { Commands } from '../../commands/protocol.ts';
import { SimulationPool } from '../../pool/simulationPool.ts';
import { InProcessWorker } from '../../testing/inProcessWorker.ts';
import { machine } from '../../testing/timedEngines.ts';
import { npeLearner } from '../npe/npeLearner.ts';
import type { TrainingProgress } from '../reports.ts';
import type { HostedRun, RunHost } from '../runHost.ts';
import { hostLearner } from './hostLearner.ts';

vi.mock(import('../../../inference/learners/registry.ts'), async (original) => {
  const { lineFit: line } = await import('../../../inference/learners/testing/lineFit.ts');
  return {
    ...(await original()),
    learners: [line],
    learnerById: () => line,
    learnersFor: ({ id }: { readonly id: string }) => (line.systems.includes(id) ? [line] : []),
  };
});

const system = builtIn('galaxy-bias');
const source = { kind: 'built-in', id: system.id } as const;
const { s, x } = simulateObservation(system, defaultStudy(system).problem, [2, 1], null, 1);
const data = { s: Float64Array.from(s), x: x === null ? null : Float64Array.from(x) };
const studyWith = (settings: Partial<Design> = {}) => ({
  ...defaultStudy(system),
  learner: { id: lineFit.id, settings: { ...lineFit.defaults, ...settings } as Design },
});

function start() {
  const catalogue = new SystemCatalogue();
  const pool = new SimulationPool(catalogue, {
    makeWorker: () => {
      throw new Error('Nothing is simulated.');
    },
    size: 1,
  });
  const { source: engines } = machine({});
  const handlers = engineHandlers(pool, catalogue, engines, () => {});
  const client = new EngineClient({}, () => new InProcessWorker<Commands>(handlers));
  const open = (settings: Partial<Design> = {}, resume: RunSnapshot | null = null) =>
    client.call('run.open', { study: studyWith(settings), system: source, data, resume, warm: false });
  const events: TrainingProgress[] = [];
  const train = (steps: number | null, options: { readonly signal?: AbortSignal } = {}) =>
    client.call('run.train', { steps }, { ...options, onProgress: (event) => void events.push(event) });
  const snapshot = async () => (await client.call('run.snapshot', {})) as LearnerSnapshot;
  const heights = () => askLearner(client, lineFit, 'line.at', { at: [0, 10] });
  return { client, open, train, snapshot, heights, events };
}

describe('a run of another learner', () => {
  it('is opened without an engine, trains to its end and tells its terms by name, its frames and its state', async () => {
    const { open, train, events } = start();
    expect(await open()).toMatchObject({
      engine: null,
      spec: null,
      parameterCount: 2,
      totalSteps: 40,
      step: 0,
      frame: null,
    });
    expect(await train(null)).toEqual({ finished: true, step: 40 });
    const misfit = events.flatMap((event) => (event.kind === 'terms' ? [...event.terms.misfit] : []));
    expect(misfit).toHaveLength(40);
    expect(misfit.every((value, i) => i === 0 || value <= misfit[i - 1] + 1e-9)).toBe(true);
    const frame = events.findLast((event) => event.kind === 'frame');
    expect(frame?.kind === 'frame' && frame.frame.numbers[0]).toMatchObject({ name: 'slope', sd: 0.25 });
    expect(events.findLast((event) => event.kind === 'snapshot')).toMatchObject({ snapshot: { finished: true } });
    expect(events.some((event) => event.kind === 'ended' && event.reason === 'budget')).toBe(true);
  });

  it('pauses, continues to the same end as without a pause, and begins again when it is reset', async () => {
    const [whole, parts] = [start(), start()];
    await whole.open();
    await whole.train(null);
    await parts.open();
    expect(await parts.train(7)).toEqual({ finished: false, step: 7 });
    const at7 = await parts.heights();
    await parts.train(null);
    expect(await parts.heights()).toEqual(await whole.heights());
    await parts.client.call('run.reset', {});
    expect(await parts.train(7)).toEqual({ finished: false, step: 7 });
    expect(await parts.heights()).toEqual(at7);
  });

  it('is ended by a pause in the middle, between two steps', async () => {
    const { client, open, snapshot } = start();
    await open({ steps: 100_000, damping: 0.01 });
    const pause = new AbortController();
    const onProgress = () => pause.abort();
    await expect(client.call('run.train', { steps: null }, { onProgress, signal: pause.signal })).rejects.toThrow(
      'cancelled',
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { step } = await snapshot();
    expect(step).toBeGreaterThan(0);
    expect(step).toBeLessThan(100_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await snapshot()).step).toBe(step);
  });

  it('is saved with its study, and resumed in a fresh worker where it stood', async () => {
    const [first, second, whole] = [start(), start(), start()];
    await first.open();
    await first.train(7);
    const { read, run } = await saved(first.snapshot);
    expect(read).toEqual(run);
    const shown = first.events.findLast((event) => event.kind === 'frame');
    expect(shown?.frame.numbers[0].name).toBe('slope');
    expect(await second.open({}, read.snapshot)).toMatchObject({ step: 7, finished: false, frame: shown?.frame });
    await second.train(null);
    await whole.open();
    await whole.train(null);
    expect(await second.heights()).toEqual(await whole.heights());
  });

  it('that throws in the middle says its sentence; it still answers, and another can be opened', async () => {
    const { open, train, heights, snapshot, events } = start();
    await open({ failsAt: 5 });
    await expect(train(null)).rejects.toThrow('The normal equations are singular: use other data.');
    expect(events.flatMap((event) => (event.kind === 'terms' ? [event.step] : [])).at(-1)).toBe(5);
    expect((await snapshot()).step).toBe(5);
    expect((await heights()).every(Number.isFinite)).toBe(true);
    await open();
    expect(await train(null)).toEqual({ finished: true, step: 40 });
  });

  it('is asked by its own questions alone', async () => {
    const { client, open } = start();
    await open();
    const draw = { s: data.s, draws: 5, priors: null };
    // Asked of a network that another learner has taken the place of: nobody waits for the answer.
    await expect(askNpe(client, 'posterior.draw', draw)).rejects.toMatchObject({
      name: 'AbortError',
      message: expect.stringContaining('is a question to npe'),
    });
    const unknown = client.call('run.ask', { learner: 'line-fit', question: 'toString', params: {} });
    await expect(unknown).rejects.toThrow('Line fit has no answer to “toString”. It has: line.at.');
  });
});

it('a question that waited while a run of another learner was opened is superseded', async () => {
  const other = { learner: 'other' } as HostedRun;
  const work = async (task: (run: HostedRun) => unknown) => task(other);
  const host = { work, paused: async () => {} } as unknown as RunHost<HostedRun>;
  const asked = hostLearner(lineFit, host, new SystemCatalogue()).ask('line.at', { at: [0] }, {} as never);
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  const pool = {} as SimulationPool;
  const npe = npeLearner({
    host,
    pool,
    catalogue: new SystemCatalogue(),
    pairsOf: () => pool,
    observed: () => null,
  });
  const params = { s: data.s, draws: 1, priors: null };
  const drawn = Promise.resolve(npe.ask('posterior.draw', params, {} as never));
  await expect(drawn).rejects.toMatchObject({ name: 'AbortError' });
});

describe('what is wrong is refused with a sentence', () => {
  it('in the settings', async () => {
    const { open } = start();
    await expect(open({ steps: 0 })).rejects.toThrow('Steps (steps) is 0; enter an integer from 1 to 100000.');
    await expect(open({ colour: 'red' })).rejects.toThrow('unknown field "colour"');
  });

  it('in the choice of a learner', () => {
    const of = (learner: unknown, id = 'galaxy-bias') => {
      const study = { ...defaultStudy(builtIn(id)), learner };
      const content = { kind: 'study', version: 2, study, observation: null, view: null };
      const reading = checkStudy(content, new SystemCatalogue());
      return reading.ok ? 'none' : reading.problems.join(' ');
    };
    expect(of(studyWith().learner)).toBe('none');
    expect(of(undefined)).toBe('none');
    expect(of({ id: 'pinn', settings: {} })).toContain(
      'the learner "pinn" is not offered for the system galaxy-bias; choose among line-fit, or leave it out',
    );
    expect(of(studyWith().learner, 'two-moons')).toContain('is not offered for the system two-moons; leave it out');
    expect(of({ id: 'line-fit', settings: { ...lineFit.defaults, damping: 7 } })).toContain(
      'enter a number from 0.01 to 1',
    );
    expect(of({ id: 'line-fit', settings: {} })).toContain('is missing from the learner’s settings');
  });

  it.each<[string, (files: ReturnType<typeof writeRun>) => ReturnType<typeof writeRun>, string]>([
    ['a step beyond the end', text('"step":7', '"step":41'), 'step is 41, but this study ends at 40'],
    ['another learner', text('"learner":"line-fit","step"', '"learner":"pinn","step"'), 'another learner than its run'],
    ['an unknown term', text('"terms":{"misfit"', '"terms":{"song"'), 'history.terms has "song"'],
    ['a missing array', array('state/line', null), 'state/line is missing'],
    ['an array of another length', array('state/line', new Float64Array(3)), 'state/line has shape [3]'],
    [
      'a number that is not finite',
      array('state/line', Float64Array.of(1, Number.NaN)),
      'weights.safetensors: state/line has no finite number at entry 2 (NaN): its fit has failed there',
    ],
    ['a strange array', array('state/song', new Float64Array(1)), '"state/song" does not belong to this run'],
    ['too many bytes', array('state/line', new Float64Array(10_000)), 'take'],
  ])('in a file: %s', async (_, change, said) => {
    const { open, train, snapshot } = start();
    await open();
    await train(7);
    const { files } = await saved(snapshot);
    const reading = readRun(change(files), new SystemCatalogue());
    expect(reading.ok ? 'none' : reading.problem.problem).toContain(said);
  });
});

async function saved(snapshot: () => Promise<LearnerSnapshot>) {
  const terms = { misfit: { steps: [3, 7], losses: [2, 1], perPoint: 2 } };
  const history = { trace: { steps: [], losses: [], perPoint: 1 }, validation: [], end: null, epoch: 0, terms };
  const run: SavedRun = { study: studyWith(), snapshot: await snapshot(), history };
  const files = writeRun(run, new SystemCatalogue());
  const reading = readRun(files, new SystemCatalogue());
  if (!reading.ok) throw new Error(reading.problem.problem);
  return { run, files, read: reading.value };
}

function text(from: string, to: string) {
  return ({ training, weights }: ReturnType<typeof writeRun>) => ({ training: training.replace(from, to), weights });
}

function array(name: string, values: Float64Array | null) {
  return ({ training, weights }: ReturnType<typeof writeRun>) => {
    const read = readSafetensors(weights);
    if (!read.ok) throw new Error(read.problem);
    const tensors = new Map(read.file.tensors);
    if (values === null) tensors.delete(name);
    else tensors.set(name, { shape: [values.length], data: values });
    return { training, weights: writeSafetensors({ tensors, metadata: read.file.metadata }) };
  };
}
