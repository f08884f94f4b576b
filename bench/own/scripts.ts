/**
 * Built-in systems and the same simulators as somebody would write them in the page: equal keys, priors and draws, so that both give
 * the same pairs. Those whose simulations cost least are taken, since whatever the sandbox adds weighs most there.
 */

export interface Twin {
  /** Of the built-in system. */
  readonly system: string;
  readonly text: string;
}

export const twins: readonly Twin[] = [
  {
    system: 'two-moons',
    text: `
export const name = 'Two moons';
export const parameters = { theta1: uniform(-1, 1), theta2: uniform(-1, 1) };
export const data = vector('x', 'y');
export function simulate({ theta1, theta2 }, random) {
  const angle = Math.PI * (random.uniform() - 0.5);
  const radius = random.normal(0.1, 0.01);
  return [
    radius * Math.cos(angle) + 0.25 - Math.abs(theta1 + theta2) * Math.SQRT1_2,
    radius * Math.sin(angle) + (theta2 - theta1) * Math.SQRT1_2,
  ];
}
`,
  },
  {
    system: 'slcp',
    text: `
export const name = 'SLCP';
export const parameters = {
  theta1: uniform(-3, 3),
  theta2: uniform(-3, 3),
  theta3: uniform(-3, 3),
  theta4: uniform(-3, 3),
  theta5: uniform(-3, 3),
};
export const data = vector('x1', 'y1', 'x2', 'y2', 'x3', 'y3', 'x4', 'y4');
export function simulate({ theta1, theta2, theta3, theta4, theta5 }, random) {
  const [s1, s2] = [theta3 * theta3, theta4 * theta4];
  const [a, b] = [s1 * s1 + 1e-6, s2 * s2 + 1e-6];
  const c = Math.tanh(theta5) * s1 * s2;
  const first = Math.sqrt(a);
  const cross = c / first;
  const second = Math.sqrt((a * b - c * c) / a);
  const x = [];
  for (let i = 0; i < 4; i++) {
    const z = random.normal();
    x.push(theta1 + first * z, theta2 + cross * z + second * random.normal());
  }
  return x;
}
`,
  },
  {
    system: 'gaussian-linear',
    text: `
export const name = 'Gaussian linear';
const sd = Math.sqrt(0.1);
export const parameters = {
  theta1: normal(0, sd),
  theta2: normal(0, sd),
  theta3: normal(0, sd),
  theta4: normal(0, sd),
  theta5: normal(0, sd),
  theta6: normal(0, sd),
  theta7: normal(0, sd),
  theta8: normal(0, sd),
  theta9: normal(0, sd),
  theta10: normal(0, sd),
};
export const data = vector('x1', 'x2', 'x3', 'x4', 'x5', 'x6', 'x7', 'x8', 'x9', 'x10');
export function simulate(theta, random) {
  return Object.values(theta).map((mean) => random.normal(mean, sd));
}
`,
  },
];
