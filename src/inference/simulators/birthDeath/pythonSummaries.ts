/** The summaries of counts (summaries.ts) in Python. */
import type { PythonSummaries } from '../system.ts';
import type { SummarySet } from './summaries.ts';

const CODE = `def autocorrelation(y, lag):
    """Of each row of y [n, visits]; 0 for a constant one."""
    deviation = y - y.mean(axis=1, keepdims=True)
    products = (deviation[:, lag:] * deviation[:, : y.shape[1] - lag]).sum(axis=1)
    squares = (deviation**2).sum(axis=1)
    return np.divide(products, squares, out=np.zeros_like(products), where=squares > 0)


def summarise_as(summaries, y):
    visits = y.shape[1]
    steps = np.diff(y, axis=1)
    if summaries == "raw":
        rate = (steps**2 / (y[:, :-1] + 1)).mean(axis=1)
        return np.column_stack([np.log1p(y), summarise_as("S3", y), np.log(rate + 0.1)])
    found = [np.log1p(y.mean(axis=1)), np.log(y.var(axis=1, ddof=1) + 0.5)]
    if summaries in ("S2", "S3"):
        found.append(autocorrelation(y, 1))
    if summaries == "S3":
        centred = np.arange(visits) - (visits - 1) / 2
        found += [
            autocorrelation(y, 2),
            (y == 0).mean(axis=1),
            np.log1p(y[:, 0]),
            np.log1p(y[:, -1]),
            np.log((steps**2).mean(axis=1) + 0.5),
            np.log1p(y) @ centred / (centred**2).sum(),
        ]
    return np.column_stack(found)


def summarise(x):
    """Counts x [n, visits] -> summaries [n, C], what the network is given."""
    return summarise_as(SUMMARIES_OF_COUNTS, x)`;

export function pythonSummaries(summaries: SummarySet): PythonSummaries {
  return { constants: { SUMMARIES_OF_COUNTS: summaries }, code: CODE };
}
