/** A thin bar for a fraction; null for something whose length is not known. */
import css from './ProgressBar.module.css';

export function ProgressBar({ label, fraction }: { readonly label: string; readonly fraction: number | null }) {
  return (
    <progress className={css.bar} aria-label={label} max={1} value={fraction ?? undefined}>
      {fraction === null ? '' : `${Math.round(100 * fraction)} %`}
    </progress>
  );
}
