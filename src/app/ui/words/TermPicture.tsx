/**
 * The small pictures of the definitions: drawn here, of no data on the page. Colours are those of the page's figures. The
 * bars are 500 ranks each, drawn once at random from the laws of a right posterior, of one half as wide, of one twice as
 * wide, and of one half a standard deviation too high.
 */
import type { ReactNode } from 'react';
import type { PictureName } from '../../words/term.ts';
import css from './TermPicture.module.css';

interface Picture {
  readonly height: number;
  /** What it shows, in words. */
  readonly summary: string;
  readonly draw: () => ReactNode;
}

const WIDTH = 320;

const HISTOGRAMS = [
  { label: 'right', counts: [47, 52, 55, 36, 46, 54, 62, 43, 50, 55] },
  { label: 'too sure', counts: [117, 35, 19, 30, 28, 20, 25, 42, 39, 145] },
  { label: 'too unsure', counts: [2, 21, 42, 88, 83, 110, 78, 51, 22, 3] },
  { label: 'too high', counts: [119, 77, 60, 53, 42, 25, 35, 38, 31, 20] },
] as const;
/** Of one bar of ten among 500, in 99 % of cases: quantiles of the binomial law. */
const BAND = { low: 33, high: 68 };
const EXPECTED = 50;
/** Pixels of one count. */
const COUNT = 0.42;

/** The right one's, as a distribution function minus the uniform one, at each end of a bin. */
const ECDF = HISTOGRAMS[0].counts.reduce<number[]>(
  (sums, count) => [...sums, sums[sums.length - 1] + count / 500 - 0.1],
  [0],
);
/** Half the width of the band of one point in 95 % of cases is 1.96 sqrt(z (1 - z) / n); the band of all is half as wide again. */
const ecdfBand = (z: number) => 1.5 * 1.96 * Math.sqrt((z * (1 - z)) / 500);

/** A bell curve as a path over a base line. */
function bell(centre: number, sd: number, height: number, base: number, [from, to]: readonly [number, number]): string {
  const points = Array.from({ length: 61 }, (_, i) => {
    const x = from + ((to - from) * i) / 60;
    return `${x.toFixed(1)} ${(base - height * Math.exp(-(((x - centre) / sd) ** 2) / 2)).toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}

function area(line: string, base: number, [from, to]: readonly [number, number]): string {
  return `M${from} ${base}L${line.slice(1)}L${to} ${base}Z`;
}

function Label({ x, y, of, anchor = 'middle', children }: LabelProps) {
  return (
    <text x={x} y={y} className={css[of]} textAnchor={anchor}>
      {children}
    </text>
  );
}

interface LabelProps {
  readonly x: number;
  readonly y: number;
  readonly of: 'posteriorText' | 'truthText' | 'priorText' | 'referenceText' | 'text';
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly children: ReactNode;
}

/** A cross where the truth is. */
function Truth({ x, y }: { readonly x: number; readonly y: number }) {
  return <path className={css.truth} d={`M${x - 7} ${y}h14M${x} ${y - 7}v14`} />;
}

const WHOLE = [20, 300] as const;

const pictures: Readonly<Record<PictureName, Picture>> = {
  'prior-and-posterior': {
    height: 84,
    summary: 'A low, wide curve, the prior, and within it a high, narrow one, the posterior.',
    draw: () => {
      const posterior = bell(190, 22, 56, 74, WHOLE);
      return (
        <>
          <path className={css.priorArea} d={area(bell(160, 70, 18, 74, WHOLE), 74, WHOLE)} />
          <path className={css.posteriorArea} d={area(posterior, 74, WHOLE)} />
          <path className={css.posterior} d={posterior} />
          <path className={css.axis} d="M12 74H308" />
          <Label x={58} y={56} of="priorText">
            prior
          </Label>
          <Label x={222} y={34} of="posteriorText" anchor="start">
            posterior
          </Label>
        </>
      );
    },
  },
  rank: {
    height: 56,
    summary: 'Nine draws on a line and the true value among them: three draws lie below it, so its rank is 3.',
    draw: () => (
      <>
        <path className={css.axis} d="M8 38H312" />
        {[26, 52, 86, 118, 136, 178, 206, 238, 290].map((x) => (
          <circle key={x} className={css.dot} cx={x} cy={38} r={4.5} />
        ))}
        <Truth x={101} y={38} />
        <Label x={101} y={20} of="truthText">
          truth: rank 3
        </Label>
        <Label x={312} y={20} of="posteriorText" anchor="end">
          nine draws
        </Label>
      </>
    ),
  },
  histograms: {
    height: 92,
    summary:
      'Four histograms of ranks. Right: flat within the grey band. Too sure: high at both ends. Too unsure: high in the middle. Too high: falling from left to right.',
    draw: () =>
      HISTOGRAMS.map(({ label, counts }, i) => {
        const left = 2 + 81 * i;
        return (
          <g key={label}>
            <rect
              className={css.band}
              x={left}
              width={70}
              y={70 - COUNT * BAND.high}
              height={COUNT * (BAND.high - BAND.low)}
            />
            {counts.map((count, j) => (
              // oxlint-disable-next-line react/no-array-index-key -- a bin is its place
              <rect
                key={j}
                className={css.bar}
                x={left + 7 * j + 0.5}
                width={6}
                y={70 - COUNT * count}
                height={COUNT * count}
              />
            ))}
            <path className={css.expected} d={`M${left} ${70 - COUNT * EXPECTED}h70`} />
            <path className={css.axis} d={`M${left} 70h70`} />
            <Label x={left + 35} y={86} of="text">
              {label}
            </Label>
          </g>
        );
      }),
  },
  ecdf: {
    height: 84,
    summary: 'A curve that wanders about zero within a lens-shaped grey band.',
    draw: () => {
      const x = (z: number) => 20 + 280 * z;
      const y = (value: number) => 42 - 300 * value;
      const zs = Array.from({ length: 41 }, (_, i) => i / 40);
      const edge = (sign: number) => zs.map((z) => `${x(z).toFixed(1)} ${y(sign * ecdfBand(z)).toFixed(1)}`);
      return (
        <>
          <path className={css.band} d={`M${[...edge(1), ...edge(-1).toReversed()].join('L')}Z`} />
          <path className={css.expected} d="M20 42H300" />
          <path
            className={css.posterior}
            d={`M${ECDF.map((value, i) => `${x(i / 10).toFixed(1)} ${y(value).toFixed(1)}`).join('L')}`}
          />
          <Label x={20} y={80} of="text" anchor="start">
            lowest rank
          </Label>
          <Label x={300} y={80} of="text" anchor="end">
            highest
          </Label>
        </>
      );
    },
  },
  coverage: {
    height: 118,
    summary: 'Ten intervals and the true value of each: nine contain it, one does not.',
    draw: () => {
      const rows = [
        [118, 92, 140],
        [150, 120, 206],
        [84, 60, 128],
        [196, 150, 230],
        [240, 214, 282],
        [104, 88, 170],
        [176, 190, 256],
        [140, 96, 166],
        [220, 180, 240],
        [66, 40, 110],
      ] as const;
      return (
        <>
          {rows.map(([truth, low, high], i) => {
            const y = 12 + 9.5 * i;
            const missed = truth < low || truth > high;
            return (
              <g key={low}>
                <path className={missed ? css.missed : css.interval} d={`M${low} ${y}H${high}`} />
                <path className={css.truth} d={`M${truth} ${y - 4}v8`} />
              </g>
            );
          })}
          <Label x={316} y={72} of="text" anchor="end">
            missed
          </Label>
          <Label x={160} y={114} of="text">
            9 of 10 intervals contain the truth
          </Label>
        </>
      );
    },
  },
  'credible-interval': {
    height: 92,
    summary: 'A bell curve with its middle part shaded: 90 % of its area.',
    draw: () => {
      const span = [160 - 1.645 * 44, 160 + 1.645 * 44] as const;
      return (
        <>
          <path className={css.posteriorArea} d={area(bell(160, 44, 58, 66, span), 66, span)} />
          <path className={css.posterior} d={bell(160, 44, 58, 66, WHOLE)} />
          <path className={css.axis} d="M12 66H308" />
          <path className={css.interval} d={`M${span[0]} 74H${span[1]}`} />
          <Label x={160} y={90} of="posteriorText">
            90 %
          </Label>
        </>
      );
    },
  },
  'densest-region': {
    height: 92,
    summary: 'A curve with two peaks, cut at one height: the region under both peaks, in two parts, is the densest.',
    draw: () => {
      const cut = 20;
      const peaks = [
        { centre: 100, sd: 24, height: 46 },
        { centre: 220, sd: 18, height: 56 },
      ] as const;
      const reach = ({ sd, height }: (typeof peaks)[number]) => sd * Math.sqrt(2 * Math.log(height / cut));
      return (
        <>
          {peaks.map((peak) => {
            const span = [peak.centre - reach(peak), peak.centre + reach(peak)] as const;
            return (
              <g key={peak.centre}>
                <path
                  className={css.posteriorArea}
                  d={area(bell(peak.centre, peak.sd, peak.height, 70, span), 70, span)}
                />
                <path className={css.interval} d={`M${span[0]} 78H${span[1]}`} />
              </g>
            );
          })}
          <path className={css.posterior} d={bell(100, 24, 46, 70, [20, 160])} />
          <path className={css.posterior} d={bell(220, 18, 56, 70, [160, 300])} />
          <path className={css.expected} d={`M20 ${70 - cut}H300`} />
          <path className={css.axis} d="M12 70H308" />
        </>
      );
    },
  },
  tarp: {
    height: 104,
    summary: 'A ball about a chosen point that reaches to the true value; half of the draws lie inside.',
    draw: () => {
      const draws = [
        [120, 36],
        [146, 24],
        [150, 62],
        [168, 44],
        [196, 34],
        [206, 62],
        [214, 80],
        [232, 44],
      ] as const;
      return (
        <>
          <circle className={css.ball} cx={128} cy={52} r={Math.hypot(48, 16)} />
          {draws.map(([x, y]) => (
            <circle key={x} className={css.dot} cx={x} cy={y} r={4} />
          ))}
          <path className={css.chosen} d="M123 47l10 10m0 -10l-10 10" />
          <Truth x={176} y={68} />
          <Label x={70} y={54} of="text" anchor="end">
            chosen point
          </Label>
          <Label x={186} y={97} of="truthText">
            truth
          </Label>
          <Label x={244} y={36} of="posteriorText" anchor="start">
            draws
          </Label>
        </>
      );
    },
  },
  flow: {
    height: 96,
    summary: 'A round cloud with a square grid on the left, bent into a curved cloud on the right.',
    draw: () => {
      const steps = Array.from({ length: 7 }, (_, i) => (i - 3) / 1.5);
      const fine = Array.from({ length: 25 }, (_, i) => (i - 12) / 6);
      const bent = (u: number, v: number) =>
        `${(236 + 26 * u).toFixed(1)} ${(38 + 11 * v * (1 - 0.2 * u) + 9 * u * u).toFixed(1)}`;
      const round = (u: number, v: number) => `${(66 + 20 * u).toFixed(1)} ${(46 + 20 * v).toFixed(1)}`;
      const grid = (place: (u: number, v: number) => string) =>
        steps.flatMap((a) => [
          `M${fine.map((b) => place(a, b)).join('L')}`,
          `M${fine.map((b) => place(b, a)).join('L')}`,
        ]);
      const ring = (place: (u: number, v: number) => string, r: number) =>
        `M${Array.from({ length: 49 }, (_, i) => place(r * Math.cos((i * Math.PI) / 24), r * Math.sin((i * Math.PI) / 24))).join('L')}Z`;
      return [round, bent].map((place) => (
        <g key={place(0, 0)}>
          <path className={css.grid} d={grid(place).join('')} />
          <path className={css.posteriorArea} d={ring(place, 1.8)} />
          <path className={css.posteriorArea} d={ring(place, 1)} />
          {place === bent ? <path className={css.arrow} d="M128 46h34m-7 -5l7 5l-7 5" /> : null}
        </g>
      ));
    },
  },
  weights: {
    height: 78,
    summary: 'Draws as dots whose size is their weight: where the new curve is, a few dots are large.',
    draw: () => (
      <>
        <path className={css.posterior} d={bell(140, 44, 40, 52, WHOLE)} />
        <path className={css.reference} d={bell(206, 26, 40, 52, WHOLE)} />
        <path className={css.axis} d="M12 52H308" />
        {[62, 88, 104, 118, 130, 140, 152, 164, 178, 194, 220].map((x) => {
          const weight = Math.exp(-(((x - 206) / 26) ** 2) / 2 + ((x - 140) / 44) ** 2 / 2);
          return <circle key={x} className={css.dot} cx={x} cy={62} r={0.8 + 2.6 * Math.sqrt(weight)} />;
        })}
        <Label x={84} y={20} of="posteriorText" anchor="end">
          drawn from
        </Label>
        <Label x={240} y={20} of="referenceText" anchor="start">
          wanted
        </Label>
      </>
    ),
  },
  ridge: {
    height: 116,
    summary: 'A long thin cloud that falls to the right; across it the stiff direction, along it the sloppy one.',
    draw: () => (
      <>
        <path className={css.axis} d="M84 8V100H244" />
        <g transform="rotate(32 164 54)">
          <ellipse className={css.posteriorArea} cx={164} cy={54} rx={76} ry={11} />
          <ellipse className={css.posteriorArea} cx={164} cy={54} rx={46} ry={6} />
          <path className={css.arrow} d="M100 54h128m-7 -5l7 5l-7 5m-114 -10l-7 5l7 5" />
          <path className={css.arrow} d="M164 36v36m-5 -7l5 7l5 -7m-10 -22l5 -7l5 7" />
        </g>
        <Label x={232} y={78} of="text" anchor="start">
          sloppy
        </Label>
        <Label x={182} y={34} of="text" anchor="start">
          stiff
        </Label>
      </>
    ),
  },
  overfitting: {
    height: 96,
    summary: 'The training loss falls all the time; the validation loss falls, reaches its best, and rises again.',
    draw: () => (
      <>
        <path className={css.axis} d="M20 6V82H308" />
        <path className={css.trained} d="M24 14C50 60 120 68 304 78" />
        <path className={css.posterior} d="M24 12C46 50 84 52 120 52C180 52 240 36 304 20" />
        <circle className={css.chosen} cx={120} cy={52} r={4.5} />
        <Label x={120} y={42} of="text">
          best: kept
        </Label>
        <Label x={300} y={14} of="posteriorText" anchor="end">
          validation
        </Label>
        <Label x={300} y={70} of="priorText" anchor="end">
          training
        </Label>
        <Label x={308} y={94} of="text" anchor="end">
          steps
        </Label>
      </>
    ),
  },
  predictive: {
    height: 84,
    summary: 'The curve of simulated data: an observation in its middle fits, one far in its tail does not.',
    draw: () => (
      <>
        <path className={css.posteriorArea} d={area(bell(130, 34, 54, 66, WHOLE), 66, WHOLE)} />
        <path className={css.posterior} d={bell(130, 34, 54, 66, WHOLE)} />
        <path className={css.axis} d="M12 66H308" />
        <path className={css.observed} d="M142 66V30M252 66V30" />
        <circle className={css.observedDot} cx={142} cy={30} r={3.5} />
        <circle className={css.observedDot} cx={252} cy={30} r={3.5} />
        <Label x={146} y={81} of="text">
          fits
        </Label>
        <Label x={252} y={81} of="text">
          does not
        </Label>
        <Label x={84} y={22} of="posteriorText" anchor="end">
          simulated data
        </Label>
      </>
    ),
  },
  ensemble: {
    height: 80,
    summary: 'Posteriors of five networks, which nearly agree on the left and differ on the right.',
    draw: () => (
      <>
        {[-4, -1, 0, 2, 4].map((d) => (
          <path key={d} className={css.member} d={bell(80 + d / 2, 24 + d / 3, 46, 60, [10, 155])} />
        ))}
        {[-26, -12, 2, 14, 30].map((d) => (
          <path key={d} className={css.member} d={bell(238 + d, 17 + d / 8, 46, 60, [165, 312])} />
        ))}
        <path className={css.axis} d="M8 60H152M166 60H312" />
        <Label x={80} y={76} of="text">
          they agree
        </Label>
        <Label x={238} y={76} of="text">
          they do not
        </Label>
      </>
    ),
  },
};

export function TermPicture({ name }: { readonly name: PictureName }) {
  const { height, summary, draw } = pictures[name];
  return (
    <svg className={css.picture} viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={summary}>
      {draw()}
    </svg>
  );
}
