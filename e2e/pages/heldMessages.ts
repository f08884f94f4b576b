/**
 * Messages to workers that are held back, so that what the page shows while it waits for an answer can be looked at for as long
 * as a test takes.
 */
import type { Page } from '@playwright/test';

interface Scope {
  heldMessages: {
    /** The command, or the question to a run, from which on a worker hears nothing; null: all are sent. */
    from: string | null;
    release(): void;
  };
}

/** Call before the page is opened. */
export async function watchMessages(page: Page): Promise<void> {
  await page.addInitScript(() => {
    /** Of each worker that is held, in the order in which they were posted. */
    const waiting = new Map<Worker, (() => void)[]>();
    const held = {
      from: null as string | null,
      release() {
        held.from = null;
        for (const posts of waiting.values()) for (const post of posts) post();
        waiting.clear();
      },
    };
    globalThis.Worker = class extends Worker {
      override postMessage(message: unknown, options?: StructuredSerializeOptions | Transferable[]): void {
        const { command, params } = message as { readonly command?: string; readonly params?: { question?: string } };
        const asked = held.from !== null && (command === held.from || params?.question === held.from);
        if (asked && !waiting.has(this)) waiting.set(this, []);
        const post = () => super.postMessage(message, options as Transferable[]);
        const posts = waiting.get(this);
        if (posts === undefined) post();
        else posts.push(post);
      }
    };
    (globalThis as unknown as Scope).heldMessages = held;
  });
}

/** A worker that is sent this command, or asked this of its run, hears neither it nor anything after it, until all are released. */
export function holdFrom(page: Page, message: string): Promise<void> {
  return page.evaluate((from) => {
    (globalThis as unknown as Scope).heldMessages.from = from;
  }, message);
}

export function release(page: Page): Promise<void> {
  return page.evaluate(() => (globalThis as unknown as Scope).heldMessages.release());
}
