/**
 * A Python program that asks the ONNX models (onnx.ts): draws for one observation or for thousands, also on many machines by
 * Ray or Dask. The program's text is fixed; the study goes into it as data, in literals that nothing can break out of.
 */
import type { NetworkCard } from './networkCard.ts';
import { pythonJson, pythonString } from './pythonText.ts';

export const SAMPLER_FILE = 'sampler.onnx';
export const DENSITY_FILE = 'density.onnx';
export const SCRIPT_FILE = 'posterior.py';

export function pythonScript(card: NetworkCard): string {
  const { system, parameters, summaries, rawFormula, members, verdicts } = card;
  const about = [
    `Posterior of ${parameters.map(({ key }) => key).join(', ')} (${system}).`,
    '',
    'Parameters and the priors that the network was trained under:',
    ...parameters.map(({ key, label, unit, law }) => `  ${key}: ${label}${unit === '' ? '' : ` [${unit}]`}, ${law}`),
    '',
    `An observation is ${summaries.length} numbers, its summaries s:`,
    ...summaries.map((name, i) => `  ${i + 1}. ${name}`),
    RAW_TEXT[rawFormula ?? 'own'],
    '',
    verdicts.length === 0 ? 'The network was not checked.' : 'What the checks said of the network:',
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
    `RAW_FORMULA = ${rawFormula === null ? 'None' : pythonString(rawFormula)}`,
    `STUDY = ${pythonJson(card.study)}`,
    BODY,
  ].join('\n');
}

const RAW_TEXT = {
  none: 'They are the raw data themselves.',
  log: 'With --raw they are taken from the raw data: the natural logarithm of each.',
  arcsine: 'With --raw they are taken from the raw data: arcsin(sqrt((x + 0.375) / 1000.75)) of each.',
  own: 'They are the summaries that the simulator makes of its raw data.',
} as const;

const IMPORTS = `
import argparse
import csv
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
`;

const BODY = `
HERE = Path(__file__).resolve().parent
CHUNK = 256  # observations that a task of Ray or Dask answers


def load(model):
    """An ONNX model, from its path or its bytes (which travel to other machines, where there is no such path)."""
    return onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])


def draw(s, draws, seed, index=0, sampler=None):
    """Posterior draws for one observation: summaries s [C] -> theta [draws, D]. The members of an ensemble share them.

    \`sampler\`: load(...)ed before, where there are many observations."""
    sampler = sampler or load(HERE / "${SAMPLER_FILE}")
    each = -(-draws // MEMBERS)
    noise = np.random.default_rng([seed, index]).standard_normal((MEMBERS, each, len(PARAMETERS)))
    if MEMBERS == 1:
        noise = noise[0]
    feeds = {"s": np.asarray(s, dtype=np.float64).reshape(1, -1), "noise": noise}
    theta = sampler.run(["theta"], feeds)[0]
    if MEMBERS == 1:
        return theta
    # Taking turns, so that any first so many draws are shared out evenly.
    return theta.transpose(1, 0, 2).reshape(-1, len(PARAMETERS))[:draws]


def log_prob(theta, s, density=None):
    """ln q(theta | s): theta [n, D] and summaries s [C], or [n, C] -> [n], nats of theta."""
    density = density or load(HERE / "${DENSITY_FILE}")
    s = np.asarray(s, dtype=np.float64).reshape(-1, len(SUMMARIES))
    theta = np.asarray(theta, dtype=np.float64).reshape(-1, len(PARAMETERS))
    return density.run(["log_prob"], {"s": s, "theta": theta})[0]


def draw_chunk(model, s, draws, seed, first):
    """Draws for the rows of s [n, C], observations number first, first + 1, ... -> [n, draws, D]."""
    sampler = load(model)
    return np.stack([draw(row, draws, seed, first + i, sampler) for i, row in enumerate(s)])


def draw_all(s, draws, seed, by=None, address=None):
    """Draws for many observations s [n, C] -> [n, draws, D]; the same however they are shared out."""
    model = (HERE / "${SAMPLER_FILE}").read_bytes()
    chunks = [(s[first : first + CHUNK], draws, seed, first) for first in range(0, len(s), CHUNK)]
    if by == "ray":
        import ray

        ray.init(address=address)
        shared, task = ray.put(model), ray.remote(draw_chunk)
        parts = ray.get([task.remote(shared, *chunk) for chunk in chunks])
    elif by == "dask":
        import dask

        tasks = [dask.delayed(draw_chunk)(model, *chunk) for chunk in chunks]
        if address is None:
            parts = dask.compute(*tasks, scheduler="processes")
        else:
            from dask.distributed import Client

            client = Client(address)
            client.upload_file(__file__)
            parts = client.gather(client.compute(tasks))
    else:
        parts = [draw_chunk(model, *chunk) for chunk in chunks]
    return np.concatenate(parts)


def read_observations(path, raw):
    """Rows of a CSV file (with or without a header) or an .npy file -> summaries [n, C]."""
    if path.suffix == ".npy":
        rows = np.atleast_2d(np.load(path, allow_pickle=False)).astype(np.float64)
    else:
        with open(path, newline="", encoding="utf-8-sig") as file:
            cells = [row for row in csv.reader(file) if row and not row[0].startswith("#")]
        if not cells:
            sys.exit(f"{path} has no rows; give one row of numbers for each observation.")
        try:
            [float(cell) for cell in cells[0]]
        except ValueError:
            cells = cells[1:]
        try:
            rows = np.array(cells, dtype=np.float64)
        except ValueError as error:
            sys.exit(f"{path} cannot be read ({error}); give one row of numbers for each observation.")
    if rows.ndim != 2 or rows.shape[0] == 0 or rows.shape[1] != len(SUMMARIES):
        sys.exit(f"{path} holds rows of shape {rows.shape}; one row of {len(SUMMARIES)} numbers is needed for each.")
    if raw:
        if RAW_FORMULA is None:
            sys.exit("The summaries of this study are the simulator's own: give them, without --raw.")
        arcsine = lambda x: np.arcsin(np.sqrt((x + 0.375) / 1000.75))
        rows = {"none": lambda x: x, "log": np.log, "arcsine": arcsine}[RAW_FORMULA](rows)
    if not np.isfinite(rows).all():
        sys.exit(f"{path} holds values that are not finite; remove those rows.")
    return rows


def write_draws(path, theta):
    """theta [n, draws, D] as CSV (a row for each draw) or NPZ."""
    if path.suffix == ".npz":
        np.savez_compressed(path, theta=theta, parameters=np.array(PARAMETERS))
        return
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["observation", *PARAMETERS])
        for i, rows in enumerate(theta):
            writer.writerows([i, *map(repr, map(float, row))] for row in rows)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__.replace("%", "%%"), formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("observations", type=Path, help="a CSV or .npy file: a row of numbers for each observation")
    parser.add_argument("--draws", type=int, default=1000, help="draws for each observation (default: 1000)")
    parser.add_argument("--seed", type=int, default=1, help="of the noise (default: 1)")
    parser.add_argument("--out", type=Path, default=Path("draws.csv"), help="draws.csv or draws.npz")
    parser.add_argument("--raw", action="store_true", help="the rows are raw data, not summaries")
    shared = parser.add_mutually_exclusive_group()
    shared.add_argument("--ray", dest="by", action="store_const", const="ray", help="share the work out by Ray")
    shared.add_argument("--dask", dest="by", action="store_const", const="dask", help="share the work out by Dask")
    parser.add_argument("--address", help="of a running Ray or Dask cluster (default: the cores of this machine)")
    options = parser.parse_args()
    if options.draws < 1 or options.seed < 0:
        parser.error("--draws must be at least 1, and --seed at least 0")
    s = read_observations(options.observations, options.raw)
    theta = draw_all(s, options.draws, options.seed, options.by, options.address)
    write_draws(options.out, theta)
    for i in range(min(len(theta), 5)):
        low, middle, high = np.quantile(theta[i], [0.05, 0.5, 0.95], axis=0)
        for j, name in enumerate(PARAMETERS):
            print(f"observation {i}: {name} = {middle[j]:.5g}, 90 % between {low[j]:.5g} and {high[j]:.5g}")
    print(f"{theta.shape[1]} draws for each of {len(theta)} observations are in {options.out}.")


if __name__ == "__main__":
    main()
`;
