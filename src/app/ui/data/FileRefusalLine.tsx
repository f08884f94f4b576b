/**
 * Why a file was refused: where, what, and what to do. Comes into sight by itself, since a file may be dropped
 * anywhere; stays until dismissed; the observation before it stays too.
 */
import { useEffect, useRef } from 'react';
import { X } from 'lucide-react';
import { useApp, useSession } from '../hooks/hooks.ts';
import { Button } from '../controls/Button.tsx';
import { IconButton } from '../controls/IconButton.tsx';
import css from './ObservationPanel.module.css';

export function FileRefusalLine() {
  const session = useSession();
  const refusal = useApp((state) => state.observation.refusal);
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (refusal !== null) line.current?.scrollIntoView({ block: 'nearest' });
  }, [refusal]);
  if (refusal === null) return null;
  return (
    <div ref={line} className={css.refusal} role="alert">
      <p>
        <b>The file was not used.</b> {refusal.message}
      </p>
      {refusal.belongsTo === undefined ? null : (
        <Button onClick={() => void session.files.readInItsSystem()}>Open it in {refusal.belongsTo.name}</Button>
      )}
      <IconButton icon={X} title="Dismiss this message" onClick={() => session.files.dismiss()} />
    </div>
  );
}
