import { describe, expect, it } from 'vitest';
import { HELP, InputError, parseArguments } from './arguments.ts';

const needed = ['--system', 'two-moons', '--observation', 'obs.csv', '--out', 'samples.csv'];

function refusal(args: readonly string[]): string {
  try {
    parseArguments(args);
  } catch (cause) {
    if (cause instanceof InputError) return cause.message;
    throw cause;
  }
  return 'accepted';
}

describe('the command line of infer', () => {
  it('compares networks on parts of a fixed number of simulations alone', () => {
    const usual = ['--system', 'two-moons', '--observation', 'o.csv', '--out', 'd.csv', '--more'];
    expect(parseArguments(usual)?.more).toBe(true);
    for (const other of [
      ['--rounds', '3'],
      ['--fresh-seconds', '9'],
    ]) {
      expect(() => parseArguments([...usual, ...other])).toThrow('leave it out with --study, --rounds');
    }
  });

  it('needs a system, an observation and a place for the samples, and fills in the rest', () => {
    expect(parseArguments(needed)).toEqual({
      source: {
        kind: 'system',
        system: 'two-moons',
        simulator: null,
        bridge: null,
        design: [],
        priors: [],
        simulations: null,
        freshSeconds: null,
        rounds: 1,
        members: 1,
        seed: 1,
      },
      observations: ['obs.csv'],
      samples: 10_000,
      more: false,
      checks: 'usual',
      threads: null,
      out: 'samples.csv',
      summaries: null,
      report: null,
    });
    for (const name of ['--system', '--observation', '--out']) {
      const at = needed.indexOf(name);
      expect(refusal(needed.toSpliced(at, 2))).toContain(name);
    }
  });

  it('takes options in any order, repeated where that means something', () => {
    const args = ['--prior', 'a=normal(0, 1)', '--observation=b.csv', ...needed, '--prior', 'b=uniform(0, 1)'];
    const parsed = parseArguments([...args, '--design', 'n=3', '--ensemble', '5', '--simulations', '1e4']);
    expect(parsed?.observations).toEqual(['b.csv', 'obs.csv']);
    expect(parsed?.source).toMatchObject({
      priors: ['a=normal(0, 1)', 'b=uniform(0, 1)'],
      design: ['n=3'],
      members: 5,
      simulations: 10_000,
    });
  });

  it('knows a budget in seconds, which excludes one in simulations', () => {
    expect(parseArguments([...needed, '--fresh-seconds', '2.5'])?.source).toMatchObject({ freshSeconds: 2.5 });
    expect(refusal([...needed, '--fresh-seconds', '60', '--simulations', '1000'])).toContain('leave out one');
  });

  it('takes a study document in place of what it would fix', () => {
    const args = ['--study', 'study.json', '--observation', 'obs.csv', '--out', 'samples'];
    expect(parseArguments(args)?.source).toEqual({ kind: 'study', file: 'study.json', table: null });
    expect(parseArguments([...args, '--table', 'rows.npz'])?.source).toMatchObject({ table: 'rows.npz' });
    for (const [option, value] of [
      ['--system', 'sir'],
      ['--seed', '2'],
      ['--ensemble', '2'],
      ['--prior', 'a=beta(1, 1)'],
    ]) {
      expect(refusal([...args, option, value])).toContain(`${option} would say`);
    }
  });

  it('takes a table of simulations in place of a system', () => {
    const args = ['--table', 't.npz', '--observation', 'obs.csv', '--out', 'samples'];
    expect(parseArguments([...args, '--prior', 'a=normal(0, 1)', '--leave-out', '--checks', 'local'])).toMatchObject({
      source: { kind: 'table', file: 't.npz', priors: ['a=normal(0, 1)'], leaveOut: true, weightRows: false },
      checks: 'local',
    });
    expect(refusal([...args, '--system', 'sir'])).toContain('--table fixes what --system would say');
    expect(refusal([...needed, '--weight-rows'])).toContain('name one by --table');
    expect(refusal([...args, '--checks', 'all'])).toContain('choose among quick, usual, local');
  });

  it.each([
    ['--simulations', '10', 'from 200 to 1000000'],
    ['--simulations', 'many', 'from 200 to 1000000'],
    ['--simulations', '1000.5', 'a whole number'],
    ['--samples', '0', 'from 1 to'],
    ['--samples', '', 'from 1 to'],
    ['--ensemble', '9', 'from 1 to 8'],
    ['--seed', '-1', '--seed'],
    ['--fresh-seconds', '0', 'from 1 to'],
  ])('refuses %s %s with the bounds', (option, value, said) => {
    expect(refusal([...needed, `${option}=${value}`])).toContain(said);
  });

  it('names an option that it does not know, a value that is missing, and a stray word', () => {
    expect(refusal([...needed, '--simulation', '1000'])).toMatch(/'--simulation'.*--help/);
    expect(refusal([...needed, '--seed'])).toMatch(/--seed.*--help/);
    expect(refusal([...needed, 'more.csv'])).toMatch(/more\.csv.*--help/);
  });

  it('returns nothing for the help, whatever else is there; the help names every option', () => {
    expect(parseArguments(['--help'])).toBeNull();
    expect(parseArguments(['-h', '--seed', '3'])).toBeNull();
    for (const name of 'system design prior simulations fresh-seconds ensemble seed table leave-out weight-rows study observation samples checks out summaries report'.split(
      ' ',
    )) {
      expect(HELP).toContain(`--${name} `);
    }
  });
});
