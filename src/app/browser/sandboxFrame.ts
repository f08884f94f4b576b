/**
 * The frame in which simulators of the user's own run: sandboxed, of no origin, with a policy of its own that forbids all
 * connections beside the page's, which it inherits. It is made of a text, since a frame that is loaded by its address is blocked
 * where a service worker isolates the page.
 */
import { loadPart } from '../../inference/parts/loadPart.ts';
import bootstrap from './sandboxBootstrap.js?raw';

/** `script-src` in force is the page's, which knows the script by its hash, so far as this one agrees. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; worker-src data:";

export class SandboxFrame {
  #frame: HTMLIFrameElement | null = null;

  /**
   * Makes the frame, in place of a former one, whose workers end with it.
   * @throws (rejects) PartMissing when the program of the workers cannot be fetched
   */
  async open(port: MessagePort): Promise<void> {
    this.close();
    const frame = document.createElement('iframe');
    this.#frame = frame;
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.hidden = true;
    frame.title = 'Where your simulator runs';
    frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}"><script>${bootstrap}</script>`;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    document.body.append(frame);
    const [{ default: program }] = await Promise.all([
      loadPart('runs simulators of your own', () => import('virtual:lane')),
      loaded,
    ]);
    frame.contentWindow?.postMessage({ head: `${program}\n` }, '*', [port]);
  }

  /** Ends all that runs in it. */
  close(): void {
    this.#frame?.remove();
    this.#frame = null;
  }
}
