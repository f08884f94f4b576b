/** The page's head: name, system, transport, progress, engine, theme, help. */
import { ChevronDown } from 'lucide-react';
import { isOffered, possible } from '../../actions/action.ts';
import { chooseSystem, help, share, studies, switchTheme, openExport } from '../../actions/page.ts';
import { reset, step, trainOrPause } from '../../actions/training.ts';
import { performOrExplain } from '../../actions/perform.ts';
import { anchorOf } from '../../browser/anchor.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Button } from '../controls/Button.tsx';
import { EngineBadge } from './EngineBadge.tsx';
import css from './Header.module.css';
import { Progress } from './Progress.tsx';
import { SeedBox } from './SeedBox.tsx';
import { SystemThumbnail } from './SystemThumbnail.tsx';
import { UndoButton } from './UndoButton.tsx';

export function Header() {
  return (
    <header className={css.header}>
      <h1 className={css.name}>
        <span className={css.first}>Posterior</span> <span className={css.second}>Playground</span>
      </h1>
      <SystemChoice />
      <div className={css.transport}>
        <ActionButton action={trainOrPause} look="primary" className={css.train} />
        <ActionButton action={step} className={css.shrinks} />
        <ActionButton action={reset} className={css.shrinks} />
        <UndoButton />
        <SeedBox />
      </div>
      <Progress />
      <div className={css.tools}>
        <EngineBadge />
        <ActionButton action={studies} look="quiet" iconOnly />
        <ActionButton action={share} look="quiet" iconOnly />
        <ActionButton action={openExport} look="quiet" iconOnly />
        <ActionButton action={switchTheme} look="quiet" iconOnly />
        <ActionButton action={help} look="quiet" iconOnly />
      </div>
    </header>
  );
}

/** The system, and the way to another one unless a link has taken it away. */
function SystemChoice() {
  const parts = useParts();
  const system = useApp((state) => state.study.system);
  const offered = useApp((state) => isOffered(chooseSystem, state));
  const enabled = useApp((state) => possible(chooseSystem, state));
  const singleKeys = useApp((state) => state.view.singleKeys);
  const name = (
    <>
      <SystemThumbnail path={system.thumbnail} className={css.thumbnail} />
      <span className={css.systemName}>{system.name}</span>
    </>
  );
  if (!offered) return <p className={css.onlySystem}>{name}</p>;
  return (
    <Button
      className={css.system}
      aria-haspopup="dialog"
      title={`Choose a system${singleKeys ? ' (G)' : ''}`}
      reason={enabled === true ? null : enabled}
      data-anchor={anchorOf({ kind: 'action', name: chooseSystem.id })}
      onClick={() => performOrExplain(chooseSystem, parts)}
    >
      {name}
      <ChevronDown aria-hidden />
    </Button>
  );
}
