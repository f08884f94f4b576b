class InputError(Exception):
    """A sentence that says what is wrong with the input and what to do about it."""


class Table(NamedTuple):
    """A table as it stands in a file, before any cell is judged."""

    header: list  # names of the columns; None where the file gives none
    rows: list  # of cells: texts, or the numbers of an array
    numbers: list  # of the rows, as a spreadsheet counts; in an array from 1
    declared: dict  # "# key: value" lines, or what takes their place


NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
MISSING = re.compile(r"|nan|na|n/a|null|none|-+|\.|\?|#n/a", re.IGNORECASE)
DECLARATION = re.compile(r"([A-Za-z][\w.-]*)\s*[:=]\s*(.*)")
# What a spreadsheet runs, and what keeps it from doing so.
FORMULA = re.compile("'*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")
LABELS = ("id", "observation")  # columns with what each observation is called
LONGEST_SHOWN = 40


def shown(value):
    """A name or value from a file, cut to a length that can be read."""
    text = str(value)
    return repr(text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "...")


def listed(values):
    """Names or values in a sentence, the middle of long lists left out."""
    texts = [str(value) for value in values]
    return ", ".join(texts if len(texts) <= 6 else [*texts[:3], "...", texts[-1]])


def number(cell, kind, largest):
    """The number in a cell; kind: "number", "positive" or "count"; largest size or None."""
    if isinstance(cell, str):
        text = cell.strip()
        if MISSING.fullmatch(text):
            raise InputError("the value is missing; measure it, or leave the observation out")
        if not NUMBER.fullmatch(text):
            hint = "; write a decimal point and no separator between thousands" if "," in text else ""
            raise InputError(f"{shown(text)} is not a number{hint}")
        value = float(text)
    elif isinstance(cell, (int, float, np.number)) and not isinstance(cell, bool):
        value = float(cell)
        if np.isnan(value):
            raise InputError("the value is missing; measure it, or leave the observation out")
    else:
        raise InputError(f"{shown(cell)} is not a number")
    if not np.isfinite(value):
        raise InputError(f"{shown(cell)} is not finite; give a finite number")
    if largest is not None and abs(value) > largest:
        raise InputError(f"{shown(cell)} is beyond {largest:g}; check it, and its unit")
    if kind == "positive" and value <= 0:
        raise InputError(f"{shown(cell)} is not above 0; check it, and its unit")
    if kind == "count" and (value < 0 or value != np.floor(value)):
        raise InputError(f"{shown(cell)} is not a count; give a whole number, 0 or more")
    return value


def is_number(cell):
    return bool(NUMBER.fullmatch(cell.strip()))


def read_table(path):
    """A CSV, JSON, .npy or .npz file as a Table."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"it cannot be read: {error.strerror or error}") from None
    if content[:6] == b"\x93NUMPY" or content[:4] == b"PK\x03\x04":
        return read_arrays(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("it is neither UTF-8 text nor an .npy or .npz file; save it as CSV (UTF-8)") from None
    if "\0" in text:
        raise InputError("it is no text, and no .npy or .npz file; save it as CSV (UTF-8)")
    return read_json(text) if text.lstrip()[:1] == "{" else read_csv(text)


def read_csv(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    comments = [(i + 1, line) for i, line in enumerate(lines) if line.lstrip()[:1] == "#"]
    for row, _ in comments:
        lines[row - 1] = ""
    first = re.sub(r'"[^"]*"', "", next((line for line in lines if line.strip()), ""))
    delimiter = next((mark for mark in "\t;" if mark in first), ",")
    records = []
    reader = csv.reader([line + "\n" for line in lines], delimiter=delimiter, strict=True)
    try:
        for record in reader:
            cells = [cell.strip() for cell in record] or [""]
            if cells[0][:1] == "#" and not any(cells[1:]):
                # A spreadsheet has put quotation marks around a comment.
                comments.append((reader.line_num, cells[0]))
            elif len(cells) > 1 or cells[0]:
                records.append((reader.line_num, cells))
    except csv.Error as error:
        raise InputError(f"row {reader.line_num}: {error}") from None
    while records and not any(records[-1][1]):
        records.pop()
    if not records:
        raise InputError("it has no rows; give a header with the names of the columns, and the data below it")
    width = len(records[0][1])
    for row, cells in records:
        if len(cells) != width:
            raise InputError(f"row {row} has {len(cells)} cells, and the first row has {width}; complete or correct it")
    header = None if all(map(is_number, records[0][1])) else list(map(without_apostrophe, records.pop(0)[1]))
    for row, line in comments:
        cells = line.split(delimiter)
        if header and header[0] in LABELS and len(cells) == width > 1 and all(map(is_number, cells[1:])):
            raise InputError(f"row {row} begins with # and has a cell for each column; put its name in quotation marks")
    return Table(header, [cells for _, cells in records], [row for row, _ in records], declared_in(comments))


def declared_in(comments):
    """What lines of "# key: value" declare."""
    declared = {}
    for row, line in comments:
        found = DECLARATION.fullmatch(line.strip(" \t,;").lstrip("# \t"))
        if found is not None and declared.setdefault(found[1], found[2].strip()) != found[2].strip():
            raise InputError(f"row {row}: {shown(found[1])} is declared twice, with two values; keep one of the lines")
    return declared


def without_apostrophe(cell):
    """A text that an apostrophe keeps from being taken for a formula."""
    return cell[1:] if cell[:1] == "'" and FORMULA.match(cell) else cell


def read_json(text):
    try:
        content = json.loads(text, object_pairs_hook=once_each)
    except (ValueError, RecursionError) as error:
        raise InputError(f"it is not valid JSON: {error}") from None
    form = 'the form is {"system": ..., "schema": 1, "design": {...}, "data": {"column": [...]}}'
    data = content.get("data")
    if not isinstance(data, dict) or not all(isinstance(column, list) for column in data.values()):
        raise InputError(f'it has no "data" with a list for each column; {form}')
    if len({len(column) for column in data.values()}) != 1:
        raise InputError('the columns of "data" are not of one length; complete them')
    declared = {"system": content["system"]} if "system" in content else {}
    for part in ("design", "metadata"):
        if not isinstance(content.get(part, {}), dict):
            raise InputError(f'"{part}" must be an object; {form}')
        declared.update(content.get(part, {}))
    rows = [["" if cell is None else cell for cell in row] for row in zip(*data.values())]
    for key, value in declared.items():
        declared[key] = " ".join(map(str, value)) if isinstance(value, list) else str(value)
    return Table(list(data), rows, list(range(1, len(rows) + 1)), declared)


def once_each(pairs):
    """An object of JSON whose keys are all different."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is there twice")
    return found


def read_arrays(content):
    """One array without names, or an archive of one-dimensional arrays, each a column, and of single numbers."""
    try:
        loaded = np.load(io.BytesIO(content), allow_pickle=False)
        arrays = {None: loaded} if isinstance(loaded, np.ndarray) else {name: loaded[name] for name in loaded.files}
    except (ValueError, OSError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise InputError(f"it is no sound .npy or .npz file: {error}") from None
    if list(arrays) == ["arr_0"]:
        arrays = {None: arrays["arr_0"]}
    declared = {name: str(array) for name, array in arrays.items() if array.ndim == 0 and name is not None}
    columns = {name: array for name, array in arrays.items() if name not in declared}
    if any(array.dtype.kind not in "biuf" for name, array in columns.items() if name not in LABELS):
        raise InputError("its arrays are not of numbers; save real numbers")
    if None in columns:
        array = columns[None].astype(np.float64)
        if array.ndim == 0 or array.size == 0:
            raise InputError(f"the array has the shape {array.shape}; {SHAPES}")
        return Table(None, array, list(range(1, len(array) + 1)), {})
    if not columns or {array.shape for array in columns.values()} != {next(iter(columns.values())).shape[:1]}:
        shapes = listed(f"{name} {array.shape}" for name, array in columns.items())
        raise InputError(f"an archive holds an array of one dimension for each column, all of one length, not {shapes}")
    rows = list(zip(*columns.values()))
    return Table(list(columns), rows, list(range(1, len(rows) + 1)), declared)
