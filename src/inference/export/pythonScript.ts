/**
 * A Python program that asks the ONNX models (onnx.ts): it reads the observation files of the page, takes their summaries,
 * compares them with the training simulations, and draws for one observation or for thousands, also on many machines by Ray
 * or Dask. The program's text is fixed (python/); the study goes into it as data, in literals that nothing can break out of.
 */
import { NEVER } from '../diagnostics/data/outlier.ts';
import { BAD } from '../diagnostics/report/verdict.ts';
import { takesMissing } from '../flow/spec.ts';
import { LARGEST_STANDARDISED } from '../training/standardiser.ts';
import type { DataLayout } from './dataLayout.ts';
import type { NetworkCard } from './networkCard.ts';
import answers from './python/answers.py?raw';
import observations from './python/observations.py?raw';
import tables from './python/tables.py?raw';
import training from './python/training.py?raw';
import { pythonJson, pythonString } from './pythonText.ts';

export const SAMPLER_FILE = 'sampler.onnx';
export const DENSITY_FILE = 'density.onnx';
export const TRAINING_FILE = 'training.npz';
export const SCRIPT_FILE = 'posterior.py';

/** Of a network with a mask. */
const WHOLE =
  'The ONNX models take NaN for a missing summary; the files that this program reads must have all of their values.';

/** Summaries that the help names each in a line of its own. */
const MOST_LINES = 100;

/** @param hasTraining whether training.npz lies beside it */
export function pythonScript(card: NetworkCard, hasTraining: boolean): string {
  const { system, parameters, summaries, data, python, members, verdicts } = card;
  const about = [
    `Posterior of ${parameters.map(({ key }) => key).join(', ')} (${system}).`,
    '',
    'Parameters and the priors that the network was trained with:',
    ...parameters.map(({ key, label, unit, law }) => `  ${key}: ${label}${unit === '' ? '' : ` [${unit}]`}, ${law}`),
    '',
    ...aboutFiles(data),
    '',
    `The network is given ${summaries.length} summaries, which the program computes from the data:`,
    ...(summaries.length > MOST_LINES ? [`  ${listed(summaries)}`] : summaries.map((name, i) => `  ${i + 1}. ${name}`)),
    '',
    ...(takesMissing(card.spec) ? [WHOLE, ''] : []),
    verdicts.length === 0 ? 'The network was not checked.' : 'Verdicts of the checks of the network:',
    ...verdicts.map((sentence) => `  ${sentence}`),
  ];
  return [
    `#!/usr/bin/env python3`,
    `__doc__ = "\\n".join([`,
    ...about.map((line) => `    ${pythonString(line)},`),
    `])`,
    IMPORTS,
    `PARAMETERS = ${pythonJson(parameters.map(({ key }) => key))}`,
    `SUMMARIES = ${pythonJson(summaries)}`,
    `MEMBERS = ${members}`,
    `STUDY = ${pythonJson(card.study)}`,
    `DATA = ${pythonJson(data)}  # how the data stand in files`,
    `TRAINING = ${hasTraining ? 'True' : 'False'}  # whether training.npz is there`,
    `LARGEST_STANDARDISED = ${LARGEST_STANDARDISED}`,
    `UNUSUAL = ${BAD}  # p below which an observation is named`,
    `NEVER = ${NEVER}  # p below which it is outside of the training simulations`,
    ...Object.entries(python.constants).map(([name, value]) => `${name} = ${pythonJson(value)}`),
    '',
    '',
    [python.code, tables, observations, training, answers].map((part) => part.trim()).join('\n\n\n'),
    '',
  ].join('\n');
}

function aboutFiles({ columns, header, axes, written, declared }: DataLayout): string[] {
  const [one, batch] = [header, columns].map(listed);
  const forms =
    header.join() === columns.join()
      ? [`A file has one row per observation, under the names ${batch}.`]
      : [
          `A file of one observation has the columns ${one}.`,
          `A file of a batch has one row per observation, under the names ${batch}.`,
        ];
  return [
    ...forms,
    'Optional columns: id (the name of each observation) and truth_... (not used).',
    ...(written.length === 0
      ? []
      : [`Comment lines declare ${written.map((key) => `"# ${key}: ${declared[key]}"`).join(', ')}.`]),
    `A NumPy array of one observation has the shape ${shapeOf(axes)}; of a batch, one more axis in front.`,
  ];
}

/** "(10, 8): times, sites". */
function shapeOf(axes: DataLayout['axes']): string {
  const sizes = axes.map(({ size }) => size).join(', ');
  return `(${sizes}${axes.length === 1 ? ',' : ''}): ${axes.map(({ name }) => name).join(', ')}`;
}

function listed(names: readonly string[]): string {
  return (names.length > 6 ? [...names.slice(0, 3), '...', names[names.length - 1]] : names).join(', ');
}

const IMPORTS = `
import argparse
import csv
import io
import json
import os
import re
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
`;
