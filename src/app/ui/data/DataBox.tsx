/** Box 1: the data, which are what everything else answers to. */
import { Box } from '../controls/Box.tsx';
import { PanelList } from '../panels/PanelList.tsx';
import { FileRefusalLine } from './FileRefusalLine.tsx';

export function DataBox() {
  return (
    <Box number={1} title="The data">
      <FileRefusalLine />
      <PanelList column="data" />
    </Box>
  );
}
