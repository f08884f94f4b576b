/** Box 1: the data, which are what everything else answers to. */
import { newNoise } from '../../actions/observation.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { useFull } from '../hooks/hooks.ts';
import { Box } from '../controls/Box.tsx';
import { PanelList } from '../panels/PanelList.tsx';
import { FileRefusalLine } from './FileRefusalLine.tsx';

export function DataBox() {
  const full = useFull();
  return (
    <Box number={1} title="The data" tools={full ? null : <ActionButton action={newNoise} size="small" />}>
      <FileRefusalLine />
      <PanelList column="data" />
    </Box>
  );
}
