/** The engines found on this machine, measured, to choose from. */
import { useApp } from '../../store/hooks.ts';
import { short } from '../../format/number.ts';
import type { EngineChoice, EngineInfo } from '../../../worker/protocol.ts';
import css from './EngineBadge.module.css';
import { engineName } from './engineName.ts';

interface Props {
  readonly info: EngineInfo;
  readonly onChoose: (choice: EngineChoice) => void;
}

export function EngineMenu({ info, onChoose }: Props) {
  const choice = useApp((state) => state.engine.choice);
  const workers = info.simulationWorkers;
  return (
    <>
      <p className={css.reason}>{info.reason}</p>
      <div className={css.options}>
        <Option
          name="Fastest (measured)"
          note="tried out at every start"
          chosen={choice === 'auto'}
          onChoose={() => onChoose('auto')}
        />
        {info.candidates.map(({ engine, msPerStep, usable, note }) => (
          <Option
            key={engine}
            name={engineName(engine)}
            note={msPerStep === null ? note : ''}
            time={msPerStep === null ? null : `${short(msPerStep, 2)} ms/step`}
            chosen={choice === engine}
            running={info.engine === engine}
            unavailable={usable ? null : note}
            onChoose={() => onChoose(engine)}
          />
        ))}
      </div>
      <p className={css.workers}>
        Simulations run in {workers} {workers === 1 ? 'worker' : 'workers'} of their own. Changing the engine opens the
        study again and trains it from the start.
      </p>
    </>
  );
}

interface OptionProps {
  readonly name: string;
  readonly note: string;
  readonly time?: string | null;
  readonly chosen: boolean;
  readonly running?: boolean;
  readonly unavailable?: string | null;
  readonly onChoose: () => void;
}

function Option({ name, note, time = null, chosen, running = false, unavailable = null, onChoose }: OptionProps) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      aria-disabled={unavailable === null ? undefined : true}
      title={unavailable ?? undefined}
      className={css.option}
      onClick={unavailable === null ? onChoose : undefined}
    >
      <span className={css.mark} aria-hidden />
      <span>
        {name}
        {running ? <span className={css.running}> in use</span> : null}
      </span>
      <span className={css.time}>{time}</span>
      {note === '' ? null : <span className={css.note}>{note}</span>}
    </button>
  );
}
