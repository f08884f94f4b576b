/** The frame of the user's own simulators, whose code is loaded when there is one: no first visit waits for it. */
import { loadPart } from '../../inference/parts/loadPart.ts';
import type { SandboxFrame } from './sandboxFrame.ts';

export function lazySandbox(): { open(port: MessagePort): void; close(): void } {
  let frame: SandboxFrame | null = null;
  const open = async (port: MessagePort) => {
    try {
      const { SandboxFrame: Frame } = await loadPart('runs simulators of your own', () => import('./sandboxFrame.ts'));
      frame ??= new Frame();
      await frame.open(port);
    } catch (cause) {
      port.postMessage({ kind: 'refused', reason: cause instanceof Error ? cause.message : String(cause) });
    }
  };
  return { open: (port) => void open(port), close: () => frame?.close() };
}
