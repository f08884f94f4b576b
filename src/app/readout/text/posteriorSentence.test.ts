import { describe, expect, it } from 'vitest';
import { posteriorSentence, rangeText, sentenceText } from './posteriorSentence.ts';
import { wordsOf } from './systemWords.ts';

type Intervals = readonly (readonly [number, number])[];

function row(
  key: string,
  label: string,
  intervals: Intervals,
  extra: { unit?: string; scale?: 'linear' | 'log' } = {},
) {
  const { unit = '', scale = 'linear' } = extra;
  return {
    quantity: { key, symbol: key, label, unit, scale },
    intervals,
    split: intervals.length > 1,
    widthOfPrior: 0.4,
  };
}

describe('ranges', () => {
  it.each([
    // Two digits of the width.
    [[[0.162, 0.549]], 'linear', '0.16–0.55'],
    [[[1.02, 2.81]], 'linear', '1.0–2.8'],
    [[[124.2, 187.9]], 'linear', '124–188'],
    [[[2459000.512, 2459000.587]], 'linear', '2459000.512–2459000.587'],
    [[[2.1e6, 3.4e6]], 'linear', '2.1 × 10⁶–3.4 × 10⁶'],
    // On a log axis the lower end keeps digits of its own: 0.00 would be wrong.
    [[[0.0034, 0.52]], 'log', '0.0034–0.52'],
    [[[0.0034, 0.52]], 'linear', '0.00–0.52'],
    [[[0.00002, 0.3]], 'log', '2 × 10⁻⁵–0.30'],
    // A dash beside a minus sign would be read as another one.
    [[[-0.251, 0.502]], 'linear', '−0.25 to 0.50'],
    [
      [
        [-0.91, -0.72],
        [0.73, 0.9],
      ],
      'linear',
      '−0.91 to −0.72 or 0.73 to 0.90',
    ],
    [[[0, 0.31]], 'log', '0.00–0.31'],
    [[[2, 2]], 'linear', '2.00–2.00'],
  ] as const)('%j on a %s axis', (intervals, scale, text) => {
    expect(rangeText(intervals, scale)).toBe(text);
  });
});

describe('the sentence', () => {
  it('uses the words of a system and says once what it is per', () => {
    const rows = [
      row('lambda', 'birth rate', [[0.162, 0.549]], { unit: '1/day', scale: 'log' }),
      row('mu', 'death rate', [[0.401, 0.932]], { unit: '1/day', scale: 'log' }),
      row('nu', 'immigration', [[1.02, 2.81]], { unit: '1/day', scale: 'log' }),
    ];
    const made = posteriorSentence(rows, wordsOf('birth-death').nouns);
    expect(sentenceText(made)).toBe(
      'Most likely 0.16–0.55 births and 0.40–0.93 deaths per animal and day, and 1.0–2.8 arrivals per day (68 % each).',
    );
    expect(made.pieces.filter(({ strong }) => strong).map(({ text }) => text)).toEqual([
      '0.16–0.55 births',
      '0.40–0.93 deaths',
      '1.0–2.8 arrivals',
    ]);
    expect(made.note).toBe('');
  });

  it('has labels before symbols and units where a system has no words of its own', () => {
    const rows = [
      row('v', 'speed', [[2, 3]], { unit: 'km/s' }),
      row('k', 'rate', [[0.1, 0.2]], { unit: '1/s', scale: 'log' }),
      row('angle', 'angle', [[10, 20]]),
    ];
    expect(sentenceText(posteriorSentence(rows))).toBe(
      'Most likely speed v 2.0–3.0 km/s, rate k 0.10–0.20 per s, and angle 10–20 (68 % each).',
    );
    expect(sentenceText(posteriorSentence([row('F', 'Forcing', [[7.9, 8.2]])]))).toBe(
      'Most likely Forcing F 7.90–8.20 (68 %).',
    );
    // Keys of tables may be names of methods of objects.
    expect(sentenceText(posteriorSentence([row('constructor', '', [[1, 2]])]))).toContain('constructor 1.0–2.0');
  });

  it('says both ranges of two modes, and that more than one answer fits', () => {
    const rows = [
      row('a', 'position', [
        [-0.91, -0.72],
        [0.73, 0.9],
      ]),
      row('b', 'height', [[0.1, 0.2]]),
    ];
    const made = posteriorSentence(rows);
    expect(sentenceText(made)).toContain('position a −0.91 to −0.72 or 0.73 to 0.90');
    expect(made.note).toBe('More than one answer fits these data: see position a.');
  });

  it('says of what the data hardly narrowed that its range is the prior’s', () => {
    const rows = [
      { ...row('A', 'amplitude', [[0.39, 2.6]], { scale: 'log' }), widthOfPrior: 0.97 },
      row('b', 'bias', [[1, 2]]),
    ];
    expect(posteriorSentence(rows).note).toMatch(/^These data hardly narrow down amplitude A: /);
    expect(posteriorSentence([{ ...rows[1], widthOfPrior: null }]).note).toBe('');
  });
});
