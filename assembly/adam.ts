/** The optimiser of Kingma & Ba (2015), as tfjsEngine.ts takes its step. */
import { Plan } from './plan';
import { fma } from './vector';

const BETA1: f32 = 0.9;
const BETA2: f32 = 0.999;
/** 1 - beta: not computed, since float32 would round it. */
const NEW1: f32 = 0.1;
const NEW2: f32 = 0.001;
const EPSILON: f32 = 1e-8;

/**
 * One step along the gradient times `shrink`, of bytes `from` to `to - 1`.
 * @param rate learning rate / (1 - beta1^n)
 * @param spread 1 / sqrt(1 - beta2^n)
 */
export function adamStep(plan: Plan, shrink: f32, rate: f32, spread: f32, from: usize, to: usize): void {
  const beta1 = f32x4.splat(BETA1);
  const beta2 = f32x4.splat(BETA2);
  const new1 = f32x4.splat(NEW1 * shrink);
  const new2 = f32x4.splat(NEW2 * shrink * shrink);
  const epsilon = f32x4.splat(EPSILON);
  const step = f32x4.splat(-rate);
  const scale = f32x4.splat(spread);
  for (let at = from; at < to; at += 16) {
    const g = v128.load(plan.gradient + at);
    const m = fma(beta1, v128.load(plan.first + at), f32x4.mul(new1, g));
    const v = fma(beta2, v128.load(plan.second + at), f32x4.mul(new2, f32x4.mul(g, g)));
    v128.store(plan.first + at, m);
    v128.store(plan.second + at, v);
    const ratio = f32x4.div(m, fma(f32x4.sqrt(v), scale, epsilon));
    v128.store(plan.phi + at, fma(step, ratio, v128.load(plan.phi + at)));
  }
}
