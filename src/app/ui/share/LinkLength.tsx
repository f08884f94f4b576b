/** Says when a link is longer than what mail programs and chats are sure to keep, and offers the study as a file instead. */
import { FileDown } from 'lucide-react';
import { type StudyDocument, writeStudy } from '../../../inference/study/document/document.ts';
import { isScript } from '../../../inference/simulators/own/scriptSystem.ts';
import { SAFE_LENGTH } from '../../../inference/study/link/writeLink.ts';
import { count } from '../../format/number.ts';
import { download } from '../../browser/download.ts';
import { useParts } from '../hooks/hooks.ts';
import { Button } from '../controls/Button.tsx';
import css from './Share.module.css';

/** What makes a link long. */
function contents({ study, observation }: StudyDocument): string {
  const script = isScript(study.problem.system);
  const file = observation?.kind === 'file';
  if (script) return file ? 'the text of your simulator and the numbers of your file' : 'the text of your simulator';
  return 'the numbers of your file';
}

export function LinkLength({ link, document }: { readonly link: string; readonly document: StudyDocument }) {
  const { catalogue } = useParts();
  if (link.length <= SAFE_LENGTH) return null;
  const save = () => {
    const file = new Blob([writeStudy(document, catalogue)], { type: 'application/json' });
    download(file, `${document.study.problem.system}-study.json`);
  };
  return (
    <div className={css.long} role="note">
      <p>
        This link has {count(link.length)} characters, because it contains {contents(document)}; beyond{' '}
        {count(SAFE_LENGTH)} some mail programs and chats cut it.
      </p>
      <Button size="small" onClick={save}>
        <FileDown aria-hidden />
        Save the study as a file
      </Button>
    </div>
  );
}
