/** What the text declares, read again when the reader pauses. */
import { useEffect, useState } from 'react';
import type { Declaration } from '../../../inference/simulators/own/declaration.ts';
import type { TextReading } from '../../../worker/own/ownClient.ts';
import type { OwnTools } from '../../session/own/ownSimulators.ts';

/** Pause after which the text is read, ms. */
const PAUSE = 600;

export interface Reading {
  /** Of `text`; null: it was not read yet. */
  readonly result: TextReading | null;
  readonly text: string;
  /** What the last text that could be read has declared. */
  readonly last: Declaration | null;
}

const NONE: Reading = { result: null, text: '', last: null };

export function useReading(tools: OwnTools, text: string): Reading {
  const [reading, setReading] = useState<Reading>(NONE);
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      void readingOf(tools, text, controller.signal).then((result) => {
        if (result === null || controller.signal.aborted) return;
        setReading(({ last }) => ({ result, text, last: result.ok ? result.declaration : last }));
      });
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [tools, text]);
  return reading;
}

/** Null: it was given up. */
async function readingOf(tools: OwnTools, text: string, signal: AbortSignal): Promise<TextReading | null> {
  try {
    return await tools.declare(text, signal);
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return null;
    return { ok: false, problems: [{ text: error instanceof Error ? error.message : String(error) }] };
  }
}
