/** The engines found on this machine, measured, to choose from. */
import { useApp, useTelemetry } from '../hooks/hooks.ts';
import { short } from '../../format/number.ts';
import { type EngineChoice, type EngineInfo, engineNames } from '../../../worker/engine/engineInfo.ts';
import { Lockable } from '../controls/Lockable.tsx';
import css from './EngineBadge.module.css';
import { oneThreadReason, perSecond } from '../../readout/text/engineName.ts';
import { runState } from '../../store/engineSlice.ts';

interface Props {
  readonly info: EngineInfo;
  readonly onChoose: (choice: EngineChoice) => void;
}

export function EngineMenu({ info, onChoose }: Props) {
  const choice = useApp((state) => state.engine.choice);
  const running = useApp((state) => runState(state.engine) === 'running');
  const now = useTelemetry((state) => state.progress.stepsPerSecond);
  const workers = info.simulationWorkers;
  const alone = oneThreadReason(info);
  const live = running && now > 0 ? `, ${perSecond(now)} now, while the page draws` : '';
  return (
    <>
      <p className={css.reason}>
        {info.reason} {perSecond(1000 / info.msPerStep)} steps per second in the trial{live}.
      </p>
      <Lockable control="engine">
        <div className={css.options}>
          <Option
            name="Fastest (measured)"
            note="measured for every study"
            chosen={choice === 'auto'}
            onChoose={() => onChoose('auto')}
          />
          {info.candidates.map(({ engine, threads, msPerStep, usable, note }) => (
            <Option
              key={engine}
              name={threads > 1 ? `${engineNames[engine]}, ${threads} threads` : engineNames[engine]}
              note={msPerStep === null || !usable ? note : ''}
              time={msPerStep === null ? null : `${short(msPerStep, 2)} ms/step`}
              chosen={choice === engine}
              running={info.engine === engine}
              unavailable={!usable}
              onChoose={() => onChoose(engine)}
            />
          ))}
        </div>
      </Lockable>
      <p className={css.workers}>
        {alone === null ? null : `${alone} `}
        Simulations run in {workers} separate {workers === 1 ? 'worker' : 'workers'}. Switching engines keeps the
        network.
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
  /** Its note says why. */
  readonly unavailable?: boolean;
  readonly onChoose: () => void;
}

function Option({ name, note, time = null, chosen, running = false, unavailable = false, onChoose }: OptionProps) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      aria-disabled={unavailable || undefined}
      className={css.option}
      onClick={unavailable ? undefined : onChoose}
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
