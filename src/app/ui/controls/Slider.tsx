/**
 * A slider with one thumb or two, on a linear or a logarithmic scale. A value outside the slider's range stands at its end
 * and is not changed by looking at it. While a thumb is held, the session knows (no retraining until it is let go).
 */
import { Slider as Base } from '@base-ui/react/slider';
import type { Scale } from '../../../inference/simulators/system.ts';
import { digitsWithin, resolved, spokenUnit } from '../../format/number.ts';
import { useSession } from '../hooks/hooks.ts';
import { useInLocked } from './Lockable.tsx';
import css from './Slider.module.css';

interface Props {
  readonly labels: readonly string[];
  readonly values: readonly number[];
  readonly low: number;
  readonly high: number;
  readonly scale: Scale;
  readonly unit: string;
  /** Whether it takes whole numbers only, low and high among them: a position each, so that a key moves it by one. */
  readonly whole?: boolean;
  readonly onChange: (values: readonly number[]) => void;
}

/** Positions of a thumb from end to end; what they stand for is told by data-low, data-high and data-scale. */
const POSITIONS = 400;

export function Slider({ labels, values, low, high, scale, unit, whole = false, onChange }: Props) {
  const session = useSession();
  const locked = useInLocked();
  const coordinate = (value: number) => (scale === 'log' ? Math.log(value) : value);
  const [from, to] = [coordinate(low), coordinate(high)];
  const places = whole ? high - low : POSITIONS;
  const positions = values.map((value) => {
    const fraction = scale === 'log' && value <= 0 ? 0 : (coordinate(value) - from) / (to - from);
    return places * Math.min(1, Math.max(0, fraction));
  });
  // Three digits, and more where an offset takes them up.
  const digits = digitsWithin(Math.max(Math.abs(low), Math.abs(high)), high - low);
  const valueAt = (position: number) => {
    const at = from + (position / places) * (to - from);
    return Number((scale === 'log' ? Math.exp(at) : at).toPrecision(digits));
  };
  const hold = () => {
    session.studyEditing.setThumbHeld(true);
    const release = () => {
      session.studyEditing.setThumbHeld(false);
      window.removeEventListener('pointerup', release);
      window.removeEventListener('pointercancel', release);
    };
    window.addEventListener('pointerup', release);
    window.addEventListener('pointercancel', release);
  };
  return (
    <Base.Root
      className={css.root}
      data-low={low}
      data-high={high}
      data-scale={scale}
      value={positions}
      min={0}
      max={places}
      step={1}
      disabled={locked}
      largeStep={Math.max(1, Math.round(places / 10))}
      minStepsBetweenValues={4}
      onValueChange={(next) => {
        // A thumb that was not moved keeps its exact value, be it beyond the slider's end or finer than its positions.
        onChange(next.map((position, i) => (Math.abs(position - positions[i]) < 0.5 ? values[i] : valueAt(position))));
      }}
    >
      <Base.Control className={css.control} onPointerDown={locked ? undefined : hold}>
        <Base.Track className={css.track}>
          <Base.Indicator className={css.indicator} />
          {positions.map((_, i) => (
            <Base.Thumb
              key={labels[i]}
              index={i}
              className={css.thumb}
              getAriaLabel={() => labels[i]}
              getAriaValueText={() => `${resolved(values[i], high - low)} ${spokenUnit(unit)}`.trim()}
            />
          ))}
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
