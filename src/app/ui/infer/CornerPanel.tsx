/** The posterior as a corner figure, with the true value to drag. */
import { equalItemsText } from '../../../inference/observation/equalItems.ts';
import type { Observation } from '../../../inference/observation/observation.ts';
import type { System } from '../../../inference/simulators/system.ts';
import { posteriorConditions } from '../../../inference/simulators/posteriorConditions.ts';
import { useCallback, useMemo } from 'react';
import { pinRun, zoom } from '../../actions/page.ts';
import { useApp, useFull, useLecture, useTruthFixed } from '../hooks/hooks.ts';
import { Chart } from '../../plots/Chart.tsx';
import { cornerFigure } from '../../plots/cornerFigure.ts';
import { striped } from '../../plots/striped.ts';
import type { Size } from '../../plots/types.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { focusFound } from '../../readout/concepts/focusQuestion.ts';
import { REGION_TEXT } from '../../readout/figures/focusRegion.ts';
import { isDot } from '../../readout/figures/axes.ts';
import { cornerQuantities } from '../../readout/figures/cornerQuantities.ts';
import { enlargedText } from '../../readout/figures/needle.ts';
import { cornerSummary } from '../../readout/text/cornerSummary.ts';
import { QuantityPicker } from './QuantityPicker.tsx';
import css from './InferColumn.module.css';
import { ReferenceLine } from './ReferenceLine.tsx';
import { useMedia } from '../shell/useMedia.ts';
import { MarginalRows } from './MarginalRows.tsx';
import { SentenceLine } from './SentenceLine.tsx';
import { SummaryTable } from './SummaryTable.tsx';
import { TitleLine } from './TitleLine.tsx';
import { TruthHandles } from './TruthHandles.tsx';
import { useCornerData } from './useCornerData.ts';
import { useFrame } from './useFrame.ts';
import { useStripe } from './useStripe.ts';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';
import { awaitsPretrained } from '../../store/engineSlice.ts';

export const posteriorPanel: Panel = {
  id: 'posterior',
  column: 'infer',
  title: 'Posterior',
  tab: { value: 'posterior', label: 'Posterior' },
  offered: always,
  Component: CornerPanel,
};

/** What the posterior is conditional on, and what the data do to that. */
function conditionsHere(system: System, { design, x }: Observation): readonly string[] {
  const equal = x === null ? null : equalItemsText(system.model(design), x);
  return [...posteriorConditions(system, design), ...(equal === null ? [] : [equal])];
}

function CornerPanel({ anchor, title, embedded }: PanelProps) {
  const full = useFull() || embedded;
  const phone = useMedia('(max-width: 699px)') && !full;
  const pairs = useApp((state) => state.view.pairs);
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  const observation = useApp((state) => state.observation.current);
  const conditions = useMemo(() => conditionsHere(system, observation), [system, observation]);
  const fixed = useTruthFixed();
  const lecture = useLecture();
  const theme = usePlotTheme();
  const chosen = useApp((state) => state.view.corner);
  const { offered, quantities } = useMemo(() => cornerQuantities(system, design, chosen), [system, design, chosen]);
  const draws = useFrame(quantities);
  const data = useCornerData(draws);
  const region = useApp((state) => focusFound(state) !== null);
  // The prior alone, drawn for the moment before, would keep the first posterior from the screen.
  const awaited = useApp((state) => awaitsPretrained(state.engine)) && draws.frame === null;
  const zoomed = useApp((state) => state.view.zoomed);
  const { posterior, axes } = draws;
  // Its button then says what it does.
  const dot = useMemo(() => !zoomed && posterior !== null && isDot(posterior, axes), [zoomed, posterior, axes]);
  const enlarged = useMemo(() => (zoomed ? enlargedText(draws) : null), [zoomed, draws]);
  const draggable = draws.truth !== null && !fixed;
  const { stripe, marked } = useStripe();
  const figure = useCallback(
    (size: Size) => {
      const build = (inner: Size) =>
        cornerFigure(
          data(),
          { ...inner, truthDraggable: draggable && !lecture, plain: !full || lecture, direct: lecture },
          theme,
        );
      return striped(build, size, stripe, theme);
    },
    [data, draggable, theme, stripe, full, lecture],
  );
  return (
    <section className={`${css.panel} ${css.posterior}`} aria-label={title} data-anchor={anchor}>
      {full ? (
        <TitleLine>
          <ActionButton action={pinRun} look="quiet" size="small" iconOnly />
          {enlarged === null ? (
            <ActionButton action={zoom} look={dot ? 'plain' : 'quiet'} size="small" iconOnly={!dot} />
          ) : null}
        </TitleLine>
      ) : null}
      {enlarged === null ? null : (
        <p className={css.reference}>
          {enlarged} <ActionButton action={zoom} look="quiet" size="small" />
        </p>
      )}
      <QuantityPicker offered={offered} shown={quantities} />
      {phone && !pairs ? (
        <MarginalRows data={awaited ? null : data} summary={cornerSummary(draws)} name={`${system.id}-posterior`} />
      ) : (
        <Chart
          anchor="figure:posterior"
          ahead
          figure={awaited ? null : figure}
          summary={[...(stripe === null ? [] : [`${stripe}.`]), cornerSummary(draws)].join(' ')}
          name={marked(`${system.id}-posterior`)}
          className={quantities.length > 2 ? `${css.chart} ${css.manyPanels}` : css.chart}
        >
          {(layout) => (draggable ? <TruthHandles layout={layout} draws={draws} /> : null)}
        </Chart>
      )}
      {full && region ? <p className={css.reference}>{REGION_TEXT}</p> : null}
      {conditions.map((sentence) => (
        <p key={sentence} className={css.reference}>
          {sentence}
        </p>
      ))}
      <SentenceLine draws={draws} />
      {full ? (
        <>
          <ReferenceLine />
          <SummaryTable draws={draws} />
        </>
      ) : null}
    </section>
  );
}
