/**
 * The fused log density as an ordinary differentiable TensorFlow.js op, so that a network of TensorFlow.js can stand in
 * front of the flow and train with it: `flowLogDensity` has gradients to the parameters, to z and to the context. It is a
 * kernel of the webgpu backend, 'ConditionalFlowLogDensity', that works on the backend's own buffers: one dispatch for the
 * density, two for all gradients. Not twice differentiable.
 */
import {
  engine,
  getKernel,
  type GradConfig,
  type KernelConfig,
  registerGradient,
  registerKernel,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { parameterCount } from '../../layout.ts';
import type { NetworkSpec } from '../../spec.ts';
import { FlowOpPrograms } from './flowOpPrograms.ts';
import type { GpuBackend } from './gpuBackend.ts';

const DENSITY = 'ConditionalFlowLogDensity';
const GRADIENT = 'ConditionalFlowLogDensityGradient';
const BACKEND = 'webgpu';

/** Programs of the flows in use on the backend's present device. */
let programs: { readonly device: object; readonly of: Map<string, FlowOpPrograms> } | null = null;

/**
 * ln q(z | c) [n] of the flow with parameters phi [P], for z [n, D] and context c [n, C], on the webgpu backend.
 * @throws Error when the shapes do not fit the spec
 */
export function flowLogDensity(spec: NetworkSpec, phi: Tensor1D, z: Tensor2D, context: Tensor2D): Tensor1D {
  const [rows] = z.shape;
  const wanted = [parameterCount(spec), rows, spec.dim, rows, spec.context];
  const given = [...phi.shape, ...z.shape, ...context.shape];
  if (given.length !== wanted.length || given.some((size, i) => size !== wanted[i])) {
    throw new Error(
      `This flow takes phi [${wanted[0]}], z [n, ${spec.dim}] and context [n, ${spec.context}]; [${phi.shape.join(', ')}], [${z.shape.join(', ')}] and [${context.shape.join(', ')}] were given.`,
    );
  }
  register();
  return engine().runKernel<Tensor1D>(DENSITY, { z, context, phi }, { spec: JSON.stringify(spec) });
}

/** Frees the GPU memory that the op holds for its flows (what the gradients keep). */
export function disposeFlowOps(): void {
  for (const program of programs?.of.values() ?? []) program.dispose();
  programs = null;
}

function programsOf(backend: GpuBackend, spec: string): FlowOpPrograms {
  if (programs?.device !== backend.device) {
    disposeFlowOps();
    programs = { device: backend.device, of: new Map() };
  }
  const known = programs?.of.get(spec);
  if (known !== undefined) return known;
  const made = new FlowOpPrograms(backend.device, JSON.parse(spec) as NetworkSpec);
  programs?.of.set(spec, made);
  return made;
}

/** The spec travels as text: an attribute of a kernel is a number, a string or a flat list of such. */
function specOf(attrs: unknown): string {
  return (attrs as { readonly spec: string }).spec;
}

const densityKernel: KernelConfig = {
  kernelName: DENSITY,
  backendName: BACKEND,
  kernelFunc: ({ inputs, attrs, backend: of }) => {
    const backend = of as GpuBackend;
    const { z, context, phi } = inputs as Record<'z' | 'context' | 'phi', TensorInfo>;
    const out = backend.makeTensorInfo([z.shape[0]], 'float32');
    programsOf(backend, specOf(attrs)).density(backend, { z, context, phi }, out);
    return out;
  },
};

/** Outputs: the gradients of z [n, D], of the context [n, C] and of phi [P]. */
const gradientKernel: KernelConfig = {
  kernelName: GRADIENT,
  backendName: BACKEND,
  kernelFunc: ({ inputs, attrs, backend: of }) => {
    const backend = of as GpuBackend;
    const { z, context, phi, dy } = inputs as Record<'z' | 'context' | 'phi' | 'dy', TensorInfo>;
    const outputs = [z, context, phi].map(({ shape }) => backend.makeTensorInfo(shape, 'float32'));
    programsOf(backend, specOf(attrs)).gradient(backend, { z, context, phi }, dy, outputs);
    return outputs;
  },
};

const gradient: GradConfig = {
  kernelName: DENSITY,
  inputsToSave: ['z', 'context', 'phi'],
  gradFunc: (dy, saved, attrs) => {
    const [z, context, phi] = saved;
    const [gradientZ, gradientContext, gradientPhi] = engine().runKernel<Tensor[]>(
      GRADIENT,
      { z, context, phi, dy: dy as Tensor },
      attrs,
    );
    return { z: () => gradientZ, context: () => gradientContext, phi: () => gradientPhi };
  },
};

/** Once a page: TensorFlow.js keeps kernels by name, and warns of a second registration. */
function register(): void {
  if (getKernel(DENSITY, BACKEND) !== undefined) return;
  registerKernel(densityKernel);
  registerKernel(gradientKernel);
  registerGradient(gradient);
}
