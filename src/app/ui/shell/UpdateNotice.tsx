/** A newer version of the page is there: what taking it does, and two buttons. It stays until one of them is pressed. */
import { useApp, useSession } from '../hooks/hooks.ts';
import type { AppState } from '../../store/appStore.ts';
import { Button } from '../controls/Button.tsx';
import css from './Messages.module.css';

export function UpdateNotice() {
  const session = useSession();
  const update = useApp((state) => state.offline.update);
  const lost = useApp(lostByReload);
  if (update === 'none') return null;
  const unsaved = update === 'unsaved';
  const saved = lost === '' ? 'Your study and its network are saved first.' : `Your study is saved first, ${lost} not.`;
  return (
    <div className={css.message} data-level={unsaved ? 'problem' : 'note'}>
      <div>
        <p>
          {unsaved
            ? 'The page was not updated: the study could not be saved in this browser. Export it as a file (Studies), then close all tabs of this page; it opens in its new version next time.'
            : `A new version of this page is ready. ${saved} Training continues after the reload.`}
        </p>
        <div className={css.choices}>
          {unsaved ? null : (
            <Button
              size="small"
              look="primary"
              reason={update === 'taking' ? 'The study is being saved' : null}
              onClick={() => {
                if (update !== 'taking') void session.offline.update();
              }}
            >
              Update now
            </Button>
          )}
          <Button size="small" onClick={() => session.offline.later()}>
            {unsaved ? 'Close' : 'Later'}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** What a reload does not bring back: "pinned runs and the batch are"; '': nothing of the kind is there. */
function lostByReload({ pins, batch, simulations, former }: AppState): string {
  const lost = [
    pins.pins.length > 0 ? 'pinned runs' : null,
    batch.file !== null ? 'the batch of observations' : null,
    simulations.current !== null ? 'the rows of your table of simulations' : null,
    former.networks.length > 0 ? 'networks that Undo brings back' : null,
  ].filter((thing) => thing !== null);
  return lost.length === 0 ? '' : `${new Intl.ListFormat('en').format(lost)} are`;
}
