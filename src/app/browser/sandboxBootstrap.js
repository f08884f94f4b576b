/**
 * The one script of the frame in which simulators of the user's own run (sandboxFrame.ts); the page's policy names it by its hash.
 * It starts and ends workers, each from a data: URL, and so of no origin. Any text may come here; none is trusted.
 */
addEventListener('message', ({ source, data: { head }, ports: [control] }) => {
  if (source !== parent || control === undefined) return;
  const before = head.split('\n').length - 1;
  const workers = new Map();
  const end = (lane) => {
    workers.get(lane)?.terminate();
    workers.delete(lane);
  };
  control.onmessage = ({ data: { kind, lane, text, lines }, ports: [port] }) => {
    end(lane);
    if (kind !== 'start') return;
    const failed = (message, line = null, column = null) => {
      end(lane);
      control.postMessage({ kind: 'error', lane, message, line, column }, []);
    };
    try {
      const worker = new Worker(`data:text/javascript;charset=utf-8,${encodeURIComponent(head + text)}`);
      workers.set(lane, worker);
      worker.onerror = (event) => {
        event.preventDefault();
        const { message, lineno, colno } = event;
        if (typeof message !== 'string') failed(null);
        // What lies in the program before the text, or behind it, is no place of the text.
        else if (lineno <= before || lineno > before + lines) failed(message);
        else failed(message, lineno - before, colno);
      };
      worker.postMessage({ port, before, lines }, [port]);
      control.postMessage({ kind: 'started', lane }, []);
    } catch (cause) {
      failed(String(cause));
    }
  };
});
