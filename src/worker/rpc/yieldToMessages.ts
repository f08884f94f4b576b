/**
 * Lets the worker handle what has been posted to it. tfjs-backend-wasm answers in microtasks, so a training loop that only
 * awaits would never hear a cancellation; timers are clamped to 4 ms when nested and slowed down in hidden tabs.
 */
const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

export function yieldToMessages(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}
