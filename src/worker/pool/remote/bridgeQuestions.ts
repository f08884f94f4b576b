/**
 * What a program behind the bridge asks the page (docs/bridge.md, "From a notebook"): a question comes as the answer to a request that
 * waits for it, and what the page says to it is sent back. Both ways it is checked. A page that another one has displaced
 * waits until it is touched, and takes the questions over then.
 */
import * as v from 'valibot';
import { type BridgeLink, bridgeAddress, bridgeHeaders } from './bridgeConnection.ts';

const MOST_DRAWS = 1_000_000;
const MOST_NUMBERS = 4_000_000;
/** After no answer, ms. */
const REST = 2000;
/** The bridge answers after 20 s at the latest. */
const LONGEST_WAIT = 60_000;

const id = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 32 - 1));
const question = v.variant('kind', [
  v.strictObject({
    id,
    kind: v.literal('draws'),
    n: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_DRAWS)),
    /** Also of a network whose training has not ended. */
    unfinished: v.boolean(),
  }),
  v.strictObject({
    id,
    kind: v.literal('observe'),
    x: v.pipe(v.array(v.pipe(v.number(), v.finite())), v.maxLength(MOST_NUMBERS)),
  }),
]);
/** Neither: nothing was asked for a while. */
const told = v.strictObject({ question: v.optional(question), other: v.optional(v.literal(true)) });

export type BridgeQuestion = v.InferOutput<typeof question>;

export type AnswerToBridge =
  | { readonly kind: 'problem'; readonly problem: string }
  | { readonly kind: 'observed' }
  | {
      readonly kind: 'draws';
      /** Keys, in the order of the columns. */
      readonly parameters: readonly string[];
      /** [n, D] */
      readonly draws: Float64Array;
      /** Of the observation that they answer. */
      readonly x: readonly number[];
      /** Of training. */
      readonly step: number;
      /** A sentence each: what the draws are where they are not simply the network's, and what speaks against them. */
      readonly warnings: readonly string[];
      /** What the checks say. */
      readonly trust: string;
    };

const MAGIC = 0x44_42_50_50; // PPBD
const PROTOCOL = 1;
const HEAD = 16;
/** What the bridge takes of one sentence. */
const LONGEST_SENTENCE = 2000;

/** An answer as bytes, little-endian: PPBD, uint16 protocol, uint16 zero, uint32 question, uint32 bytes of JSON, JSON, draws as float64. */
function writeAnswer(number: number, answer: AnswerToBridge): Uint8Array {
  const draws = answer.kind === 'draws' ? answer.draws : new Float64Array();
  const said = new TextEncoder().encode(JSON.stringify(headOf(answer)));
  const bytes = new Uint8Array(HEAD + said.length + draws.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint16(4, PROTOCOL, true);
  view.setUint32(8, number, true);
  view.setUint32(12, said.length, true);
  bytes.set(said, HEAD);
  bytes.set(new Uint8Array(draws.buffer, draws.byteOffset, draws.byteLength), HEAD + said.length);
  return bytes;
}

function headOf(answer: AnswerToBridge) {
  switch (answer.kind) {
    case 'problem':
      return { ...answer, problem: answer.problem.slice(0, LONGEST_SENTENCE) };
    case 'observed':
      return answer;
    case 'draws': {
      const { draws, warnings, trust, ...rest } = answer;
      return {
        ...rest,
        rows: draws.length / answer.parameters.length,
        warnings: warnings.map((sentence) => sentence.slice(0, LONGEST_SENTENCE)),
        trust: trust.slice(0, LONGEST_SENTENCE),
      };
    }
    default:
      return answer satisfies never;
  }
}

/**
 * Fetches questions and answers them one after the other, until it is aborted.
 * @param touched resolves when the user next touches this page
 */
export async function answerBridge(
  link: BridgeLink,
  answer: (question: BridgeQuestion, signal: AbortSignal) => Promise<AnswerToBridge>,
  touched: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const page = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
  let take = false;
  while (!signal.aborted) {
    const heard = await fetched(link, page, take, signal);
    take = false;
    if (heard === null) await rest(signal);
    else if (heard.other === true) {
      await touched(signal);
      take = true;
    } else if (heard.question !== undefined) {
      const said = await answer(heard.question, signal).catch(
        (error: unknown): AnswerToBridge => ({
          kind: 'problem',
          problem: error instanceof Error ? error.message : String(error),
        }),
      );
      if (!signal.aborted) await sent(link, writeAnswer(heard.question.id, said), signal);
    }
  }
}

/** Null: nothing that can be used has come. */
async function fetched(link: BridgeLink, page: string, take: boolean, signal: AbortSignal) {
  try {
    const response = await fetch(`${bridgeAddress(link, 'question')}?page=${page}&take=${take ? 1 : 0}`, {
      headers: bridgeHeaders(link),
      cache: 'no-store',
      signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_WAIT)]),
    });
    if (!response.ok) return null;
    const read = v.safeParse(told, await response.json());
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}

/** Where it does not arrive, the bridge gives the question again. */
async function sent(link: BridgeLink, body: Uint8Array, signal: AbortSignal): Promise<void> {
  try {
    await fetch(bridgeAddress(link, 'answer'), {
      method: 'POST',
      headers: { ...bridgeHeaders(link), 'Content-Type': 'application/octet-stream' },
      body: body as BodyInit,
      cache: 'no-store',
      signal,
    });
  } catch {
    await rest(signal);
  }
}

function rest(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, REST);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
