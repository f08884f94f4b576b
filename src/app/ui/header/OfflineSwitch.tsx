/** Whether the page is kept on this device for use without a network, and how much of it is. */
import { useApp, useSession } from '../hooks/hooks.ts';
import type { OfflineSlice } from '../../store/offlineSlice.ts';
import { Switch } from '../controls/Switch.tsx';

export function OfflineSwitch() {
  const session = useSession();
  const offline = useApp((state) => state.offline);
  if (offline.keeping === 'none') return null;
  if (offline.keeping === 'impossible') return <p>{stateOf(offline)}</p>;
  return (
    <>
      <Switch
        checked={offline.keeping === 'on'}
        help="Off: this browser deletes its copy of the page. Studies are kept either way."
        onChange={(on) => void session.offline.choose(on)}
      >
        Keep this page for offline use
      </Switch>
      <p>{stateOf(offline)}</p>
    </>
  );
}

function stateOf({ keeping, kept }: OfflineSlice): string {
  if (keeping === 'impossible') {
    return 'This page cannot be kept for offline use: the browser does not allow it here (a private window, or an address without https).';
  }
  if (keeping === 'off') return 'This page is not kept on this device: it opens only with an internet connection.';
  if (kept === null) return 'The files of this page are being saved on this device.';
  const missing = kept.missing.length;
  if (missing === 0) return 'This page is kept on this device: it opens and works offline.';
  return `${missing} of the ${kept.files} files of this page could not be saved on this device (no connection, no space, or a new version is available). They are fetched on the next visit.`;
}
