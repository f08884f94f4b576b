/** All sheets and dialogs; each opens by the state of the page. And what is printed. */
import { BridgeSheet } from '../bridge/BridgeSheet.tsx';
import { HelpSheet } from '../header/HelpSheet.tsx';
import { SystemGallery } from '../header/SystemGallery.tsx';
import { DesignDialog } from '../infer/DesignDialog.tsx';
import { LinkSheet } from '../infer/LinkSheet.tsx';
import { StudiesSheet } from '../saved/StudiesSheet.tsx';
import { ShareSheet } from '../share/ShareSheet.tsx';
import { Printing } from './Printing.tsx';
import { SimulationsDialog } from '../simulations/SimulationsDialog.tsx';
import { LessonsSheet } from '../lessons/LessonsSheet.tsx';
import { TeachSheet } from '../lessons/TeachSheet.tsx';
import { PendingScriptDialog } from '../own/PendingScriptDialog.tsx';
import { OwnSimulatorSheet } from '../own/OwnSimulatorSheet.tsx';
import { ExportSheet } from '../export/ExportSheet.tsx';

export function Sheets() {
  return (
    <>
      <DesignDialog />
      <LinkSheet />
      <SimulationsDialog />
      <PendingScriptDialog />
      <SystemGallery />
      <BridgeSheet />
      <ShareSheet />
      <StudiesSheet />
      <ExportSheet />
      <LessonsSheet />
      <TeachSheet />
      <OwnSimulatorSheet />
      <HelpSheet />
      <Printing />
    </>
  );
}
