/** The page's head: name, system, transport, progress, engine, theme, help. */
import { ChevronDown } from 'lucide-react';
import { isOffered, possible } from '../../actions/action.ts';
import { chooseSystem, help, openLessons } from '../../actions/page.ts';
import { reset, step, trainOrPause } from '../../actions/training.ts';
import { performOrExplain } from '../../actions/perform.ts';
import { anchorOf } from '../../browser/anchor.ts';
import { useMedia } from '../shell/useMedia.ts';
import { useApp, useFull, useParts } from '../hooks/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Button } from '../controls/Button.tsx';
import { DetailSwitch } from './DetailSwitch.tsx';
import { EngineBadge } from './EngineBadge.tsx';
import css from './Header.module.css';
import { Progress } from './Progress.tsx';
import { SeedBox } from './SeedBox.tsx';
import { ToolsMenu } from './ToolsMenu.tsx';
import { SystemThumbnail } from './SystemThumbnail.tsx';
import { UndoButton } from './UndoButton.tsx';

export function Header() {
  const full = useFull();
  const failed = useApp(({ engine }) => engine.status.kind === 'failed');
  const phone = useMedia('(max-width: 699px)');
  return (
    <header className={css.header} data-detail={full ? 'full' : 'simple'}>
      <h1 className={css.name}>
        <span className={css.first}>Posterior</span> <span className={css.second}>Playground</span>
      </h1>
      <SystemChoice />
      <div className={css.transport}>
        <TrainButton phone={phone} />
        {full ? (
          <>
            <ActionButton action={step} className={css.shrinks} />
            <ActionButton action={reset} className={css.shrinks} />
          </>
        ) : null}
        <UndoButton />
        {full ? <SeedBox /> : null}
      </div>
      <Progress />
      <div className={css.tools}>
        {phone ? null : <DetailSwitch />}
        {full || failed ? <EngineBadge /> : null}
        <ToolsMenu />
        {full ? null : <ActionButton action={openLessons} className={css.lessons} />}
        <ActionButton action={help} className={css.help} />
      </div>
    </header>
  );
}

/** On a phone the name of what takes a trained network's place is short, for the name of the system stands beside it. */
function TrainButton({ phone }: { readonly phone: boolean }) {
  const long = useApp((state) => trainOrPause.label(state) === 'Watch it learn from scratch');
  const text = phone && long ? 'Watch it learn' : undefined;
  return <ActionButton action={trainOrPause} look="primary" className={css.train} text={text} />;
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
