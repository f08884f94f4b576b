/** Readings that come in one by one: played, or as many as a slider says. There where the design has any number of readings. */
import { playReadings } from '../../actions/observation.ts';
import { readingStream } from '../../readout/network/readingStream.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { Slider } from '../controls/Slider.tsx';
import { useApp, useSession } from '../hooks/hooks.ts';
import css from './ReadingBar.module.css';

const SPEEDS = ['2', '5', '20'] as const;

export function ReadingBar() {
  const session = useSession();
  const count = useApp((state) => readingStream(state).count);
  const most = useApp((state) => readingStream(state).most);
  const name = useApp((state) => readingStream(state).name);
  const speed = useApp((state) => state.observation.stream.speed);
  if (most < 2) return null;
  return (
    <div className={css.bar}>
      <ActionButton action={playReadings} size="small" />
      <span className={css.count}>
        {count} of {most} {name}
      </span>
      <div className={css.slider}>
        <Slider
          labels={[`Number of ${name}`]}
          values={[count]}
          low={1}
          high={most}
          scale="linear"
          unit=""
          whole
          onChange={([next]) => {
            session.readingPlay.pause();
            session.readingPlay.show(Math.round(next));
          }}
        />
      </div>
      <div className={css.speed}>
        <Segmented
          label={`${name.replace(/^./, (first) => first.toUpperCase())} a second`}
          value={String(speed) as (typeof SPEEDS)[number]}
          options={SPEEDS.map((value) => ({ value, label: `${value}/s` }))}
          onChange={(value) => session.readingPlay.setSpeed(Number(value))}
        />
      </div>
    </div>
  );
}
