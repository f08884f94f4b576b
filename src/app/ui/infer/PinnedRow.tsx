/** A pinned run: its name, to be typed over, its numbers, and under them what differs from the present study. */
import { FolderOpen, PinOff } from 'lucide-react';
import { useMemo } from 'react';
import { recordOf } from '../../../inference/observation/record.ts';
import { studyDifferences } from '../../../inference/study/document/studyWords.ts';
import { useApp, useSession } from '../hooks/hooks.ts';
import { LONGEST_PIN_NAME, type Pin } from '../../store/pinsSlice.ts';
import { studyOf } from '../../store/studySlice.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { IconButton } from '../controls/IconButton.tsx';
import css from './PinnedRuns.module.css';
import { RunCells } from './RunCells.tsx';

export function PinnedRow({ pin }: { readonly pin: Pin }) {
  const session = useSession();
  const theme = usePlotTheme();
  const { id, name, place } = pin;
  return (
    <tbody>
      <tr>
        <th scope="row">
          <span className={css.mark} style={{ borderColor: theme.pins[place] }} aria-hidden />
          <input
            // A name that was refused (empty) falls back to the one that was.
            key={name}
            className={css.name}
            aria-label={`Name of pinned run ${id}`}
            defaultValue={name}
            maxLength={LONGEST_PIN_NAME}
            onBlur={(event) => {
              session.comparison.rename(id, event.target.value);
              if (event.target.value.trim() === '') event.target.value = name;
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') event.currentTarget.blur();
            }}
          />
        </th>
        <RunCells numbers={pin} />
        <td className={css.tools}>
          <IconButton
            icon={FolderOpen}
            title="Open this study again"
            label={`Open ${name} again`}
            onClick={() => session.comparison.openAgain(pin)}
          />
          <IconButton
            icon={PinOff}
            title="Unpin"
            label={`Unpin ${name}`}
            onClick={() => session.comparison.unpin(id)}
          />
        </td>
      </tr>
      <tr>
        <td colSpan={6} className={css.differences}>
          <Differences pin={pin} />
        </td>
      </tr>
    </tbody>
  );
}

function Differences({ pin }: { readonly pin: Pin }) {
  const slice = useApp((state) => state.study);
  const observed = useApp((state) => state.observation.current);
  const sentences = useMemo(() => {
    const { system } = pin;
    const found = studyDifferences(system, pin.study, slice.system, studyOf(slice));
    if (system.id !== slice.system.id) return [...found, 'Not drawn: it has other parameters.'];
    const words = found.length === 0 ? ['The same study.'] : found;
    const same = JSON.stringify(recordOf(observed)) === JSON.stringify(pin.observation);
    return same ? words : [...words, 'It is the posterior of another observation.'];
  }, [pin, slice, observed]);
  return `${sentences.join(' ')} ${pin.engine}.`;
}
