"""Runs in the folder of an exported program: asks it in one process what job.json says, and writes result.json."""

import contextlib
import io
import json
import sys

import numpy as np

sys.path.insert(0, ".")
import posterior  # noqa: E402


def numbers(values):
    """For JSON, which has no NaN."""
    return [None if np.isnan(value) else float(value) for value in np.ravel(values)]


def run(arguments):
    """The program's main with these arguments: exit code and what it said."""
    sys.argv = ["posterior.py", *arguments]
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        try:
            code = posterior.main()
        except SystemExit as end:
            code = end.code
    return {"code": code, "said": said.getvalue(), "complained": complained.getvalue()}


with open("job.json", encoding="utf-8") as file:
    job = json.load(file)
summaries = {}
for name in job["files"]:
    x, labels, notices = posterior.read_observations(name)
    s = posterior.summarise(x)
    summaries[name] = {"s": numbers(s), "shape": s.shape, "labels": labels, "notices": notices}
s = np.concatenate([posterior.summarise(posterior.read_observations(name).x) for name in job["answered"]])
sampler, density = posterior.load("sampler.onnx"), posterior.load("density.onnx")
theta = [posterior.answer(row, base, sampler) for row, base in zip(s, np.load("noise.npy"))]
comparison = posterior.compare(s)
with np.load("draws.npz", allow_pickle=False) as drawn:
    own = np.median(drawn["theta"], axis=1)
result = {
    "summaries": summaries,
    "medians": numbers([np.median(draws, axis=0) for draws in theta]),
    "logProb": numbers([posterior.log_prob(draws[:1], row, density)[0] for draws, row in zip(theta, s)]),
    "first": numbers([draws[0] for draws in theta]),
    "ownMedians": numbers(own),
    "p": numbers(comparison.p),
    "outside": [bool(outside) for outside in comparison.outside],
    "runs": [run(arguments) for arguments in job["runs"]],
}
with open("result.json", "w", encoding="utf-8") as file:
    json.dump(result, file)
