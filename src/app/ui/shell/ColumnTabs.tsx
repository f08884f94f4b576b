/** The boxes as tabs at the foot of a phone, under the thumb. */
import { ChartScatter, ShieldCheck, SlidersHorizontal } from 'lucide-react';
import { isColumnHidden } from '../../store/controls.ts';
import { patch } from '../../store/appStore.ts';
import { useTrustLight } from '../check/useTrustLight.ts';
import { useApp, useCovered, useParts } from '../hooks/hooks.ts';
import css from './ColumnTabs.module.css';

const tabs = [
  { id: 'infer', label: 'Data and causes', Icon: ChartScatter },
  { id: 'check', label: 'Trust', Icon: ShieldCheck },
  { id: 'assume', label: 'Assumptions', Icon: SlidersHorizontal },
] as const;

export function ColumnTabs() {
  const { store } = useParts();
  const shown = useApp((state) => state.view.column);
  const light = useTrustLight();
  const covered = useCovered('verdicts');
  const hidden = useApp((state) => state.view.hidden);
  return (
    <nav className={css.tabs} aria-label="Columns">
      {tabs
        .filter(({ id }) => !isColumnHidden(id, hidden))
        .map(({ id, label, Icon }) => (
          <button
            key={id}
            type="button"
            className={css.tab}
            aria-current={shown === id ? 'page' : undefined}
            onClick={() => {
              patch(store, 'view', { column: id });
              window.scrollTo({ top: 0 });
            }}
          >
            <Icon
              aria-hidden
              size={19}
              strokeWidth={1.8}
              data-light={id === 'check' && !covered ? light.level : undefined}
            />
            {label}
            {id === 'check' && !covered ? `: ${light.word}` : null}
          </button>
        ))}
    </nav>
  );
}
