/** Simulations made elsewhere, at the end of the gallery: how to bring a table, and the last one that was brought. */
import { FileUp } from 'lucide-react';
import { useRef } from 'react';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../../store/hooks.ts';
import { Button } from '../controls/Button.tsx';
import css from './SystemGallery.module.css';
import { SystemThumbnail } from './SystemThumbnail.tsx';

export function YourSimulations() {
  const { store, session } = useParts();
  const input = useRef<HTMLInputElement>(null);
  const current = useApp((state) => state.simulations.current);
  const shown = useApp((state) => state.study.system);
  const close = () => patch(store, 'view', { sheet: null });
  return (
    <section aria-label="Your simulations" className={css.group}>
      <h3 className={css.groupTitle}>Your simulations</h3>
      {current === null ? null : (
        <ul className={css.gallery}>
          <li>
            <button
              type="button"
              className={css.system}
              aria-current={shown === current.system ? 'true' : undefined}
              onClick={() => {
                session.assuming.selectSystem(current.system);
                close();
              }}
            >
              <SystemThumbnail path={current.system.thumbnail} className={css.thumbnail} />
              <span className={css.name}>{current.system.name}</span>
              <span className={css.tagline}>{current.system.tagline}</span>
              <span className={css.story}>{current.system.story}</span>
            </button>
          </li>
        </ul>
      )}
      <p className={css.bring}>
        Made by another program, on a cluster say: an NPZ file with arrays <code>theta</code> [n, parameters] and{' '}
        <code>x</code> [n, data], or a CSV or Parquet table with columns <code>theta_…</code> and <code>x_…</code>. Drop
        it anywhere, or
        <Button look="quiet" size="small" onClick={() => input.current?.click()}>
          <FileUp aria-hidden />
          open a table
        </Button>
      </p>
      <input
        ref={input}
        hidden
        type="file"
        aria-label="Table of simulations"
        accept=".npz,.csv,.parquet"
        onChange={(event) => {
          const { files } = event.target;
          close();
          if (files !== null && files.length > 0) void session.files.readFiles(files);
        }}
      />
    </section>
  );
}
