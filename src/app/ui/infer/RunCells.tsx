/** The numbers of a run as cells of the table: validation loss, gap, SBC verdict, seconds of training. */
import { duration, fixed } from '../../format/number.ts';
import type { RunNumbers } from '../../session/posterior/comparison.ts';
import { Unseen } from '../controls/Unseen.tsx';
import css from './PinnedRuns.module.css';

const words = { good: 'good', warn: 'caution', bad: 'problem' } as const;

export function RunCells({ numbers }: { readonly numbers: RunNumbers }) {
  const { validation, distance, calibration, seconds } = numbers;
  return (
    <>
      <td>{validation === null ? '–' : fixed(validation, 2)}</td>
      <td>{distance === null ? '–' : fixed(distance, 2)}</td>
      <td data-level={calibration?.level} className={css.verdict}>
        {calibration === null ? '–' : words[calibration.level]}
        {calibration === null ? null : <Unseen>: {calibration.sentence}</Unseen>}
      </td>
      <td>{seconds === null ? '–' : duration(seconds)}</td>
    </>
  );
}
