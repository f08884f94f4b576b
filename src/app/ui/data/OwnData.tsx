/** Below the data at first sight: what happens when a point is dragged, and the way to data of one's own. */
import { Upload } from 'lucide-react';
import { useUntrained } from '../hooks/useUntrained.ts';
import { useApp, useTelemetry } from '../hooks/hooks.ts';
import { CounterpartButton } from './CounterpartButton.tsx';
import { FileTools } from './FileTools.tsx';
import css from './ObservationPanel.module.css';

export function OwnData({ draggable }: { readonly draggable: boolean }) {
  const untrained = useUntrained();
  const doors = useApp(({ view, lesson }) => !view.doorsClosed && lesson.open === null);
  const answers = useTelemetry((state) => state.frame !== null) && untrained === null;
  return (
    <div className={css.foot} data-doors={doors ? 'open' : 'closed'}>
      {draggable && answers ? (
        <p>
          <b>Drag a point</b> and box 2 follows at once. The network is not retrained: it has learnt to answer for any
          data.
        </p>
      ) : null}
      <div>
        <CounterpartButton />
        <details className={css.own}>
          <summary>
            <Upload aria-hidden /> Use my own data
          </summary>
          <FileTools />
        </details>
      </div>
    </div>
  );
}
