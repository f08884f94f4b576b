/** The six summaries of a climate record (summaries.ts) in Python. */
import type { PythonSummaries } from '../system.ts';

const CODE = `def covariance(a, b):
    """Mean over times of two series [n, times, sites], each about its own mean, then over the sites -> [n]."""
    a, b = (series - series.mean(axis=1, keepdims=True) for series in (a, b))
    return (a * b).mean(axis=(1, 2))


def summarise(x):
    """Raw data x [n, times x sites] -> the six summaries [n, 6], what the network is given."""
    x = x.reshape(len(x), -1, SITES)
    early, late = x[:, :-1], x[:, 1:]
    return np.column_stack(
        [
            x.mean(axis=(1, 2)),
            covariance(x, x),
            covariance(early, late),
            covariance(x, np.roll(x, -1, axis=2)),
            covariance(early, np.roll(late, 1, axis=2)),
            covariance(early, np.roll(late, -1, axis=2)),
        ]
    )`;

export function pythonSummaries(sites: number): PythonSummaries {
  return { constants: { SITES: sites }, code: CODE };
}
