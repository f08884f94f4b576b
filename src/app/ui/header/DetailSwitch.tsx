/** Simple or full: what a first visit needs, or all settings and checks. */
import { detailOf } from '../../store/controls.ts';
import { patch } from '../../store/appStore.ts';
import type { Detail } from '../../store/viewSlice.ts';
import { Segmented } from '../controls/Segmented.tsx';
import { useApp, useParts } from '../hooks/hooks.ts';

const options: readonly { readonly value: Detail; readonly label: string; readonly help: string }[] = [
  { value: 'simple', label: 'Simple', help: 'The data, what could have caused them, and whether to trust it' },
  { value: 'full', label: 'Full', help: 'All settings of the network, and every check with its evidence' },
];

/** @param wide as wide as its place, with what the choice means under it: a note over the line would lie over a menu's entries */
export function DetailSwitch({ wide = false }: { readonly wide?: boolean }) {
  const { store } = useParts();
  const detail = useApp(({ view }) => detailOf(view));
  return (
    <Segmented
      label="How much is shown"
      wide={wide}
      value={detail}
      options={options}
      // The user's own choice ends what a link has stated.
      onChange={(ownDetail) => patch(store, 'view', { ownDetail, statedDetail: null })}
    />
  );
}
