/** Says how long a training takes where only a slow engine runs. */
import { useApp } from '../hooks/hooks.ts';
import { slowEngineText } from '../../readout/text/slowEngine.ts';
import css from './CompatibilityBanner.module.css';

export function SlowEngineBanner() {
  const text = useApp((state) => slowEngineText(state.engine));
  if (text === null) return null;
  return (
    <output className={css.banner}>
      <span>{text}</span>
    </output>
  );
}
