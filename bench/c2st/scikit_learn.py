"""C2ST of sbibm (sbibm/metrics/c2st.py) on the sets that `npm run bench:c2st -- --export FOLDER` writes.

Usage: python bench/c2st/scikit_learn.py FOLDER (needs numpy and scikit-learn). Each pair is a file NAME.f32 of float32 rows, the
first set above the second, with the number of columns in index.json. Prints the mean accuracy of each.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from sklearn.model_selection import KFold, cross_val_score
from sklearn.neural_network import MLPClassifier


def c2st(first, second, seed=1):
    mean, sd = first.mean(axis=0), first.std(axis=0, ddof=1)
    first, second = (first - mean) / sd, (second - mean) / sd
    d = first.shape[1]
    classifier = MLPClassifier(
        activation="relu", hidden_layer_sizes=(10 * d, 10 * d), max_iter=10000, solver="adam", random_state=seed
    )
    data = np.concatenate((first, second))
    target = np.concatenate((np.zeros(len(first)), np.ones(len(second))))
    folds = KFold(n_splits=5, shuffle=True, random_state=seed)
    return cross_val_score(classifier, data, target, cv=folds, scoring="accuracy").mean()


folder = Path(sys.argv[1])
for entry in json.loads((folder / "index.json").read_text()):
    rows = np.fromfile(folder / entry["file"], dtype=np.float32).reshape(-1, entry["d"])
    start = time.time()
    score = c2st(rows[: len(rows) // 2], rows[len(rows) // 2 :])
    print(f"{entry['name']}, d = {entry['d']}: {score:.4f} ({time.time() - start:.0f} s)", flush=True)
