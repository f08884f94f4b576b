/**
 * Observation files of an outbreak: `day,count`, one row a count, the days equally spaced, each the last day of its count; day 0
 * is that of the first infection. The population in a comment, `# population: 60000`. A file of another length, spacing or
 * population declares another design.
 */
import { evenTimes } from '../dataGrid.ts';
import type { ColumnsFormat, FileProblem } from '../system.ts';
import { LIMITS, readDesign } from './design.ts';

/** Scattered counts may sum to a little more than the population; beyond this factor the population is a wrong one. */
const MUCH_MORE = 2;
/** More people than there are. */
const LARGEST = 1e9;

function refused(problem: FileProblem): { readonly ok: false; readonly problem: FileProblem } {
  return { ok: false, problem };
}

/** Days that do not follow one another at one step, or null. */
function dayProblem(day: Float64Array, rows: readonly number[]): FileProblem | null {
  const step = day[1] - day[0];
  for (let i = 0; i < day.length; i++) {
    const place = { row: rows[i], column: 'day', value: String(day[i]) };
    if (!Number.isInteger(day[i])) {
      return { ...place, problem: 'This is no whole day.', remedy: 'Give days as whole numbers.' };
    }
    if (i > 0 && day[i] - day[i - 1] !== step) {
      return {
        ...place,
        problem: `This count comes ${day[i] - day[i - 1]} days after the one before, the others ${step}.`,
        remedy: 'Give a row for every count, 0 where nobody was reported; none are interpolated.',
      };
    }
  }
  if (step < LIMITS.every.low || step > LIMITS.every.high) {
    return {
      row: rows[1],
      column: 'day',
      value: String(day[1]),
      problem: `The counts are ${step} days apart; this system takes ${LIMITS.every.low} to ${LIMITS.every.high}.`,
      remedy: 'Give daily or weekly counts, in order.',
    };
  }
  if (day[0] !== step) {
    return {
      row: rows[0],
      column: 'day',
      value: String(day[0]),
      problem: `The first count ends on day ${day[0]}, and covers ${step === 1 ? 'a day' : `${step} days`}: it would begin on day ${day[0] - step}.`,
      remedy: `Number the days from that of the first infection as day 0, so that the first count ends on day ${step}. Where that day is not known, number the counts so and let t₀ be marginalised.`,
    };
  }
  return null;
}

export const epidemicFile: ColumnsFormat = {
  kind: 'columns',
  axes: (design) => [{ name: 'days', size: readDesign(design).days.length, grid: evenTimes }],
  rows: {
    columns: (design) =>
      readDesign(design).days.map((day) => ({
        name: `count_${day}`,
        unit: '',
        kind: 'count',
        required: true,
        description: `Reported infections up to day ${day}.`,
        largest: LARGEST,
      })),
    designOf(header, design) {
      const days = header.flatMap((name) => {
        const match = /^count_(\d{1,4})$/.exec(name);
        return match === null ? [] : [Number(match[1])];
      });
      return days.length < 2 ? null : { ...design, counts: days.length, every: days[1] - days[0] };
    },
  },
  series: { time: 'day' },
  columns: () => [
    {
      name: 'day',
      unit: 'days',
      kind: 'number',
      required: true,
      description: 'Last day of the count; equally spaced.',
    },
    {
      name: 'count',
      unit: '',
      kind: 'count',
      required: true,
      description: 'Infections reported since the row before.',
      largest: LARGEST,
    },
  ],
  metadata: () => [
    { key: 'population', description: 'People among whom it spreads; without it that of the study is taken.' },
  ],
  read({ columns: { day, count }, rowNumbers, metadata }, design) {
    const { low, high } = LIMITS.counts;
    if (day.length < low || day.length > high) {
      return refused({
        value: String(day.length),
        problem: `There are ${day.length} counts; this system takes ${low} to ${high}.`,
        remedy:
          day.length < low ? 'Give more counts.' : `Cut the series to its first ${high} counts, or sum them to weeks.`,
      });
    }
    const problem = dayProblem(day, rowNumbers);
    if (problem) return refused(problem);
    const notices: string[] = [];
    let { population } = readDesign(design);
    if (metadata.population === undefined) {
      notices.push(
        `The file states no population; the study's ${population.toLocaleString('en')} people are taken. A line "# population: 60000" states another.`,
      );
    } else {
      const stated = metadata.population.trim() === '' ? Number.NaN : Number(metadata.population);
      if (!(Number.isInteger(stated) && stated >= LIMITS.population.low && stated <= LIMITS.population.high)) {
        return refused({
          column: 'population',
          value: metadata.population,
          problem: 'The stated population is no whole number from a thousand to a billion.',
          remedy: 'Correct it, or leave the line out to take that of the study.',
        });
      }
      population = stated;
    }
    const total = count.reduce((sum, value) => sum + value, 0);
    if (total > population) {
      if (count.every((value, i) => i === 0 || value >= count[i - 1])) {
        return refused({
          column: 'count',
          value: String(count[count.length - 1]),
          problem: `The counts never fall, and sum to ${total}, more than the ${population} people of the population: they seem to be all infections so far.`,
          remedy: 'Give the new infections of each count: each number less the one before.',
        });
      }
    }
    if (total > MUCH_MORE * population) {
      notices.push(`The counts sum to ${total}, much more than the ${population} people of the population.`);
    }
    return {
      ok: true,
      x: count.slice(),
      design: { ...design, counts: day.length, every: day[1] - day[0], population },
      notices,
    };
  },
  write(x, design) {
    const { days, population } = readDesign(design);
    return {
      header: ['day', 'count'],
      rows: days.map((day, i) => [day, x[i]]),
      metadata: { population: String(population) },
    };
  },
};
