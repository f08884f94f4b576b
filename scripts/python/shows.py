"""A program that shows the page (posterior_bridge.show) and does what it is told: a line of JSON each on stdin, answered by one on stdout.
Its function is written here, and nothing keeps a process from running this file again but the bridge itself. Of bridgePage.ts."""

import json
import sys
import warnings

sys.path.insert(0, sys.argv[1])
import numpy as np

import posterior_bridge

scale = 1.0


def simulate(theta, rng):
    means = np.repeat([theta["a"], theta["b"]], 2)
    return means + scale * rng.standard_normal(4)


playground = posterior_bridge.show(
    simulate, {"a": ("normal", 0, 1), "b": ("normal", 0, 1)}, page=sys.argv[2], workers=2, port=0, say=lambda text: print(text, file=sys.stderr)
)
print(json.dumps({"address": playground.address, "frame": playground.frame_address}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    try:
        if "observe" in asked:
            playground.observe(asked["observe"], timeout=asked["timeout"])
            answer = {}
        else:
            with warnings.catch_warnings(record=True) as warned:
                warnings.simplefilter("always")
                draws = playground.draws(asked["draws"], timeout=asked["timeout"], unfinished=asked.get("unfinished", False))
            assert isinstance(draws, np.ndarray) and draws.shape == (asked["draws"], 2), draws.shape
            answer = {
                "names": playground.parameters,
                "means": draws.mean(axis=0).tolist(),
                "sds": draws.std(axis=0).tolist(),
                "x": playground.about["x"].tolist(),
                "step": playground.about["step"],
                "trust": playground.about["trust"],
                "warned": [str(one.message) for one in warned],
            }
    except Exception as problem:
        answer = {"problem": f"{type(problem).__name__}: {problem}"}
    print(json.dumps(answer), flush=True)
