/** What runners report, counted and said, and read again by whoever runs the script that said it. */
import { describe, expect, it } from 'vitest';
import { endToEndTally, inWords, isEmpty, NO_TEST, sumOf, tallyOf, unitTally, withExitCode } from './tally.mjs';

const spec = (title: string, ...tests: readonly (readonly [projectName: string, status: string])[]) => ({
  title,
  file: 'files.spec.ts',
  tests: tests.map(([projectName, status]) => ({ projectName, status })),
});
const NAME = '[desktop] files.spec.ts › in another place › bad; or | worse';
const SAID = NAME.replace('|', '/');

/** A file with a test that passed, one that failed, one that was skipped, and two that passed at their second try. */
const report = {
  stats: { expected: 1, unexpected: 1, flaky: 2, skipped: 1 },
  suites: [
    {
      title: 'files.spec.ts',
      specs: [
        spec('one that passed', ['desktop', 'expected']),
        spec('one that failed', ['desktop', 'unexpected']),
        spec('a file is\n read', ['desktop', 'skipped'], ['phone', 'flaky']),
      ],
      suites: [
        { title: 'in another place', specs: [spec('bad; or | worse', ['desktop', 'flaky'])], suites: [] },
        { title: 'without tests' },
      ],
    },
  ],
};

describe('the tally of end-to-end tests', () => {
  const tally = endToEndTally(report);

  it('counts a test that passed at its second try neither as passed nor as failed', () => {
    expect(tally.passed).toBe(1);
    expect(tally.failed).toBe(1);
  });

  it('names it, with its project and the titles around it, on one line', () => {
    expect(tally.flaky).toEqual(['[phone] files.spec.ts › a file is read', SAID]);
  });
});

describe('the tally of unit tests', () => {
  const failed = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };

  it('has a failure for each failed test and each file that could not be loaded', () => {
    const notLoaded = { status: 'failed', assertionResults: [] };
    const passed = { status: 'passed', assertionResults: [{ status: 'passed' }] };
    const tally = unitTally({ numPassedTests: 2, numFailedTests: 1, testResults: [failed, notLoaded, passed] });
    expect(tally).toEqual({ passed: 2, failed: 2, flaky: [] });
  });
});

describe('what a run amounts to', () => {
  it('is a failure where nothing was tested, whatever the exit code', () => {
    expect(isEmpty(NO_TEST)).toBe(true);
    for (const code of [0, 1]) expect(withExitCode(NO_TEST, code)).toEqual({ passed: 0, failed: 1, flaky: [] });
  });

  it('is no failure where the only tests were flaky', () => {
    const tally = { passed: 0, failed: 0, flaky: [SAID] };
    expect(isEmpty(tally)).toBe(false);
    expect(withExitCode(tally, 0)).toEqual(tally);
  });

  it('has a failure that is in no test where the exit code tells one, and no second one where a test failed', () => {
    const tally = { passed: 5, failed: 0, flaky: [SAID] };
    expect(withExitCode(tally, 1)).toEqual({ ...tally, failed: 1 });
    expect(withExitCode({ ...tally, failed: 2 }, 1)).toEqual({ ...tally, failed: 2 });
  });

  it('is summed, with all names', () => {
    const sum = sumOf([{ passed: 3, failed: 1, flaky: ['a'] }, NO_TEST, { passed: 4, failed: 2, flaky: ['b', 'c'] }]);
    expect(sum).toEqual({ passed: 7, failed: 3, flaky: ['a', 'b', 'c'] });
  });
});

describe('the last lines', () => {
  const tally = endToEndTally(report);

  it('are the count of flaky tests with their names, and the count of the others', () => {
    expect(inWords(tally)).toBe(`2 flaky: [phone] files.spec.ts › a file is read | ${SAID}\n1 passed, 1 failed`);
  });

  it('are one line where no test was flaky', () => {
    expect(inWords({ passed: 12, failed: 0, flaky: [] })).toBe('12 passed, 0 failed');
  });

  it('are read again from all that was printed before them', () => {
    const before = '3 flaky: not the last | of them | at all\n2 passed, 5 failed\nThe whole run took 3 s.\n';
    expect(tallyOf(`${before}${inWords(tally)}\n`, 1)).toEqual(tally);
    const green = { passed: 12, failed: 0, flaky: [] };
    expect(tallyOf(`${before}${inWords(green)}\n`, 0)).toEqual(green);
  });

  it('are a failure where they are missing, or where the exit code tells one that they do not', () => {
    expect(tallyOf('12 passed, 0 failures\n', 0)).toEqual({ passed: 0, failed: 1, flaky: [] });
    expect(tallyOf('12 passed, 0 failed\n', 1)).toEqual({ passed: 12, failed: 1, flaky: [] });
    expect(tallyOf('0 passed, 0 failed\n', 0)).toEqual({ passed: 0, failed: 1, flaky: [] });
  });
});
