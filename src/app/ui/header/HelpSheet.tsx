/** The help sheet: how to read the page, and the keys, taken from the action registry. */
import { isOffered } from '../../actions/action.ts';
import { actions, isHeard, keyName } from '../../actions/registry.ts';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { Sheet } from '../controls/Sheet.tsx';
import { Switch } from '../controls/Switch.tsx';
import css from './HelpSheet.module.css';
import { OfflineSwitch } from './OfflineSwitch.tsx';

export function HelpSheet() {
  const { store } = useParts();
  const open = useApp((state) => state.view.sheet === 'help');
  return (
    <Sheet open={open} title="How this page works" onClose={() => patch(store, 'view', { sheet: null })}>
      {open ? <HelpText /> : null}
    </Sheet>
  );
}

function HelpText() {
  const { store } = useParts();
  const state = store.getState();
  const singleKeys = useApp(({ view }) => view.singleKeys);
  const fixed = state.view.hidden.length + state.view.locked.length > 0;
  return (
    <div className={css.help}>
      <p>
        <b>Assume.</b> Say what you believe before seeing data: a prior for each parameter. The page draws parameters
        from the priors, simulates data for each draw, and keeps the pairs.
      </p>
      <p>
        <b>Infer.</b> A neural network learns from those pairs which parameters go with which data. Once trained, it
        gives the posterior of any observation at once: drag a data point or the true value, or drop your own file, and
        the posterior follows without retraining. When you move a prior, the draws are reweighted. Where too few of them
        would count, and for other nuisance parameters or another design, a new network is trained.
      </p>
      <p>
        <b>Check.</b> A network can be wrong, and overconfident. The checks apply it to data sets whose true parameters
        are known, and count how often it is right.
      </p>
      <p>
        <b>Links.</b> The address bar holds the present study; <i>Share</i> makes links to it. A link can hide or lock
        controls
        {fixed ? ', as the one that opened this page does. Open the page without the link to have all controls.' : '.'}
      </p>
      <Switch
        checked={singleKeys}
        help="Off: keys pressed by mistake do nothing. Ctrl with a key still works."
        onChange={(on) => patch(store, 'view', { singleKeys: on })}
      >
        Single-key shortcuts
      </Switch>
      <OfflineSwitch />
      <p>
        <b>Words.</b> A dotted underline opens a definition. <a href="#term-prior">All terms</a>, and how it works, are
        below the tool.
      </p>
      <table className={css.keys}>
        <caption>{singleKeys ? 'Keys' : 'Keys. Single-key shortcuts are switched off; those with Ctrl work.'}</caption>
        <tbody>
          {actions.map((action) =>
            action.shortcut === null || !isOffered(action, state) ? null : (
              <tr key={action.id} className={isHeard(action.shortcut, singleKeys) ? undefined : css.off}>
                <th scope="row">
                  <kbd>{keyName(action.shortcut)}</kbd>
                </th>
                <td>
                  {action.description}
                  {isHeard(action.shortcut, singleKeys) ? null : ' (switched off)'}
                </td>
              </tr>
            ),
          )}
          <tr>
            <th scope="row">
              <kbd>Tab</kbd>
            </th>
            <td>Go to the next slider or handle; arrow keys move it, with Shift ten times as far</td>
          </tr>
        </tbody>
      </table>
      <p>
        This page is free software (MIT licence). It contains the work of others:{' '}
        <a href="./licences.txt" target="_blank" rel="noopener">
          their licences
        </a>
        .
      </p>
    </div>
  );
}
