/** Simulators to begin with, in the order of their difficulty. Each is a file that also runs by itself (docs/own-simulator.md). */
const files = import.meta.glob<string>('../../../inference/simulators/own/templates/*.js', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const order = ['coin', 'gaussian', 'random-walk', 'ricker', 'sir', 'g-and-k', 'queue', 'drift-diffusion'] as const;

export interface Template {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

export const templates: readonly Template[] = order.map((id) => {
  const text = files[`../../../inference/simulators/own/templates/${id}.js`];
  return { id, name: /export const name = '([^']+)'/.exec(text)?.[1] ?? id, text };
});

/** What a newcomer finds: short, and with an answer that is not obvious. */
export const firstTemplate = templates.find(({ id }) => id === 'ricker') ?? templates[0];
