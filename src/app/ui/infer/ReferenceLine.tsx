/** The reference posterior in a sentence: how it was computed and how near the network is, or why there is none. */
import { useShallow } from 'zustand/react/shallow';
import { referenceKey } from '../../readout/network/referenceKey.ts';
import { followedText, referenceText } from '../../readout/text/referenceText.ts';
import { circumstancesOf, distanceVerdict } from '../../readout/text/circumstances.ts';
import { useApp, useTelemetry } from '../hooks/hooks.ts';
import { NetworkVerdict } from '../check/NetworkVerdict.tsx';
import css from './InferColumn.module.css';

export function ReferenceLine() {
  const text = useApp(referenceText);
  const answer = useApp((state) => {
    const { reference } = state.results;
    if (followedText(state) !== null) return null;
    return reference?.key === referenceKey(state) ? reference.answer : null;
  });
  const distance = useApp((state) => state.results.distance);
  const frame = useTelemetry((state) => state.frame);
  const circumstances = useApp(useShallow((state) => circumstancesOf(state, frame)));
  if (answer === null) {
    return <p className={css.reference}>{text === '' ? '\u00a0' : text}</p>;
  }
  if (answer.kind === 'unavailable') return <p className={css.reference}>No reference posterior: {answer.reason}</p>;
  if (distance !== null) {
    return (
      <div>
        <NetworkVerdict verdict={distanceVerdict(distance, circumstances)} step={distance.step} />
        <p className={css.reference}>Reference: {answer.method}</p>
      </div>
    );
  }
  const note = answer.comparable
    ? ''
    : answer.seesLess
      ? ` It uses ${answer.conditionsOn}, less than the network is given, which may be narrower for that.`
      : ` It uses ${answer.conditionsOn}, more than the network is given, so a difference is not an error of the network.`;
  return (
    <p className={css.reference}>
      Reference: {answer.method}
      {note}
    </p>
  );
}
