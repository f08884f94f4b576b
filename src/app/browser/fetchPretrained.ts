/** The files of the pre-trained networks, which lie beside the page (npm run pretrain). */
import { isOffline } from '../../inference/parts/loadPart.ts';
import { pathsOf, readFiles } from './readPretrainedFiles.ts';
import type { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import type { Pretrained } from '../../inference/study/run/pretrained.ts';

/** @throws Error that says what is missing or wrong */
export async function fetchPretrained(id: string, catalogue: SystemCatalogue): Promise<Pretrained> {
  const paths = pathsOf(id);
  const [notes, file] = await Promise.all([
    answerOf(paths.notes).then((answer) => answer.text()),
    answerOf(paths.file).then((answer) => answer.arrayBuffer()),
  ]);
  return readFiles(notes, new Uint8Array(file), catalogue);
}

async function answerOf(path: string): Promise<Response> {
  const answer = await fetch(new URL(path, document.baseURI)).catch(() => {
    throw new Error(isOffline() ? 'there is no internet connection' : 'the server cannot be reached');
  });
  if (!answer.ok) throw new Error(`the server answered ${answer.status} for ${path}`);
  return answer;
}
