/** Which workers do what, of simulators that run apart: made-up workers that record what they are told. */
import { describe, expect, it } from 'vitest';
import { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import type { Declaration } from '../../inference/simulators/own/declaration.ts';
import { WorkerCrash, type WorkerPort, WorthAgain } from '../rpc/client.ts';
import { Crews } from './crews.ts';

const declaration: Declaration = {
  name: 'Line',
  parameters: [{ key: 'a', prior: { family: 'uniform', low: 0, high: 1 } }],
  data: { kind: 'vector', names: ['x'] },
};
const script = (text: string) => ({ kind: 'script', language: 'javascript', text, declaration }) as const;
const remote = (batch: boolean) =>
  ({ kind: 'remote', declaration, key: '00ff00ff00ff00ff', batch, block: 256 }) as const;
const connection = { port: 8899, token: 'key', workers: 6 };

function start() {
  const catalogue = new SystemCatalogue();
  const begun: { readonly kind: string; readonly told: unknown[]; ended: boolean }[] = [];
  const worker = (kind: string): WorkerPort => {
    const made = { kind, told: [] as unknown[], ended: false };
    begun.push(made);
    return {
      onmessage: null,
      onmessageerror: null,
      onerror: null,
      postMessage: (message) => void made.told.push(message),
      terminate: () => void (made.ended = true),
    };
  };
  const crews = new Crews(catalogue, {
    makeWorker: () => worker('usual'),
    size: 2,
    makeLane: ({ text }) => worker(text),
    makeRemote: () => worker('remote'),
  });
  /** Has a worker of the crew start. */
  const use = (system: string) => {
    const [client] = crews.of(system).simulators.all;
    client.call('distance', {} as never).catch(() => {});
    return begun[begun.length - 1];
  };
  return { catalogue, crews, use };
}

describe('crews', () => {
  it('share the workers of what comes with the program; another script is another crew, and ends the one before', () => {
    const { catalogue, crews, use } = start();
    expect(crews.of('two-moons')).toBe(crews.of('slcp'));
    expect(use('two-moons').kind).toBe('usual');
    const [one, other] = ['one', 'other'].map((text) => catalogue.define(script(text)).id);
    const lane = use(one);
    expect(lane.kind).toBe('one');
    expect(crews.of('two-moons')).toBe(crews.usual);
    expect([crews.of(one) === crews.of(one), lane.ended]).toEqual([true, false]);
    expect(use(other).kind).toBe('other');
    expect(lane.ended).toBe(true);
  });

  it('repeat a task of a lane for as long as a fresh one gets further, and no longer', async () => {
    const { catalogue, crews } = start();
    const crew = crews.of(catalogue.define(script('slow')).id);
    const crashes = [new WorthAgain('slow'), new WorthAgain('slow'), new Error('of its own')];
    const ends = crashes.map((cause) => new WorkerCrash('stopped', { cause }));
    await expect(crew.attempt(() => Promise.reject(ends.shift() as Error))).rejects.toMatchObject({
      cause: crashes[2],
    });
    expect(ends).toEqual([]);
  });

  it('tell each worker that reaches a program outside how it is reached, as it starts and when that changes', () => {
    const { catalogue, crews, use } = start();
    crews.connect(connection);
    const program = use(catalogue.define(remote(false)).id);
    const said = (params: unknown) => ({ kind: 'call', id: 0, command: 'connect', params });
    expect(program.told[0]).toEqual(said(connection));
    crews.connect(null);
    expect(program.told.at(-1)).toEqual(said(null));
    const lane = use(catalogue.define(script('x')).id);
    crews.connect(connection);
    expect(lane.told).not.toContainEqual(said(connection));
    expect(program.told.at(-1)).toEqual(said(null));
  });

  it.each([
    [false, 1],
    [true, 256],
  ])('ask a program outside for a pair a worker at least (batch: %s: in multiples of %i)', (batch, whole) => {
    const { catalogue, crews } = start();
    const crew = crews.of(catalogue.define(remote(batch)).id);
    crews.connect(connection);
    expect(crew.chunking).toMatchObject({ least: 6, whole });
    expect(crew.simulators.all).toHaveLength(3);
  });
});
