/** Files dropped or pasted anywhere on the page. While one hovers, the page says that it may be let go. */
import { useEffect, useState } from 'react';
import { PASTED } from '../../session/data/files.ts';
import { LOCKED } from '../../store/controls.ts';
import { useLocked, useSession } from '../hooks/hooks.ts';
import css from './FileDrop.module.css';

/** What takes a paste itself. */
const TYPED_INTO = 'input, textarea, [contenteditable]';
/** What becomes of a file is seen when it has been read. */
const READ =
  'Drop the file to open it: an observation, a batch of observations, simulations to train on, or a saved study';
const NOT_READ = `Files cannot be opened here. ${LOCKED}`;

export function FileDrop() {
  const session = useSession();
  const locked = useLocked('observation');
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    // dragenter and dragleave come for every element passed; the page is left when they cancel out.
    let depth = 0;
    const hasFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const onEnter = (event: DragEvent) => {
      if (!hasFile(event)) return;
      depth++;
      setHovering(true);
    };
    const onLeave = (event: DragEvent) => {
      if (!hasFile(event)) return;
      depth--;
      if (depth <= 0) setHovering(false);
    };
    const onOver = (event: DragEvent) => {
      if (hasFile(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFile(event)) return;
      event.preventDefault();
      depth = 0;
      setHovering(false);
      void readFirst(event.dataTransfer?.files);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest(TYPED_INTO) !== null) return;
      if (event.clipboardData === null) return;
      if (event.clipboardData.files.length > 0) void readFirst(event.clipboardData.files);
      else {
        const text = event.clipboardData.getData('text/plain');
        if (text.trim() !== '') void session.files.read(PASTED, text);
      }
    };
    const readFirst = async (files: FileList | undefined) => {
      if (files !== undefined && files.length > 0) await session.files.readFiles(files);
    };
    window.addEventListener('dragenter', onEnter);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('dragover', onOver);
    window.addEventListener('drop', onDrop);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('dragenter', onEnter);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('drop', onDrop);
      window.removeEventListener('paste', onPaste);
    };
  }, [session]);
  return hovering ? <output className={css.overlay}>{locked ? NOT_READ : READ}</output> : null;
}
