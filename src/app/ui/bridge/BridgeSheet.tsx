/** A simulator in Python on the user's own machine: how it is started, the connection, and what it has done. */
import { Download } from 'lucide-react';
import { useState } from 'react';
import { patch } from '../../store/appStore.ts';
import { count } from '../../format/number.ts';
import { bridgeText, secondsText } from '../../readout/text/bridgeText.ts';
import { Button } from '../controls/Button.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import sheet from '../controls/SheetList.module.css';
import { useApp, useParts } from '../hooks/hooks.ts';
import { CopyBox } from '../share/CopyBox.tsx';
import { KeptList } from './KeptList.tsx';
import css from './Bridge.module.css';

const FILE = 'posterior_bridge.py';

export function BridgeSheet() {
  const { store } = useParts();
  const open = useApp((state) => state.view.sheet === 'bridge');
  return (
    <Sheet open={open} wide title="A simulator in Python" onClose={() => patch(store, 'view', { sheet: null })}>
      {open ? <Connection /> : null}
    </Sheet>
  );
}

function Connection() {
  const kind = useApp((state) => state.bridge.state.kind);
  return (
    <div className={css.parts}>
      {kind === 'none' || kind === 'connecting' ? <Start /> : <Connected />}
      <Link />
      <KeptList />
    </div>
  );
}

function Start() {
  return (
    <section className={css.part} aria-label="Start the bridge">
      <p>
        Your simulator stays a Python file on your machine. A small program beside it, the bridge, runs it and sends the
        page the data; priors stay on the sliders. It needs Python 3.10 or later and NumPy.
      </p>
      <ol className={css.steps}>
        <li>
          <a className={css.download} href={FILE} download={FILE}>
            <Download aria-hidden size={16} />
            Download {FILE}
          </a>{' '}
          into the folder of your simulator.
        </li>
        <li>
          Write <code>simulator.py</code>:<pre className={css.code}>{EXAMPLE}</pre>
        </li>
        <li>
          Start the bridge, and open the link that it prints:
          <CopyBox label="Command that starts the bridge" text={commandHere()} />
        </li>
      </ol>
    </section>
  );
}

/** The bridge answers the pages that it was started for. */
function commandHere(): string {
  return `python ${FILE} simulator.py --page ${location.origin}${location.pathname}`;
}

const EXAMPLE = `import numpy as np

parameters = {"rate": ("log-uniform", 0.1, 10), "size": ("uniform", 1, 50)}

def simulate(theta, rng):
    return rng.gamma(theta["size"], 1 / theta["rate"], 5)`;

function Connected() {
  const { session } = useParts();
  const bridge = useApp((state) => state.bridge);
  const { about } = bridge;
  return (
    <section className={css.part} aria-label="Connection">
      <p className={css.state} data-kind={bridge.state.kind}>
        {bridgeText(bridge)}
      </p>
      {about === null ? null : (
        <>
          <dl className={css.facts}>
            <dt>Workers</dt>
            <dd>
              {about.workers} ({about.engine})
              {about.restarts === 0 ? '' : `; ${about.restarts} ended by themselves and were started again`}
            </dd>
            <dt>Simulated since it was started</dt>
            <dd>{count(Object.values(about.done).reduce((sum, each) => sum + each, 0))}</dd>
            <dt>Time of a simulation</dt>
            <dd>{secondsText(about.perPair)}</dd>
          </dl>
          <details>
            <summary>The simulator: {about.name}</summary>
            <pre className={css.code}>{about.text}</pre>
          </details>
        </>
      )}
      <p className={sheet.note}>
        If the bridge was stopped, start it again with <code>--token</code> and the key of its former link, and
        everything goes on by itself; or paste its new link below.
      </p>
      <div>
        <Button onClick={() => session.bridge.disconnect()}>Disconnect</Button>
      </div>
    </section>
  );
}

function Link() {
  const { session } = useParts();
  const { state, problem } = useApp(({ bridge }) => bridge);
  const [text, setText] = useState('');
  const connecting = state.kind === 'connecting';
  return (
    <form
      className={css.link}
      onSubmit={(event) => {
        event.preventDefault();
        void session.bridge.connect(text);
      }}
    >
      <label htmlFor="bridge-link">Link that the bridge has printed, or its end PORT.KEY</label>
      <div className={css.line}>
        <input
          id="bridge-link"
          className={css.input}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button look="primary" type="submit" reason={connecting ? 'The page is connecting.' : null}>
          Connect
        </Button>
      </div>
      <output className={css.said} data-bad={problem === null ? undefined : true}>
        {problem ?? (state.kind === 'connecting' ? `${state.doing} …` : '')}
      </output>
    </form>
  );
}
