/** Three checks in small: ranks, coverage, and whether the answer would give data like these; each with what it shows in a few words. */
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Verdict } from '../../../inference/diagnostics/report/verdict.ts';
import type { PredictiveCheck } from '../../../inference/diagnostics/data/predictiveCheck.ts';
import type { CalibrationReport } from '../../../worker/run/reports.ts';
import { unbroken } from '../../format/unbroken.ts';
import { useApp } from '../hooks/hooks.ts';
import { Term } from '../words/Term.tsx';
import type { TermName } from '../../words/termForms.ts';
import { useUntrained } from '../hooks/useUntrained.ts';
import { normalCdf } from '../../../inference/math/special.ts';
import css from './TrustSummary.module.css';
import { useReport } from './useReport.ts';

const WIDTH = 78;
const HEIGHT = 46;
const icons = { good: CircleCheck, warn: TriangleAlert, bad: CircleX } as const;
type Words = Readonly<Record<Verdict['level'], string>>;
const RANKS: Words = {
  good: 'Flat: its stated uncertainty is right.',
  warn: 'Not quite flat.',
  bad: 'Not flat: its uncertainty is wrong.',
};
const COVERAGE: Words = {
  good: 'On the line: 90 % means 90 %.',
  warn: 'Slightly off the line.',
  bad: 'Off the line: 90 % is not 90 %.',
};
const PREDICTION: Words = {
  good: 'They would give data like yours.',
  warn: 'They would rarely give your data.',
  bad: 'They would not give your data.',
};

export function TrustThumbnails() {
  const { report } = useReport();
  const untrained = useUntrained(report?.step);
  const observation = useApp((state) => state.observation.id);
  const observed = useApp((state) => state.trust.observed);
  const predictive = observed?.observation === observation ? observed.report.predictive : null;
  const untrainedHere = useUntrained(observed?.step);
  const shown = untrained === null ? report : null;
  const here = untrainedHere === null ? predictive : null;
  return (
    <ul className={css.thumbnails}>
      <Thumbnail name="Ranks" term="rank" verdict={shown?.sbc.verdict ?? null} words={RANKS}>
        {shown === null ? null : <Ranks report={shown} />}
      </Thumbnail>
      <Thumbnail name="Coverage" term="coverage" verdict={shown?.coverage.central.verdict ?? null} words={COVERAGE}>
        {shown === null ? null : <Coverage report={shown} />}
      </Thumbnail>
      <Thumbnail name="Prediction" term="predictive-check" verdict={here?.verdict ?? null} words={PREDICTION}>
        {here === null ? null : <Prediction check={here} />}
      </Thumbnail>
    </ul>
  );
}

interface Props {
  readonly name: string;
  readonly term: TermName;
  /** null: not looked at. */
  readonly verdict: Verdict | null;
  readonly words: Words;
  readonly children: ReactNode;
}

function Thumbnail({ name, term, verdict, words, children }: Props) {
  const Icon = verdict === null ? null : icons[verdict.level];
  return (
    <li className={css.thumbnail} data-level={verdict?.level}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden>
        {children}
        <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} data-part="axis" />
      </svg>
      <div>
        <b>
          {Icon === null ? null : <Icon className={css.tick} aria-hidden />} <Term name={term}>{name}</Term>
        </b>
        <p>{verdict === null ? 'Not looked at yet.' : unbroken(words[verdict.level])}</p>
      </div>
    </li>
  );
}

/** The histogram of the quantity that fares worst, within the band that chance allows. */
function Ranks({ report: { sbc } }: { readonly report: CalibrationReport }) {
  const worst = sbc.quantities.reduce((a, b) => (b.adjustedP < a.adjustedP ? b : a));
  const top = Math.max(sbc.band.high * 1.15, ...worst.histogram);
  const y = (value: number) => HEIGHT * (1 - value / top);
  const bar = WIDTH / worst.histogram.length;
  return (
    <>
      <rect x="0" width={WIDTH} y={y(sbc.band.high)} height={y(sbc.band.low) - y(sbc.band.high)} data-part="band" />
      {worst.histogram.map((value, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- bins have no other name
        <rect
          key={i}
          x={i * bar + 0.5}
          width={Math.max(0.5, bar - 1)}
          y={y(value)}
          height={HEIGHT - y(value)}
          data-part="bar"
        />
      ))}
    </>
  );
}

function Coverage({ report }: { readonly report: CalibrationReport }) {
  const { levels, curves, band } = report.coverage.central;
  const point = (level: number, held: number) => `${(level * WIDTH).toFixed(1)},${(HEIGHT * (1 - held)).toFixed(1)}`;
  const line = (held: readonly number[]) => `M${levels.map((level, k) => point(level, held[k])).join('L')}`;
  const back = levels.map((level, k) => point(level, band.high[k])).toReversed();
  return (
    <>
      <path d={`${line(band.low)}L${back.join('L')}Z`} data-part="band" />
      {curves.map(({ key, held }) => (
        <path key={key} d={line(held)} data-part="line" />
      ))}
    </>
  );
}

/** Where the data lie among those predicted, for the summary that fits worst: the two-sided p-value on a bell. */
function Prediction({ check }: { readonly check: PredictiveCheck }) {
  const worst = check.summaries.reduce((a, b) => (b.adjustedP < a.adjustedP ? b : a), check.summaries[0]);
  if (worst === undefined) return null;
  const bell = (z: number) => Math.exp((-z * z) / 2);
  const x = (z: number) => WIDTH * (0.5 + z / 7);
  const points = Array.from({ length: 41 }, (_, i) => -3.5 + (7 * i) / 40);
  const curve = points.map((z) => `${x(z).toFixed(1)},${(HEIGHT * (1 - 0.9 * bell(z))).toFixed(1)}`).join('L');
  const z = (worst.side === 'low' ? -1 : 1) * zOf(Math.min(1, worst.adjustedP));
  return (
    <>
      <path d={`M${curve}L${WIDTH},${HEIGHT}L0,${HEIGHT}Z`} data-part="area" />
      <path d={`M${curve}`} data-part="line" />
      <line x1={x(z)} x2={x(z)} y1="6" y2={HEIGHT} data-part="data" />
      <circle cx={x(z)} cy="6" r="3.5" data-part="dot" />
    </>
  );
}

/** |z| of a two-sided p-value, at most 3.3: found by halving, for a mark in a picture. */
function zOf(p: number): number {
  let [low, high] = [0, 3.3];
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2;
    if (2 * (1 - normalCdf(middle)) > p) low = middle;
    else high = middle;
  }
  return low;
}
