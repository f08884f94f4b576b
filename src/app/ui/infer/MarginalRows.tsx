/**
 * The posterior on a phone: a row for each quantity, so that the data and their answer share one screen. Drawn as SVG without
 * plotly from the same curves as the corner figure.
 */
import { furtherLabel } from '../../format/furtherLabel.ts';
import { useEffect, useMemo } from 'react';
import { uncover } from '../../browser/uncover.ts';
import type { CornerData } from '../../plots/cornerFigure.ts';
import { diagonalTop } from '../../plots/cornerPanels.ts';
import { densitySketch } from '../../plots/densitySketch.ts';
import { axisFraction } from '../../plots/geometry.ts';
import { axisTicks, tickTexts } from '../../plots/ticks.ts';
import type { Curve } from '../../plots/types.ts';
import { wordsOf } from '../../readout/text/systemWords.ts';
import { useApp } from '../hooks/hooks.ts';
import css from './MarginalRows.module.css';

interface Props {
  /** null: the posterior is on its way. */
  readonly data: (() => CornerData) | null;
  /** What is shown, in words. */
  readonly summary: string;
  readonly name: string;
}

const WIDTH = 200;
const HEIGHT = 40;
/** Ticks of a row, at most. */
const TICKS = 4;

/** In one word each: the key is one line on a phone. */
const REFERENCES = { exact: 'exact', mcmc: 'sampled', approx: 'approximate' } as const;

export function MarginalRows({ data, summary, name }: Props) {
  const drawn = useMemo(() => data?.() ?? null, [data]);
  const drawable = drawn !== null;
  // It has taken the place of the picture of the opening example.
  useEffect(() => {
    if (drawable) uncover();
  }, [drawable]);
  if (drawn === null) return <div className={css.rows} data-awaited />;
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <img> cannot hold SVG and text that follow the theme
    <div className={css.rows} role="img" aria-label={summary} data-anchor="figure:posterior" data-rows={name}>
      <p className={css.key} aria-hidden>
        <span data-line="posterior">network</span>
        {drawn.reference === null ? null : <span data-line="reference">{REFERENCES[drawn.reference.label]}</span>}
        <span data-line="prior">before</span>
        {drawn.truth === null ? null : <span data-line="truth">truth</span>}
      </p>
      {drawn.quantities.map((_, i) => (
        <Row key={drawn.quantities[i].key} data={drawn} i={i} />
      ))}
    </div>
  );
}

function Row({ data, i }: { readonly data: CornerData; readonly i: number }) {
  const system = useApp((state) => state.study.system.id);
  const { key, symbol, label, unit, scale, range } = data.quantities[i];
  const [low, high] = range;
  const box = { width: WIDTH, height: HEIGHT, low, high, scale, top: diagonalTop(data, i) };
  const path = (curve: Curve | undefined) => (curve === undefined ? null : densitySketch(curve, box));
  const posterior = path(data.posterior?.curves[i]);
  const prior = path(data.prior?.curves[i]);
  const reference = path(data.reference?.curves[i]);
  const axis = { scale, low, high };
  const ticks = axisTicks(scale, low, high, TICKS);
  const texts = tickTexts(scale, ticks);
  const truth = data.truth === null ? null : axisFraction(axis, data.truth[i]);
  const noun = wordsOf(system).nouns?.[key]?.noun ?? furtherLabel({ symbol, label });
  return (
    <div className={css.row}>
      <p className={css.label}>
        {noun} <i>{symbol}</i>
        {unit === '' ? null : <small>{unit.startsWith('1/') ? `per ${unit.slice(2)}` : unit}</small>}
      </p>
      <div className={css.plot}>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
          <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} data-line="axis" />
          {posterior === null ? null : <path d={posterior.area} data-area="posterior" />}
          {prior === null ? null : <path d={prior.line} data-line="prior" />}
          {posterior === null ? null : <path d={posterior.line} data-line="posterior" />}
          {reference === null ? null : <path d={reference.line} data-line="reference" />}
          {truth === null || !(truth >= 0 && truth <= 1) ? null : (
            <line x1={truth * WIDTH} x2={truth * WIDTH} y1="0" y2={HEIGHT} data-line="truth" />
          )}
        </svg>
        {ticks.map((tick, t) => (
          <span key={tick} className={css.tick} style={{ left: `${100 * axisFraction(axis, tick)}%` }}>
            {texts[t]}
          </span>
        ))}
      </div>
    </div>
  );
}
