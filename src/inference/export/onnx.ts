/**
 * The posterior as two ONNX models, for any program that runs ONNX: one draws from it, one gives its density. Both take
 * summaries and parameters in natural units; standardisation, embedding, flow and the priors' quantile functions are
 * inside. float64 outside, float32 within the network. Of an ensemble of M members, noise and draws have a leading axis of
 * members: equal numbers of each make the mixture, whose density the other model gives.
 */
import { inputWidth, type NetworkSpec, takesMissing } from '../flow/spec.ts';
import type { JointPrior } from '../priors/jointPrior.ts';
import { OnnxFlow } from './onnxFlow.ts';
import { OnnxGraph, type Port } from './onnxGraph.ts';
import { unwhiten, unwhiteningFunctions, whiten, whiteningFunctions } from './onnxPrior.ts';
import type { TrainedNetwork } from './trainedNetwork.ts';

/** What the models say about themselves, beside their graphs. */
export type OnnxMetadata = Readonly<Record<string, string>>;

/** noise, standard normal [n, D] (of an ensemble [M, n, D]), and s [1 or n, C] -> theta, in the shape of noise. */
export function samplerModel(
  network: TrainedNetwork,
  prior: JointPrior,
  metadata: OnnxMetadata,
): Uint8Array<ArrayBuffer> {
  const g = new OnnxGraph();
  const flow = new OnnxFlow(g, network);
  const z = flow.sample(g.cast('noise', 'f32'), flow.context('s'));
  const theta = z.map((column, j) => unwhiten(g, prior.priors[j], g.cast(column, 'f64')));
  const { spec, members } = network;
  const shape = [...(members > 1 ? [members] : []), 'n', spec.dim];
  return g.model({
    name: 'sampler',
    description: 'Draws from the posterior of theta given summaries s.',
    metadata,
    inputs: [
      summariesPort(spec),
      { name: 'noise', type: 'f64', shape, description: 'Independent standard normal numbers.' },
    ],
    outputs: [
      {
        name: 'theta',
        type: 'f64',
        shape,
        description: 'Draws, in natural units.',
        value: g.concat(theta),
      },
    ],
    functions: [flow.splines.inverse, ...unwhiteningFunctions],
  });
}

/** theta [n, D] and s [1 or n, C] -> log_prob = ln q(theta | s) [n], nats of theta; -Infinity outside the priors' support. */
export function densityModel(
  network: TrainedNetwork,
  prior: JointPrior,
  metadata: OnnxMetadata,
): Uint8Array<ArrayBuffer> {
  const g = new OnnxGraph();
  const flow = new OnnxFlow(g, network);
  const { spec, members } = network;
  const columns = g.split(
    'theta',
    prior.priors.map(() => 1),
  );
  const whitened = columns.map((column, j) => whiten(g, prior.priors[j], column));
  const z = g.cast(g.concat(whitened.map((one) => one.z)), 'f32');
  const ofMembers = flow.logDensity(z, flow.context('s'));
  const ofMixture =
    members === 1
      ? ofMembers
      : g.sub(g.op('ReduceLogSumExp', [ofMembers], { keepdims: 0n, axes: [0n] }), g.f32(Math.log(members)));
  const jacobian = g.sum(g.concat(whitened.map((one) => one.logJacobian)), [-1], false);
  return g.model({
    name: 'density',
    description: 'The density of the posterior of theta given summaries s.',
    metadata,
    inputs: [
      summariesPort(spec),
      { name: 'theta', type: 'f64', shape: ['n', spec.dim], description: 'Parameters, in natural units.' },
    ],
    outputs: [
      {
        name: 'log_prob',
        type: 'f64',
        shape: ['n'],
        description: 'ln q(theta | s), nats of theta.',
        value: g.add(g.cast(ofMixture, 'f64'), jacobian),
      },
    ],
    functions: [flow.splines.forward, ...whiteningFunctions],
  });
}

function summariesPort(spec: NetworkSpec): Port {
  const missing = takesMissing(spec) ? ' NaN is a missing one.' : '';
  const description = `Summaries of the observation in natural units: one row for all, or one for each of n.${missing}`;
  return { name: 's', type: 'f64', shape: ['rows', inputWidth(spec)], description };
}
