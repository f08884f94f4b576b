/** In the gallery: the ways to a simulator of one's own, written in the page or running in Python. */
import { ownSimulator } from '../../actions/page.ts';
import { BridgeDoor } from '../bridge/BridgeDoor.tsx';
import { ActionButton } from '../controls/ActionButton.tsx';
import sheet from '../controls/SheetList.module.css';
import gallery from '../header/SystemGallery.module.css';

export function OwnDoors() {
  return (
    <section aria-label="Your own simulator" className={gallery.group}>
      <h3 className={`${sheet.title} ${gallery.groupTitle}`}>Your own simulator</h3>
      <p className={gallery.bring}>
        In JavaScript, here in the page: from one line to thirty, with eight templates to begin with.
        <ActionButton action={ownSimulator} look="quiet" size="small" />
      </p>
      <BridgeDoor />
    </section>
  );
}
