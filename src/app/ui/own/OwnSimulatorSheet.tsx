/** The editor of simulators over the whole page. Its code comes when it is first opened. */
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ComponentType, useEffect, useState } from 'react';
import { loadPart } from '../../../inference/parts/loadPart.ts';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import css from './OwnFrame.module.css';
import type { WorkbenchProps } from './OwnWorkbench.tsx';

export function OwnSimulatorSheet() {
  const { store } = useParts();
  const open = useApp((state) => state.view.sheet === 'own-simulator');
  const close = () => patch(store, 'view', { sheet: null });
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : close())}>
      <Dialog.Portal>
        <Dialog.Popup className={css.frame}>
          <div className={css.head}>
            <Dialog.Title className={css.title}>Your own simulator</Dialog.Title>
            <p className={css.what}>
              Write how your data come about. A network then learns to work backwards, from data to what caused them.
            </p>
            <Dialog.Close className={css.close} aria-label="Close">
              <X aria-hidden size={17} />
            </Dialog.Close>
          </div>
          {open ? <Late onUsed={close} /> : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Late({ onUsed }: { readonly onUsed: () => void }) {
  const { catalogue, session } = useParts();
  const id = useApp((state) => state.study.system.id);
  const [Workbench, setWorkbench] = useState<ComponentType<WorkbenchProps> | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    loadPart('holds the editor', () => import('./OwnWorkbench.tsx')).then(
      (part) => setWorkbench(() => part.OwnWorkbench),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  }, []);
  if (problem !== null) return <p role="alert">{problem}</p>;
  if (Workbench === null) return <output>The editor is being fetched …</output>;
  const source = catalogue.sourceOf(id);
  const screen = source.kind === 'script' ? { id, text: source.text } : null;
  return <Workbench tools={session.ownSimulators} screen={screen} onUsed={onUsed} />;
}
