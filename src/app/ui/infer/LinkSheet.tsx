/** Where the link to an observation file is typed. What comes of it is told at the observation. */
import { useState } from 'react';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { Button } from '../controls/Button.tsx';
import { formatsRead } from '../../readout/text/fileText.ts';
import { Sheet } from '../controls/Sheet.tsx';
import css from './LinkSheet.module.css';

export function LinkSheet() {
  const { store, session } = useParts();
  const open = useApp((state) => state.view.sheet === 'link');
  const system = useApp((state) => state.study.system);
  const [text, setText] = useState('');
  const close = () => patch(store, 'view', { sheet: null });
  return (
    <Sheet open={open} title="Observation from a link" onClose={close}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          close();
          void session.files.fetch(text);
        }}
      >
        <label className={css.label}>
          Address of a {formatsRead(system)} file
          <input
            className={css.input}
            value={text}
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://"
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <Button type="submit" look="primary">
          Fetch
        </Button>
      </form>
      <p className={css.note}>
        Your browser fetches it from there by itself, over https and without cookies. The server must allow other sites
        to read the file, as raw files on GitHub and Zenodo do; otherwise download it and drop it here.
      </p>
    </Sheet>
  );
}
