/** In the gallery: the ways to a simulator of one's own, written in the page or running in Python. */
import { CodeXml } from 'lucide-react';
import { ownSimulator } from '../../actions/page.ts';
import { BridgeDoor } from '../bridge/BridgeDoor.tsx';
import { performOrExplain } from '../../actions/perform.ts';
import { Button } from '../controls/Button.tsx';
import { useApp, useParts } from '../hooks/hooks.ts';
import sheet from '../controls/SheetList.module.css';
import gallery from '../header/SystemGallery.module.css';

export function OwnDoors() {
  const parts = useParts();
  const label = useApp(ownSimulator.label);
  return (
    <section aria-label="Your own simulator" className={gallery.group}>
      <h3 className={`${sheet.title} ${gallery.groupTitle}`}>Your own simulator</h3>
      <p className={gallery.bring}>
        In JavaScript, here in the page: from one line to thirty, with eight templates to begin with.
        {/* The place of the action is beside the data. */}
        <Button size="small" onClick={() => performOrExplain(ownSimulator, parts)}>
          <CodeXml aria-hidden />
          {label}
        </Button>
      </p>
      <BridgeDoor />
    </section>
  );
}
