/** Whether the page is kept on this device for use without a network, and how much of it is. */
import { useApp, useSession } from '../../store/hooks.ts';
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
        title="Off: this browser forgets the page's files. Studies are kept either way."
        onChange={(on) => void session.offline.choose(on)}
      >
        Keep this page for use without a network
      </Switch>
      <p>{stateOf(offline)}</p>
    </>
  );
}

function stateOf({ keeping, kept }: OfflineSlice): string {
  if (keeping === 'impossible') {
    return 'This page cannot be kept for use without a network: the browser does not allow it here (a private window, or an address without https).';
  }
  if (keeping === 'off') return 'This page is not kept on this device: it opens with a network only.';
  if (kept === null) return 'The files of this page are being kept on this device.';
  const missing = kept.missing.length;
  if (missing === 0) return 'This page is kept on this device: it opens and works without a network.';
  return `${missing} of the ${kept.files} files of this page could not be kept on this device (no connection, no space, or a new version is there). They are fetched on the next visit.`;
}
