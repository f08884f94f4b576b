/** The sheet of saved studies: the one on screen under a name of its own, and those that were saved before. */
import { FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type AppState, patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { LONGEST_STUDY_NAME } from '../../store/savedSlice.ts';
import { Button } from '../controls/Button.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import sheet from '../controls/SheetList.module.css';
import css from './Studies.module.css';
import { StudyList } from './StudyList.tsx';

export function StudiesSheet() {
  const { store } = useParts();
  const open = useApp((state) => state.view.sheet === 'studies');
  return (
    <Sheet open={open} wide title="Studies" onClose={() => patch(store, 'view', { sheet: null })}>
      {open ? <Studies /> : null}
    </Sheet>
  );
}

function Studies() {
  const { session } = useParts();
  const doing = useApp((state) => state.saved.doing);
  const blocked = useApp(isBlocked);
  useEffect(() => void session.savedStudies.refresh(), [session]);
  return (
    <div className={css.studies}>
      <SaveLine />
      <StudyList />
      {blocked ? null : (
        <p className={sheet.note}>
          Studies are saved in this browser only. To take one elsewhere, save it as a file (.npe.zip); drop the file on
          the page to open it.
        </p>
      )}
      <output className={`${sheet.note} ${css.doing}`}>{doing === null ? '' : `${doing} …`}</output>
    </div>
  );
}

/** Nothing can be kept here. */
function isBlocked({ saved }: AppState): boolean {
  return saved.list === null && saved.fault !== null;
}

function SaveLine() {
  const { session } = useParts();
  const system = useApp((state) => state.study.system.name);
  const seed = useApp((state) => state.study.seed);
  const blocked = useApp(isBlocked);
  const [name, setName] = useState(`${system}, seed ${seed}`);
  return (
    <form
      className={css.save}
      onSubmit={(event) => {
        event.preventDefault();
        if (!blocked) void session.savedStudies.save(name);
      }}
    >
      <input
        className={css.input}
        aria-label="Name of the study on screen"
        value={name}
        maxLength={LONGEST_STUDY_NAME}
        onChange={(event) => setName(event.target.value)}
      />
      <Button
        look={blocked ? 'plain' : 'primary'}
        type="submit"
        reason={blocked ? 'This browser cannot save studies: save the study as a file.' : null}
      >
        Save this study
      </Button>
      <Button look={blocked ? 'primary' : 'plain'} onClick={() => void session.savedStudies.exportPresent()}>
        <FileDown aria-hidden />
        As a file
      </Button>
    </form>
  );
}
