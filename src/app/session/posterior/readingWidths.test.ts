import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UNTRANSFORMED } from '../../../inference/correction/posteriorTransform.ts';
import { Random } from '../../../inference/math/random.ts';
import { builtIn } from '../../../inference/simulators/registry.ts';
import { widthCurves } from '../../readout/figures/widthCurves.ts';
import { widthsOfPrior } from '../../readout/figures/widthsOfPrior.ts';
import type { PosteriorFrame } from '../../store/telemetry.ts';
import { studyOf } from '../../store/studySlice.ts';
import { trainingSession } from '../testing/scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** ln lambda and ln mu of the cylinder have prior sd 0.5; these draws have `sd`. */
function draws(sd: number): Float64Array {
  const random = new Random(3, 0);
  return Float64Array.from({ length: 4000 }, () => Math.exp(sd * random.normal()));
}

async function gauges() {
  const { session, store, telemetry } = await trainingSession();
  session.studyEditing.selectSystem(builtIn('cylinder'));
  session.studyEditing.setDesignField('readings', 'any');
  await vi.advanceTimersByTimeAsync(1000);
  const trained = studyOf(store.getState().study);
  const answer = (observation: number, sd: number, step = 100) => {
    const frame = {
      step,
      observation,
      study: trained,
      exact: null,
      problem: store.getState().study.problem,
      draws: draws(sd),
    };
    const own = { ...frame, transform: UNTRANSFORMED, weighted: null };
    telemetry.setState({ frame: { ...own, answer: own } as unknown as PosteriorFrame });
  };
  const widths = () => store.getState().observation.stream.widths;
  const shown = (count: number) => {
    session.readingPlay.show(count);
    return store.getState().observation.id;
  };
  return { session, store, answer, widths, shown };
}

it('is the sd of the posterior over that of the prior, as the table has it', () => {
  const system = builtIn('cylinder');
  const { problem } = { problem: { system: system.id, design: system.defaultDesign, nuisances: {}, priors: {} } };
  const priors = Object.fromEntries(
    system.parameters(problem.design).map(({ key, defaultPrior }) => [key, defaultPrior]),
  );
  for (const width of widthsOfPrior(system, { ...problem, priors }, draws(0.05))) expect(width).toBeCloseTo(0.1, 2);
});

describe('widths by readings', () => {
  it('are kept with the number of readings that was asked about, also where the answer comes late', async () => {
    const { answer, widths, shown } = await gauges();
    const one = shown(1);
    const five = shown(5);
    answer(one, 0.4);
    answer(five, 0.2);
    expect([...widths().network].map(([count, [lambda]]) => [count, Math.round(lambda * 10) / 10])).toEqual([
      [1, 0.8],
      [5, 0.4],
    ]);
    const data = widthCurves(widths(), builtIn('cylinder').display(builtIn('cylinder').defaultDesign), 'gauges');
    expect(data.curves[0].x).toEqual([1, 5]);
  });

  it('are forgotten with other data or priors, and those of the network after more steps', async () => {
    const { session, answer, widths, shown } = await gauges();
    answer(shown(1), 0.4);
    answer(shown(2), 0.3, 200);
    expect([...widths().network.keys()]).toEqual([2]);
    session.studyEditing.setPrior('mu', { family: 'lognormal', mean: 0, sd: 0.4 });
    expect(widths().network.size).toBe(0);
    answer(shown(3), 0.3, 200);
    expect(widths().network.size).toBe(1);
    session.observationEditing.simulate(2);
    expect(widths().network.size).toBe(0);
  });
});
