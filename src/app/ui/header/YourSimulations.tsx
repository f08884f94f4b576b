/** Simulations made elsewhere, at the end of the gallery: how to bring a table, and the last one that was brought. */
import { LEAST_ROWS } from '../../../inference/observation/leastRows.ts';
import { count } from '../../format/number.ts';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { OpenTable } from '../simulations/OpenTable.tsx';
import sheet from '../controls/SheetList.module.css';
import css from './SystemGallery.module.css';
import { SystemThumbnail } from './SystemThumbnail.tsx';

export function YourSimulations() {
  const { store, session } = useParts();
  const current = useApp((state) => state.simulations.current);
  const shown = useApp((state) => state.study.system);
  const close = () => patch(store, 'view', { sheet: null });
  return (
    <section aria-label="Your simulations" className={css.group}>
      <h3 className={`${sheet.title} ${css.groupTitle}`}>Your simulations</h3>
      {current === null ? null : (
        <ul className={css.gallery}>
          <li>
            <button
              type="button"
              className={css.system}
              aria-current={shown === current.system ? 'true' : undefined}
              onClick={() => {
                session.studyEditing.selectSystem(current.system);
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
        Simulations of your own program, made on a cluster for example: an NPZ file with arrays <code>theta</code> [n,
        parameters] and <code>x</code> [n, data], the two as <code>theta.npy</code> and <code>x.npy</code>, or a CSV,
        JSON or Parquet table with columns <code>theta_…</code> and <code>x_…</code>; a row a simulation, at least{' '}
        {count(LEAST_ROWS)} of them. Drop it anywhere, or
        <OpenTable label="open a table" onOpen={close} />
      </p>
    </section>
  );
}
