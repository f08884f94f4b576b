/** The editor of simulators over the whole page; in a lesson beside its text. Its code comes when it is first opened. */
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { parseAnchor } from '../../browser/anchor.ts';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts, useSession } from '../hooks/hooks.ts';
import { LateWorkbench } from './LateWorkbench.tsx';
import css from './OwnFrame.module.css';

export function OwnSimulatorSheet() {
  const { store } = useParts();
  const { lessons } = useSession();
  // A lecture has the editor on its slide.
  const open = useApp((state) => state.view.sheet === 'own-simulator' && state.lesson.open?.lecture !== true);
  const inLesson = useApp((state) => state.lesson.open !== null);
  // A step that speaks of the editor keeps it open: one leaves it by the lesson's own buttons.
  const held = useApp(() => parseAnchor(lessons.step?.anchor ?? '')?.kind === 'editor');
  const close = () => patch(store, 'view', { sheet: null });
  return (
    <Dialog.Root
      open={open}
      modal={!inLesson}
      disablePointerDismissal={inLesson}
      onOpenChange={(next) => (next || held ? undefined : close())}
    >
      <Dialog.Portal>
        <Dialog.Popup className={css.frame} data-beside={inLesson} {...(inLesson ? { initialFocus: false } : {})}>
          <div className={css.head}>
            <Dialog.Title className={css.title}>Your own simulator</Dialog.Title>
            <p className={css.what}>
              Write how your data come about. A network then learns to work backwards, from data to what caused them.
            </p>
            {held ? null : (
              <Dialog.Close className={css.close} aria-label="Close">
                <X aria-hidden size={17} />
              </Dialog.Close>
            )}
          </div>
          {open ? <LateWorkbench onUsed={close} /> : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
