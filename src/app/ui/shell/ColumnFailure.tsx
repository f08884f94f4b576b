/** What stands where a column failed to render: the error in words, and a way to try again. The other columns live on. */
import type { FallbackProps } from 'react-error-boundary';
import { Button } from '../controls/Button.tsx';
import css from './Messages.module.css';

export function ColumnFailure({ error, resetErrorBoundary }: FallbackProps) {
  const reason = error instanceof Error ? error.message : String(error);
  return (
    <div className={css.message} data-level="problem" role="alert">
      <p>This part of the page failed: {reason}</p>
      <Button size="small" onClick={resetErrorBoundary}>
        Try again
      </Button>
    </div>
  );
}
