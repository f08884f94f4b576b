/** A study has come with a simulator that somebody has written: its text is shown, and run when the reader says so. */
import { useApp, useSession } from '../hooks/hooks.ts';
import { Button } from '../controls/Button.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { sourceWords } from '../../store/ownSlice.ts';
import css from './PendingScriptDialog.module.css';

export function PendingScriptDialog() {
  const { ownSimulators } = useSession();
  const pending = useApp((state) => state.own.pending);
  return (
    <Sheet open={pending !== null} wide title="A simulator from somebody" onClose={() => ownSimulators.dismiss()}>
      {pending === null ? null : (
        <>
          <p>
            {sourceWords(pending)} holds a study of “{pending.script.declaration.name}”, with the simulator itself: the
            program below. Nothing of it has been run. It runs in a sandbox, which reaches neither this page nor the
            network, but it may give any numbers that its author likes.
          </p>
          <textarea
            className={css.text}
            readOnly
            rows={18}
            aria-label="Text of the simulator"
            value={pending.script.text}
          />
          <div className={css.choice}>
            {ownSimulators.canRun ? (
              <Button look="primary" onClick={() => ownSimulators.run()}>
                Run it and open the study
              </Button>
            ) : (
              <p>
                This small page only shows it.{' '}
                {/* The page behind this dialog has such a link, too, but nothing there can be reached now. */}
                {'link' in pending.from ? (
                  <a href={`./index.html#${pending.from.link}`} target="_blank" rel="noopener">
                    Open it in Posterior Playground
                  </a>
                ) : (
                  'Open the whole page to run it.'
                )}
              </p>
            )}
            <Button onClick={() => ownSimulators.dismiss()}>{ownSimulators.canRun ? 'Do not run it' : 'Close'}</Button>
          </div>
        </>
      )}
    </Sheet>
  );
}
