NAMES = DATA["columns"]
KINDS = np.broadcast_to(DATA["kinds"], len(NAMES))
LARGEST = np.broadcast_to(np.array(DATA["largest"], dtype=object), len(NAMES))
HEADER = DATA["header"]  # of a file of one observation, whose cells are numbers or [place in x]
SIZES = tuple(axis["size"] for axis in DATA["axes"])
AXES = listed(axis["name"] for axis in DATA["axes"])
SHAPES = f"one observation has the shape {SIZES} ({AXES}), several {('N', *SIZES)}"


class Observations(NamedTuple):
    x: np.ndarray  # raw data [n, values]
    labels: list  # what each is called: its id, or the number of its row
    notices: list  # what was assumed or left out, a sentence each


def read_observations(path):
    """One observation or many, in the forms that the page writes. Raises InputError."""
    table = read_table(Path(path))
    check_declared(table.declared)
    if table.header is None:
        return unnamed(table)
    header = table.header
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated:
        raise InputError(f"the column {shown(repeated[0])} is there twice; keep one")
    if any(name in header for name in NAMES):
        notices = check_columns(header, NAMES) + left_open(table.declared, DATA["declared"])
        return Observations(read_rows(table), labels_of(table), notices)
    if all(name in header for name in HEADER):
        notices = check_columns(header, HEADER) + left_open(table.declared, DATA["written"])
        return Observations(read_one(table), ["1"], notices)
    one = "" if HEADER == NAMES else f", or one observation as the columns {listed(HEADER)}"
    raise InputError(f"it has the columns {listed(header)}; give a row for each observation under {listed(NAMES)}{one}")


def unnamed(table):
    """An array, which has no names; a text has to have them."""
    if not isinstance(table.rows, np.ndarray):
        raise InputError(
            f"its first row holds numbers, not names; put the names of the columns above it: {listed(NAMES)}"
            " (or say --summaries if the rows are summaries)"
        )
    rows = rows_of(table.rows)
    check_grids(rows)
    numbers = list(range(1, len(rows) + 1))
    which = f"{len(rows)} observation{'' if len(rows) == 1 else 's'} of {listed(NAMES)}"
    notices = [f"The array was read as {which}."] + left_open({}, DATA["written"])
    return Observations(read_rows(Table(NAMES, rows, numbers, {})), list(map(str, numbers)), notices)


def rows_of(array):
    """An array of one observation or several -> [n, values]. Axes of one entry say nothing."""
    shape = tuple(size for size in array.shape if size != 1)
    forms = [tuple(size for size in SIZES if size != 1)]
    if DATA["flat"] and len(SIZES) > 1:
        forms.append((len(NAMES),))
    if not any(shape == form or shape[1:] == form for form in forms):
        raise InputError(f"the array has the shape {array.shape}; {SHAPES}")
    return array.reshape(-1, len(NAMES))


def check_grids(rows):
    """Refuses times, wavenumbers and the like where data are wanted."""
    data = rows.reshape(-1, *SIZES)
    for d, axis in enumerate(DATA["axes"]):
        if axis["grid"] is None or axis["size"] < 3:
            continue
        steps = np.diff(np.moveaxis(data, d + 1, -1), axis=-1)
        first = steps[..., :1]
        if ((first > 0) & (np.abs(steps - first) <= 1e-6 * np.abs(first))).all(axis=-1).any():
            raise InputError(f"it has {axis['grid']} among its data; {SHAPES}")


def check_declared(declared):
    """Whether the file is for this system and for the design that the network was trained for."""
    for key, trained in DATA["declared"].items():
        given = declared.get(key)
        if given is None or alike(given, trained):
            continue
        raise InputError(
            f"it declares {key} = {shown(given)}, and the network was trained for {shown(trained)}: these data need"
            " another network"
        )


def alike(given, trained):
    """Whether two values of a declaration are the same but for their writing."""
    a, b = (re.split(r"[\s,;]+", text.strip().lower().replace("\u00b3", "^3")) for text in (given, trained))
    if all(map(is_number, a + b)) and len(a) == len(b):
        return np.allclose(np.array(a, dtype=float), np.array(b, dtype=float), rtol=1e-9, atol=0)
    if trained in ("true", "false"):
        return (given.strip().lower() in ("true", "yes", "1")) == (trained == "true")
    return a == b


def left_open(declared, keys):
    missing = [key for key in keys if key not in declared]
    if not missing:
        return []
    values = listed(f"{key} = {DATA['declared'][key]}" for key in missing)
    return [f"The file does not declare {listed(missing)}: the network was trained for {values}."]


def pattern(name):
    return re.sub(r"[\d.]+", "#", name)


def check_columns(header, wanted):
    missing = [name for name in wanted if name not in header]
    if missing:
        raise InputError(f"{len(missing)} of its {len(wanted)} columns are missing: {listed(missing)}")
    known = {*wanted, *LABELS}
    surplus = [name for name in header if name not in known and not name.startswith("truth_")]
    # x8 beside x0 to x7: data of another design.
    foreign = [name for name in surplus if pattern(name) in map(pattern, wanted)]
    if foreign:
        trained = f"the {len(wanted)} that the network was trained for: {listed(wanted)}"
        raise InputError(f"the column {shown(foreign[0])} is not among {trained}")
    return [f"Not used: {listed(map(shown, surplus))}."] if surplus else []


def labels_of(table):
    place = next((table.header.index(name) for name in LABELS if name in table.header and name not in NAMES), None)
    if place is None:
        return [str(row) for row in table.numbers]
    return [without_apostrophe(str(row[place])) for row in table.rows]


def read_rows(table):
    """A row for each observation -> x [n, values]."""
    if len(table.rows) == 0:
        raise InputError("there is a header, but no row below it; add a row for each observation")
    places = [table.header.index(name) for name in NAMES]
    x = np.empty((len(table.rows), len(NAMES)))
    faults = []
    for i, (row, cells) in enumerate(zip(table.numbers, table.rows)):
        for j, place in enumerate(places):
            try:
                x[i, j] = number(cells[place], KINDS[j], LARGEST[j])
            except InputError as error:
                faults.append(f"row {row}, column {NAMES[j]}: {error}")
                break
    if faults:
        more = f" ({len(faults)} of {len(x)} rows have faults)" if len(faults) > 1 else ""
        raise InputError("; ".join(faults[:3]) + more)
    return x


def read_one(table):
    """A table of one observation -> x [1, values]. Its rows may come in any order."""
    cells = DATA["rows"]
    is_key = [all(not isinstance(row[c], list) for row in cells) for c in range(len(HEADER))]
    keys = [c for c in range(len(HEADER)) if is_key[c]]
    known = {c: sorted({row[c] for row in cells}) for c in keys}
    place_of = {tuple(known[c].index(row[c]) for c in keys): r for r, row in enumerate(cells)}
    x = np.full(len(NAMES), np.nan)
    left = dict(enumerate(cells))
    for row, given in zip(table.numbers, table.rows):
        try:
            values = {c: number(given[table.header.index(HEADER[c])], "number", None) for c in range(len(HEADER))}
            place = place_of.get(tuple(nearest(HEADER[c], values[c], known[c]) for c in keys))
            at = listed(f"{HEADER[c]} = {values[c]:g}" for c in keys)
            if place is None:
                raise InputError(f"the network was not trained for a row with {at}")
            if place not in left:
                raise InputError(f"there is a second row with {at}; keep one")
            for c, wanted in enumerate(left.pop(place)):
                if isinstance(wanted, list):
                    x[wanted[0]] = number(given[table.header.index(HEADER[c])], KINDS[wanted[0]], LARGEST[wanted[0]])
                elif not is_key[c] and not np.isclose(values[c], wanted, rtol=1e-9, atol=0):
                    raise InputError(f"{HEADER[c]} is {values[c]:g} where the network was trained for {wanted:g}")
        except InputError as error:
            raise InputError(f"row {row}: {error}") from None
    if left:
        missing = next(iter(left.values()))
        at = listed(f"{HEADER[c]} = {missing[c]:g}" for c in keys)
        raise InputError(f"{len(left)} of {len(cells)} rows are missing, the first that with {at}")
    return x.reshape(1, -1)


def nearest(name, value, known):
    """Index of a value among the known ones, which it may differ from by the rounding of a file."""
    known = np.array(known)
    i = int(np.argmin(np.abs(known - value)))
    within = 1e-4 * np.min(np.diff(known)) if len(known) > 1 else 1e-9 * abs(known[0])
    if abs(known[i] - value) > within:
        trained = listed(f"{one:g}" for one in known)
        raise InputError(f"{name} = {value:g} is none of those that the network was trained for: {trained}")
    return i


def read_summaries(path):
    """Rows of summaries, under their names or without any -> s [n, C], labels."""
    table = read_table(Path(path))
    header = table.header or SUMMARIES
    rows = np.atleast_2d(table.rows) if isinstance(table.rows, np.ndarray) else table.rows
    if len(rows) == 0 or len(rows[0]) != len(header) or any(name not in header for name in SUMMARIES):
        raise InputError(f"rows of {len(SUMMARIES)} summaries are needed: {listed(SUMMARIES)}")
    places = [header.index(name) for name in SUMMARIES]
    s = np.empty((len(rows), len(SUMMARIES)))
    for i, cells in enumerate(rows):
        for j, place in enumerate(places):
            try:
                s[i, j] = number(cells[place], "number", None)
            except InputError as error:
                raise InputError(f"observation {i + 1}, summary {j + 1}: {error}") from None
    return s, [str(i + 1) for i in range(len(rows))]
