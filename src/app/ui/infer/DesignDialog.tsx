/** A file of another design than the study's: what differs, and the two things that can be done. */
import type { DesignValue } from '../../../inference/simulators/system.ts';
import { short } from '../../format/number.ts';
import { useApp, useSession } from '../hooks/hooks.ts';
import { Button } from '../controls/Button.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import css from './DesignDialog.module.css';

export function DesignDialog() {
  const session = useSession();
  const pending = useApp((state) => state.observation.pending);
  return (
    <Sheet open={pending !== null} title="This file has a different design" onClose={() => session.files.dismiss()}>
      {pending === null ? null : (
        <>
          <p>
            {pending.file} can be read, but a network is valid for one design only, and the file differs from the study
            in {pending.differences.length === 1 ? 'one field' : `${pending.differences.length} fields`}:
          </p>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">the file</th>
                <th scope="col">the study</th>
              </tr>
            </thead>
            <tbody>
              {pending.differences.map(({ key, label, a, b }) => (
                <tr key={key}>
                  <th scope="row">{label}</th>
                  <td>{printed(a)}</td>
                  <td>{printed(b)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {pending.observation.notices.map((notice) => (
            <p key={notice}>{notice}</p>
          ))}
          <div className={css.buttons}>
            <Button onClick={() => session.files.dismiss()}>Cancel, keep my design</Button>
            <Button look="primary" onClick={() => session.files.acceptPending()}>
              Use the file’s design and retrain
            </Button>
          </div>
        </>
      )}
    </Sheet>
  );
}

function printed(value: DesignValue | undefined): string {
  if (value === undefined) return 'none';
  if (typeof value === 'number') return short(value, 6);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return value;
  const shown = value.slice(0, 3).map((entry) => short(entry));
  return `${shown.join(', ')}${value.length > 3 ? `, … (${value.length})` : ''}`;
}
