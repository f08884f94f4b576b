/** A file that is on its way: how much of it is there, and a way to do without it. */
import { useApp, useSession } from '../../store/hooks.ts';
import { Button } from '../controls/Button.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import css from './ObservationPanel.module.css';

export function FileArrival() {
  const session = useSession();
  const arriving = useApp((state) => state.observation.arriving);
  if (arriving === null) return null;
  const doing = arriving.share === null ? 'Reading' : 'Fetching';
  return (
    <output className={css.arrival}>
      <span>
        {doing} {arriving.name}
      </span>
      <ProgressBar label={`${doing} ${arriving.name}`} fraction={arriving.share} />
      <Button look="quiet" size="small" onClick={() => session.files.cancel()}>
        Cancel
      </Button>
    </output>
  );
}
