HERE = Path(__file__).resolve().parent
CHUNK = 256  # observations that a task of Ray or Dask answers
ANSWERED, FAILED, WRONG_INPUT, OUTSIDE = 0, 1, 2, 3


def load(model):
    """An ONNX model, from its path or its bytes (which travel to other machines, where there is no such path)."""
    return onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])


def noise_of(s, draws, seed, index):
    """Base noise [draws, D] for observation number index, of an ensemble [M, draws / M, D].

    Each observation has its own, in one file or in many: draws for several are independent."""
    words = (np.asarray(s, dtype=np.float64).ravel() + 0.0).view(np.uint32)
    each = -(-draws // MEMBERS)
    noise = np.random.default_rng([seed, index, *words]).standard_normal((MEMBERS, each, len(PARAMETERS)))
    return noise[0] if MEMBERS == 1 else noise


def answer(s, noise, sampler):
    """Summaries s [C] and base noise, in the shape of noise_of -> theta [draws, D]."""
    feeds = {"s": np.asarray(s, dtype=np.float64).reshape(1, -1), "noise": np.asarray(noise, dtype=np.float64)}
    theta = sampler.run(["theta"], feeds)[0]
    # The members of an ensemble take turns, so that any first so many draws are shared out evenly.
    return theta if MEMBERS == 1 else theta.transpose(1, 0, 2).reshape(-1, len(PARAMETERS))


def draw(s, draws, seed, index=0, sampler=None):
    """Posterior draws for one observation: summaries s [C] -> theta [draws, D].

    `sampler`: load(...)ed before, where there are many observations."""
    return answer(s, noise_of(s, draws, seed, index), sampler or load(HERE / "sampler.onnx"))[:draws]


def log_prob(theta, s, density=None):
    """ln q(theta | s): theta [n, D] and summaries s [C], or [n, C] -> [n], nats of theta."""
    density = density or load(HERE / "density.onnx")
    s = np.asarray(s, dtype=np.float64).reshape(-1, len(SUMMARIES))
    theta = np.asarray(theta, dtype=np.float64).reshape(-1, len(PARAMETERS))
    return density.run(["log_prob"], {"s": s, "theta": theta})[0]


def draw_chunk(model, s, draws, seed, first):
    """Draws for the rows of s [n, C], observations number first, first + 1, ... -> [n, draws, D]."""
    sampler = load(model)
    return np.stack([draw(row, draws, seed, first + i, sampler) for i, row in enumerate(s)])


def draw_all(s, draws, seed, by=None, address=None):
    """Draws for many observations s [n, C] -> [n, draws, D]; the same however they are shared out."""
    model = (HERE / "sampler.onnx").read_bytes()
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


def field(text):
    """A cell of a CSV file (RFC 4180) that no spreadsheet takes for a formula, and nothing for a comment."""
    harmless = "'" + text if FORMULA.match(text) and not is_number(text) else text
    quoted = re.search(r'[",;|\t\r\n]|^#', harmless) or harmless.strip() != harmless
    return '"' + harmless.replace('"', '""') + '"' if quoted else harmless


def write_draws(path, labels, theta, comparison):
    """theta [n, draws, D] as CSV (a row for each draw) or NPZ; written whole or not at all."""
    part = path.with_name(path.name + ".part")
    try:
        write_part(part, path.suffix, labels, theta, comparison)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def write_part(part, suffix, labels, theta, comparison):
    if suffix == ".npz":
        arrays = {"theta": theta, "parameters": np.array(PARAMETERS), "observations": np.array(labels)}
        arrays["training_p"], arrays["outside_training"] = comparison.p, comparison.outside
        with open(part, "wb") as file:
            np.savez_compressed(file, **arrays)
    else:
        with open(part, "w", newline="", encoding="utf-8") as file:
            columns = ["observation", *PARAMETERS, "training_p", "outside_training"]
            file.write(",".join(map(field, columns)) + "\r\n")
            for label, draws, p, outside in zip(labels, theta, comparison.p, comparison.outside):
                name, end = field(label), f"{'' if np.isnan(p) else f'{p:.6g}'},{int(outside)}\r\n"
                file.writelines(f"{name},{','.join(map(repr, map(float, row)))},{end}" for row in draws)


EXITS = """
The draws have two more columns: training_p, the share of simulations that lie at least as far from the training
simulations as the observation; and outside_training, 1 where next to none does (training_p below 0.002, or none at all):
the posterior is an extrapolation there.

Exit code: 0 all observations are answered; 1 a file could not be written; 2 the input is refused, and nothing is
written; 3 answered, but at least one observation lies outside of the training simulations (0 with --accept-outside)."""


def parser_of():
    # Only where the text names %(prog)s does argparse read it as a format.
    about = __doc__.replace("%", "%%") if "%(prog)" in __doc__ else __doc__
    parser = argparse.ArgumentParser(
        description=about, epilog=EXITS, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("observations", type=Path, help="a CSV, JSON, .npy or .npz file of one observation or many")
    parser.add_argument("--draws", type=int, default=1000, help="draws for each observation (default: 1000)")
    parser.add_argument("--seed", type=int, default=1, help="of the noise (default: 1)")
    parser.add_argument("--out", type=Path, default=Path("draws.csv"), help="a .csv or .npz file (default: draws.csv)")
    parser.add_argument("--summaries", action="store_true", help="the rows are summaries, not raw data")
    parser.add_argument("--accept-outside", action="store_true", help="exit with 0 even if an observation is outside")
    shared = parser.add_mutually_exclusive_group()
    shared.add_argument("--ray", dest="by", action="store_const", const="ray", help="share the work out by Ray")
    shared.add_argument("--dask", dest="by", action="store_const", const="dask", help="share the work out by Dask")
    parser.add_argument("--address", help="of a running Ray or Dask cluster (default: the cores of this machine)")
    return parser


def summaries_of(path, are_summaries):
    """The file's summaries [n, C], labels and notices."""
    if are_summaries:
        return (*read_summaries(path), [])
    x, labels, notices = read_observations(path)
    s = summarise(x)
    if not np.isfinite(s).all():
        raise InputError("some of its summaries are not finite; check the sizes of its values")
    return s, labels, notices


def main():
    parser = parser_of()
    options = parser.parse_args()
    if options.draws < 1 or options.seed < 0:
        parser.error("--draws must be at least 1, and --seed at least 0")
    if options.out.suffix not in (".csv", ".npz"):
        parser.error("--out must end in .csv or .npz")
    if options.out.resolve() == options.observations.resolve():
        parser.error("--out is the file of the observations; give another name")
    try:
        s, labels, notices = summaries_of(options.observations, options.summaries)
    except InputError as error:
        print(f"{options.observations}: {error}.", file=sys.stderr)
        return WRONG_INPUT
    for notice in notices:
        print(f"{options.observations}: {notice}", file=sys.stderr)
    comparison = compare(s)
    if not TRAINING:
        print("Whether the data are like the training simulations was not checked.", file=sys.stderr)
    for label, sentence in zip(labels, comparison.sentences):
        if sentence is not None:
            print(f"{options.observations}: observation {label}: {sentence}", file=sys.stderr)
    theta = draw_all(s, options.draws, options.seed, options.by, options.address)
    try:
        write_draws(options.out, labels, theta, comparison)
    except OSError as error:
        print(f"{options.out} could not be written: {error.strerror or error}.", file=sys.stderr)
        return FAILED
    for label, draws in list(zip(labels, theta))[:5]:
        low, middle, high = np.quantile(draws, [0.05, 0.5, 0.95], axis=0)
        for j, name in enumerate(PARAMETERS):
            print(f"observation {label}: {name} = {middle[j]:.5g}, 90 % between {low[j]:.5g} and {high[j]:.5g}")
    print(f"{theta.shape[1]} draws for each of {len(theta)} observations are in {options.out}.")
    return OUTSIDE if comparison.outside.any() and not options.accept_outside else ANSWERED


if __name__ == "__main__":
    sys.exit(main())
