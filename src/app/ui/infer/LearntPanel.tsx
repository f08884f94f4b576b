/** What a learner other than NPE has found so far: its curves, the terms of its loss over the steps and as bars, its numbers. */
import { useMemo } from 'react';
import { learnerById } from '../../../inference/learners/registry.ts';
import type { CurvesData } from '../../plots/curvesFigure.ts';
import { isAnswered } from '../../readout/network/answering.ts';
import { openStudy } from '../../store/engineSlice.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import { Card } from '../controls/Card.tsx';
import { useApp, useTelemetry } from '../hooks/hooks.ts';
import { usePaced } from '../hooks/usePaced.ts';
import type { Panel, PanelProps } from '../panels/panel.ts';
import { EstimatePlot } from './EstimatePlot.tsx';
import { Inquiries } from './Inquiries.tsx';
import { Bars, Curves, Figures, Numbers, Remarks } from './LearntParts.tsx';
import css from './LearntPanel.module.css';

/** The curves of a long run hardly change in a tenth of a second, ms. */
const PACE = 350;
const versionOf = (state: Telemetry) => state.version;

export const learntPanel: Panel = {
  id: 'learnt',
  column: 'infer',
  title: 'What has been learnt',
  offered: ({ study }) =>
    study.learner !== undefined || 'What a network has learnt is its posterior, which is shown in its own panels.',
  Component: LearntPanel,
};

function LearntPanel({ anchor }: PanelProps) {
  // What is drawn is of the run that is open; until one is, the study's learner says what it will be.
  const learner = useApp(({ engine, study }) => openStudy(engine)?.study.learner ?? study.learner);
  const present = useApp(isAnswered);
  const terms = useTelemetry((state) => state.terms);
  const version = usePaced(versionOf, PACE);
  const frame = useTelemetry((state) => state.learnt);
  const losses = useMemo((): CurvesData => {
    const labels = learner === undefined ? [] : learnerById(learner.id).losses;
    // `version` stands for the growth of the traces, which are the same objects for the whole run.
    const curves = labels.flatMap(({ key, label }) =>
      terms[key] === undefined
        ? []
        : [{ name: label, role: 'series' as const, x: terms[key].steps.slice(), y: terms[key].losses.slice() }],
    );
    return { axes: ['step', 'nats'], curves: version < 0 ? [] : curves, logWhereWide: true };
  }, [learner, terms, version]);
  if (learner === undefined) return null;
  const { name, explanation } = learnerById(learner.id);
  return (
    <Card anchor={anchor} title={name}>
      <p className={css.what}>{explanation}</p>
      {frame === null ? <p className={css.what}>The first picture appears after the first steps.</p> : null}
      {/* Of other data or assumptions they are no verdicts on what is shown now: a notice above says so. */}
      {frame?.remarks === undefined || !present ? null : <Remarks remarks={frame.remarks} />}
      {frame?.estimate === undefined ? null : <EstimatePlot estimate={frame.estimate} />}
      {frame === null ? null : <Figures figures={frame.curves} />}
      {losses.curves.length === 0 ? null : <Curves title="Terms of the loss" data={losses} />}
      {frame?.bars ? <Bars {...frame.bars} /> : null}
      {frame !== null && frame.numbers.length > 0 ? <Numbers numbers={frame.numbers} /> : null}
      <Inquiries />
    </Card>
  );
}
