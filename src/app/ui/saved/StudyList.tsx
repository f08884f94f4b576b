/** The saved studies, a line each. */
import { useApp, useParts } from '../hooks/hooks.ts';
import { Button } from '../controls/Button.tsx';
import sheet from '../controls/SheetList.module.css';
import { DeletedLine, StudyLine } from './StudyLine.tsx';

export function StudyList() {
  const { session } = useParts();
  const list = useApp((state) => state.saved.list);
  const unreadable = useApp((state) => state.saved.unreadable);
  const deleted = useApp((state) => state.saved.deleted);
  const fault = useApp((state) => state.saved.fault);
  if (list === null && fault !== null) {
    return (
      <p className={sheet.note} role="alert">
        Studies cannot be saved in this browser. {fault} Until then, save studies as files: <i>As a file</i> saves the
        one on screen with its network (.npe.zip); drop the file on the page to open it.
      </p>
    );
  }
  if (list === null) return <p className={sheet.note}>Reading the saved studies …</p>;
  const ids = list.map(({ id }) => id);
  const left = ids.filter((id) => !deleted.includes(id));
  return (
    <section aria-label="Saved studies">
      <div className={sheet.head}>
        <h3 className={sheet.title}>Saved</h3>
        {left.length > 1 ? (
          <Button look="quiet" size="small" onClick={() => session.savedStudies.delete(left)}>
            Delete all
          </Button>
        ) : null}
        {left.length === 0 && ids.length > 1 ? (
          <Button look="quiet" size="small" onClick={() => session.savedStudies.undelete(ids)}>
            Undo for all
          </Button>
        ) : null}
      </div>
      {list.length === 0 ? <p className={sheet.note}>None yet. A saved study keeps its trained network.</p> : null}
      <ul>
        {list.map((study) =>
          deleted.includes(study.id) ? (
            <DeletedLine key={study.id} study={study} />
          ) : (
            <StudyLine key={study.id} study={study} />
          ),
        )}
      </ul>
      {unreadable === 0 ? null : (
        <p className={sheet.note}>
          {unreadable === 1 ? 'One more was' : `${unreadable} more were`} written by another version of this page and
          cannot be read here.
        </p>
      )}
    </section>
  );
}
