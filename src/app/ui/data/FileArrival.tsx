/** A file that is on its way: how much of it is there, and a way to do without it. */
import { useApp, useSession } from '../hooks/hooks.ts';
import { Button } from '../controls/Button.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import css from './ObservationPanel.module.css';

export function FileArrival() {
  const session = useSession();
  const arriving = useApp((state) => state.observation.arriving);
  if (arriving === null) return null;
  const { name, doing, share } = arriving;
  return (
    <output className={css.arrival}>
      <span>
        {doing} {name}
      </span>
      <ProgressBar label={`${doing} ${name}`} fraction={share} />
      <Button look="quiet" size="small" onClick={() => session.files.cancel()}>
        Cancel
      </Button>
    </output>
  );
}
