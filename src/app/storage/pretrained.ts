/** The files of the networks that were trained beforehand, which lie beside the page (npm run pretrain). */
import { isOffline } from '../../inference/files/loadPart.ts';
import { STUDY_FILE_ENDING } from '../../inference/takeaway/studyFile.ts';
import { readFiles } from '../opening/readFiles.ts';
import type { Pretrained } from '../session/context.ts';

/** @throws Error that says what is missing or wrong */
export async function fetchPretrained(id: string): Promise<Pretrained> {
  const [notes, file] = await Promise.all([
    answerOf(`pretrained/${id}.json`).then((answer) => answer.text()),
    answerOf(`pretrained/${id}${STUDY_FILE_ENDING}`).then((answer) => answer.arrayBuffer()),
  ]);
  return readFiles(notes, new Uint8Array(file));
}

async function answerOf(path: string): Promise<Response> {
  const answer = await fetch(new URL(path, document.baseURI)).catch(() => {
    throw new Error(isOffline() ? 'there is no network connection' : 'the server cannot be reached');
  });
  if (!answer.ok) throw new Error(`the server answered ${answer.status} for ${path}`);
  return answer;
}
