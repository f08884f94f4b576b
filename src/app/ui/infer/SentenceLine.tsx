/** The posterior on screen in one plain sentence, and what must not be read into it. */
import { useMemo } from 'react';
import type { NoAnswer } from '../../readout/network/answering.ts';
import { combinationText } from '../../readout/text/combinationText.ts';
import { posteriorSentence } from '../../readout/text/posteriorSentence.ts';
import { priorWidths } from '../../readout/figures/priorWidths.ts';
import { summaryRows } from '../../readout/text/summaryRows.ts';
import { wordsOf } from '../../readout/text/systemWords.ts';
import type { FrameDraws } from '../../readout/figures/frameDraws.ts';
import { useApp, useCovered } from '../hooks/hooks.ts';
import { useNoAnswer } from '../hooks/useNoAnswer.ts';
import { useUntrained } from '../hooks/useUntrained.ts';
import css from './InferColumn.module.css';

const NO_ANSWER: Readonly<Record<NoAnswer, string>> = {
  former: 'What you see is the answer under the former assumptions, not under those of now.',
  beyond: 'What you see is no answer under these assumptions: they reach to where nothing was simulated.',
  few: 'What you see is no answer under these assumptions: too little of the former one still counts.',
};

export function SentenceLine({ draws }: { readonly draws: FrameDraws }) {
  const system = useApp((state) => state.study.system);
  const untrained = useUntrained();
  const noAnswer = useNoAnswer();
  const covered = useCovered('posterior');
  const { prior, posterior, axes, frame, problem } = draws;
  const widths = useMemo(() => priorWidths({ prior, axes }), [prior, axes]);
  const sentence = useMemo(
    () =>
      posterior === null
        ? null
        : posteriorSentence(summaryRows(posterior, axes, widths), wordsOf(system.id).nouns ?? {}),
    [posterior, axes, widths, system],
  );
  const combination = useMemo(() => {
    if (frame === null || system.combination === undefined) return null;
    const dim = system.parameters(problem.design).length;
    return combinationText(system.combination, system.display(problem.design), frame.draws, dim);
  }, [frame, system, problem.design]);
  if (covered) return <p className={css.sentence}>The network’s answer is covered until you reveal it.</p>;
  if (sentence === null) {
    return <p className={css.sentence}>No answer yet: grey is what was plausible before the data.</p>;
  }
  if (untrained !== null) {
    return <p className={css.sentence}>The network has hardly learnt anything: what you see is not an answer yet.</p>;
  }
  if (noAnswer !== null) {
    return <p className={css.sentence}>{NO_ANSWER[noAnswer]}</p>;
  }
  return (
    <div data-sentence>
      <p className={css.sentence}>
        {sentence.pieces.map(({ text, strong }, i) =>
          // oxlint-disable-next-line react/no-array-index-key -- pieces have no other name, and hold no state
          strong ? <b key={i}>{text}</b> : <span key={i}>{text}</span>,
        )}
      </p>
      {combination === null ? null : <p className={css.reference}>{combination}</p>}
      {sentence.note === '' ? null : <p className={css.reference}>{sentence.note}</p>}
    </div>
  );
}
