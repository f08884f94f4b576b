/** A thin bar for a fraction; null for something whose length is not known. */
import css from './ProgressBar.module.css';

interface Props {
  readonly label: string;
  readonly fraction: number | null;
  /** Spoken instead of the percentage. */
  readonly text?: string;
}

export function ProgressBar({ label, fraction, text }: Props) {
  return (
    <progress className={css.bar} aria-label={label} max={1} value={fraction ?? undefined} aria-valuetext={text}>
      {fraction === null ? '' : `${Math.round(100 * fraction)} %`}
    </progress>
  );
}
