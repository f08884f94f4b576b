class Comparison(NamedTuple):
    """How far observations lie from the simulations that the network was trained on; NaN where that is not known."""

    distance: np.ndarray  # Mahalanobis distance of the standardised summaries from the training mean [n]
    p: np.ndarray  # (1 + held-out simulations at least as far out) / (1 + all of them) [n]
    outside: np.ndarray  # p < NEVER, or no held-out simulation as far out: the posterior is an extrapolation [n]
    sentences: list  # None, or what to say of the observation [n]


def compare(s):
    """Summaries s [n, C] with the training simulations, as the page does."""
    n = len(s)
    if not TRAINING:
        nothing = np.full(n, np.nan)
        return Comparison(nothing, nothing, np.zeros(n, dtype=bool), [None] * n)
    with np.load(HERE / "training.npz") as training:
        z = np.clip((s - training["mean"]) / training["sd"], -LARGEST_STANDARDISED, LARGEST_STANDARDISED)
        # In float32, as the network is given them: data that equal a simulation's then lie as far out.
        z = z.astype(np.float32).astype(np.float64)
        white = np.linalg.solve(training["factor"], (z - training["centre"]).T)
        held_out = training["distances"]
    distance = np.sqrt((white**2).sum(axis=0))
    farther = len(held_out) - np.searchsorted(held_out, distance * (1 - 1e-9), side="left")
    p = (1 + farther) / (1 + len(held_out))
    outside = (p < NEVER) | ((farther == 0) & (p < UNUSUAL))
    worst = np.abs(z).argmax(axis=1)
    sentences = [None] * n
    for i in np.flatnonzero(p < UNUSUAL):
        amount, name = z[i, worst[i]], SUMMARIES[worst[i]]
        side = "below" if amount < 0 else "above"
        where = f"{name} lies {abs(amount):.2g} sd {side} the mean of the training simulations"
        rank = f"{farther[i]} of {len(held_out)} simulations lie as far out"
        so = ": the posterior is an extrapolation" if outside[i] else ""
        sentences[i] = f"{where}. {rank}{so} (p = {p[i]:.2g})."
    return Comparison(distance, p, outside, sentences)
