#!/usr/bin/env python3
"""Runs a simulator written in Python for Posterior Playground. Needs Python 3.10 or later and NumPy; nothing else.

    python posterior_bridge.py simulator.py                    simulates for the page; prints the link that opens it
    python posterior_bridge.py simulator.py --table out.npz    writes a table of simulations, without the page

or, in a notebook or a program of your own:

    playground = posterior_bridge.show(simulate, parameters)   shows the page; playground.draws() gives the posterior's draws

simulator.py holds two names, and may hold more:

    parameters = {"rate": ("log-uniform", 0.1, 10), "size": ("uniform", 1, 50)}

    def simulate(theta, rng):          # theta: a dict of floats; rng: a numpy.random.Generator
        return ...                     # numbers, always equally many

    batch = True                       # theta holds arrays [n], and simulate returns an array [n, ...]
    data = ["mean", "spread"]          # names of the numbers; or {"kind": "series", "name": "count", "from": 1, "by": 1, "unit": "year"}
    name = "Ricker map"                # what the page calls it
    integer = True                     # the data are counts

Priors: ("uniform", low, high), ("log-uniform", low, high), ("normal", mean, sd), ("lognormal", mean, sd of the logarithm),
("exponential", mean), ("gamma", shape, scale), ("beta", a, b); those after log-uniform may have two numbers more, from and to, which cut them
off. A parameter may also be {"prior": (...), "symbol": "r", "label": "growth rate", "unit": "1/year"}.

Random numbers come from `rng` alone. It is seeded by the number of the simulation, so that simulation 17 is the same whichever
process runs it, however often. The protocol is described in docs/bridge.md of the project.
"""

import argparse
import collections
import contextlib
import hashlib
import hmac
import http.server
import html
import importlib.util
import inspect
import io
import itertools
import json
import math
import mimetypes
import multiprocessing
import multiprocessing.connection
import os
import pickle
import queue
import re
import secrets
import select
import signal
import socket
import struct
import sys
import sysconfig
import threading
import time
import traceback
import urllib.parse
import warnings
import zipfile
import zlib
from pathlib import Path

import numpy as np

PROTOCOL = 1
PORT = 8899
# Pairs of a batch simulator that share one generator and one call.
BLOCK = 256
# Seconds of work in one piece that a worker is given: long beside the cost of handing it over, short beside a cancel.
PIECE_SECONDS = 0.1
LARGEST_PIECE = 16_384
LARGEST_BODY = 256 * 2**20
LARGEST_REQUEST = 4_000_000
# Failures of a chunk that are told with theta and traceback; all are counted.
TOLD_FAILURES = 20
LONGEST_TRACEBACK = 4_000
# Fresh parameters for a row of a table until its simulation succeeds.
MOST_ATTEMPTS = 1_000
# Deaths of the worker after which one simulation counts as what ends it.
DEATHS = 2
# Random numbers of theta in tables: a stream that no request of the page uses.
THETA_STREAM = 2**31
TABLE_STREAM = 0
DTYPES = {1: "<f8", 2: "<f4"}
# magic, version, dtype, flags, zero, seed, stream, attempt, first, n, D, simulator
REQUEST = struct.Struct("<4sHHHHQIIQIIQ")
# magic, version, dtype, n, size of x, failed, bytes of JSON, microseconds of work, zero
ANSWER = struct.Struct("<4sHHIIIIQQ")
LISTED = 1
# Draws for a notebook: magic, version, zero, number of the question, bytes of JSON
DRAWS = struct.Struct("<4sHHII")
MOST_DRAWS = 1_000_000
LONGEST_SENTENCE = 2_000
# Seconds that a page's question for work may wait, and that a page may take to come.
LISTENS = 20
COMES = 20
DEFAULT_PAGE = "http://127.0.0.1:4173/"
FAMILIES = {
    "uniform": ("low", "high"),
    "logUniform": ("low", "high"),
    "normal": ("mean", "sd"),
    "lognormal": ("mean", "sd"),
    "exponential": ("mean",),
    "gamma": ("shape", "scale"),
    "beta": ("a", "b"),
}
ISOLATION = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Problem(Exception):
    """Something that the user can put right: the text says what and how."""


# ---------------------------------------------------------------------------------------------------------------- the simulator


class Spec:
    """Where a simulator comes from, in a form that can be sent to a worker: the text of a file, or a pickled function. `live` cannot be sent."""

    def __init__(self, *, path=None, text=None, pickled=None, live=None, roots=()):
        self.path, self.text, self.pickled, self.live = path, text, pickled, live
        # Modules from below these folders are part of the simulator.
        self.roots = tuple(str(Path(root).resolve()) for root in roots)
        # Checksum of each of them by its name, once a trial has shown which are imported.
        self.modules = {}
        # Of what is pickled, its bytes say all; what lives in this process alone may change with anything in it, and is like nothing else.
        told = pickled if pickled is not None else secrets.token_bytes(16) if live is not None else (text or "").encode()
        self.key = hashlib.sha256(told).hexdigest()

    @staticmethod
    def of_file(path):
        try:
            text = Path(path).read_text(encoding="utf-8")
        except OSError as cause:
            raise Problem(f"{path} cannot be read ({cause.strerror}). Give the path of your simulator.") from None
        return Spec(path=str(Path(path).resolve()), text=text, roots=[Path(path).resolve().parent])

    @staticmethod
    def of_function(simulate, **more):
        """-> Spec, and why it runs in this process alone (a sentence; None: it does not)"""
        try:
            text = inspect.getsource(simulate)
        except (OSError, TypeError):
            text = None
        roots = [Path.cwd()]
        module = getattr(simulate, "__module__", None)
        if module not in (None, "__main__") and getattr(sys.modules.get(module), "__file__", None):
            roots.append(Path(sys.modules[module].__file__).resolve().parent)
        given = {"simulate": simulate, **more}
        try:
            import cloudpickle as by
        except ImportError:
            by = pickle
        why = None
        if by is pickle and (module in (None, "__main__") or "<" in getattr(simulate, "__qualname__", "<")):
            why = "A function that is written in the program itself cannot be sent to other processes without cloudpickle (python -m pip install cloudpickle)"
        else:
            try:
                return Spec(text=text, pickled=by.dumps(given), roots=roots), None
            except Exception as cause:
                why = f"The function cannot be sent to other processes ({type(cause).__name__}: {cause})"
        return Spec(text=text, live=given, roots=roots), why

    def load(self):
        """-> Simulator. @raise Problem where the file does not say what is needed, or a file that it imports has changed"""
        if self.live is not None:
            return Simulator(**self.live)
        if self.pickled is not None:
            # What cloudpickle has written asks for cloudpickle by itself.
            simulator = Simulator(**pickle.loads(self.pickled))
        else:
            simulator = self._of_text()
        self._compare()
        return simulator

    def _compare(self):
        """A worker that is started later must not mix two versions of a file. @raise Problem"""
        for name, checksum in self.modules.items():
            file = file_of(name)
            if file is None:
                raise Problem(f"The module {name}, which the simulator imports, is not found where a worker runs.")
            if checksum_of(file) != checksum:
                raise Problem(f"{file} has changed since the bridge was started: stop the bridge and start it again.")

    def _of_text(self):
        folder = str(Path(self.path).parent)
        if folder not in sys.path:
            sys.path.insert(0, folder)
        module = importlib.util.module_from_spec(importlib.util.spec_from_loader("simulator", loader=None))
        module.__file__ = self.path
        # What it defines can be pickled by its own code.
        sys.modules.setdefault("simulator", module)
        try:
            exec(compile(self.text, self.path, "exec"), module.__dict__)
        except Exception:
            raise Problem(f"{self.path} cannot be run:\n{traceback.format_exc(limit=-3)}") from None
        missing = [name for name in ("parameters", "simulate") if not hasattr(module, name)]
        if missing:
            raise Problem(f"{self.path} does not define {' and '.join(missing)}. Add it: see python posterior_bridge.py --help.")
        return Simulator(
            simulate=module.simulate,
            parameters=module.parameters,
            batch=getattr(module, "batch", False),
            data=getattr(module, "data", None),
            name=getattr(module, "name", None) or Path(self.path).stem,
            integer=getattr(module, "integer", False),
        )


def checksum_of(file):
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


def file_of(name):
    """The file of a module, loaded or not; None: there is none."""
    file = getattr(sys.modules.get(name), "__file__", None)
    if file is None:
        try:
            found = importlib.util.find_spec(name)
        except (ImportError, ValueError):
            found = None
        file = None if found is None else found.origin
    return file if file is not None and Path(file).is_file() else None


def imported(roots, path):
    """{name: checksum} of the modules that were imported from below the folders `roots`; installed packages are left out.

    path: of the simulator, which is no module of its own; None: it has none
    """
    library = Path(sysconfig.get_paths()["stdlib"]).resolve()
    others = {Path(file).resolve() for file in (__file__, path) if file is not None}
    modules = {}
    for name in list(sys.modules):
        file = None if name in ("__main__", "__mp_main__") else file_of(name)
        if file is None:
            continue
        place = Path(file).resolve()
        below = any(Path(root) in place.parents for root in roots)
        installed = {"site-packages", "dist-packages"} & set(place.parts) or library in place.parents
        if below and not installed and place not in others:
            modules[name] = checksum_of(place)
    return dict(sorted(modules.items()))


def in_order(key, given):
    """A prior whose numbers have names, as a tuple. @raise Problem"""
    names = FAMILIES.get(given.get("family"))
    if names is None:
        raise Problem(f'"{key}": the family of its prior is {given.get("family")!r}; it must be one of {", ".join(FAMILIES)}.')
    ends = () if "low" in names else ("low", "high")
    unknown = [name for name in given if name not in ("family", *names, *ends)]
    missing = [name for name in names if name not in given]
    if unknown or missing or (ends and ("low" in given) != ("high" in given)):
        wanted = ", ".join(names) + (", and low and high where it is truncated" if ends else "")
        raise Problem(f'"{key}": a {given["family"]} prior has {wanted}, not {", ".join(name for name in given if name != "family")}.')
    return (given["family"], *[given[name] for name in (*names, *ends) if name in given])


def prior_of(key, given):
    """A prior as the page writes it. @raise Problem"""
    forms = f'"{key}" needs a prior such as ("uniform", 0, 1)'
    if isinstance(given, dict):
        given = in_order(key, given)
    if not isinstance(given, (tuple, list)) or not given or not isinstance(given[0], str):
        raise Problem(f"{forms}, not {given!r}.")
    family = {"log-uniform": "logUniform", "loguniform": "logUniform", "log-normal": "lognormal"}.get(given[0], given[0])
    if family not in FAMILIES:
        raise Problem(f'{forms}; "{given[0]}" is not among {", ".join(FAMILIES)}.')
    names = FAMILIES[family]
    most = len(names) if "low" in names else len(names) + 2
    numbers = given[1:]
    if len(numbers) not in (len(names), most) or not all(isinstance(n, (int, float, np.number)) for n in numbers):
        raise Problem(f'"{key}": a {given[0]} prior has {len(names)} numbers ({", ".join(names)}), not {numbers!r}.')
    prior = {"family": family, **dict(zip((*names, "low", "high"), map(float, numbers)))}
    low, high = prior.get("low", -math.inf), prior.get("high", math.inf)
    positive = [name for name in ("sd", "shape", "scale", "a", "b") if name in prior]
    if family == "exponential":
        positive.append("mean")
    if not low < high:
        raise Problem(f'"{key}": its prior runs from {low:g} to {high:g}; the first must be the smaller.')
    if family == "logUniform" and low <= 0:
        raise Problem(f'"{key}": a log-uniform prior needs a lower end above 0, not {low:g}.')
    for name in positive:
        if not prior[name] > 0:
            raise Problem(f'"{key}": {name} is {prior[name]:g}; it must be above 0.')
    if not all(math.isfinite(n) for n in numbers):
        raise Problem(f'"{key}": its prior has the numbers {numbers!r}; they must be finite.')
    return prior


def draw_prior(prior, rng, n):
    """n draws of a prior as `prior_of` writes it. Truncated ones by rejection. @raise Problem where hardly any is inside"""
    low, high = prior.get("low", -math.inf), prior.get("high", math.inf)
    family = prior["family"]
    if family == "uniform":
        return low + (high - low) * rng.random(n)
    if family == "logUniform":
        return np.clip(np.exp(math.log(low) + math.log(high / low) * rng.random(n)), low, high)
    draw = {
        "normal": lambda size: rng.normal(prior["mean"], prior["sd"], size),
        "lognormal": lambda size: rng.lognormal(prior["mean"], prior["sd"], size),
        "exponential": lambda size: rng.exponential(prior["mean"], size),
        "gamma": lambda size: rng.gamma(prior["shape"], prior["scale"], size),
        "beta": lambda size: rng.beta(prior["a"], prior["b"], size),
    }[family]
    values = draw(n)
    for _ in range(100_000):
        outside = np.flatnonzero((values < low) | (values > high))
        if outside.size == 0:
            return values
        values[outside] = draw(outside.size)
    raise Problem(f"The {family} prior has hardly any probability between {low:g} and {high:g}. Widen the range.")


class Generators:
    """One Philox generator, set anew for each simulation: 3 us instead of the 12 us that a new generator costs."""

    def __init__(self):
        self._bits = np.random.Philox(key=0)
        self._state = self._bits.state
        self.rng = np.random.Generator(self._bits)

    def at(self, seed, stream, attempt, index):
        """key = (seed, index), counter = (0, 0, attempt, stream): its two low words count the draws"""
        state = self._state
        state["state"]["key"][:] = (seed, index)
        state["state"]["counter"][:] = (0, 0, attempt, stream)
        state["buffer_pos"], state["has_uint32"], state["uinteger"] = 4, 0, 0
        self._bits.state = state
        return self.rng


class Simulator:
    """A simulator and what it declares."""

    def __init__(self, simulate, parameters, batch=False, data=None, name="simulator", integer=False):
        if not isinstance(parameters, dict) or not parameters:
            raise Problem('parameters must be a dict such as {"rate": ("uniform", 0, 1)}.')
        if not callable(simulate):
            raise Problem("simulate must be a function of (theta, rng).")
        self.simulate, self.batch, self.name, self.integer = simulate, bool(batch), str(name), bool(integer)
        self.keys = [str(key) for key in parameters]
        self.parameters = []
        for key, given in zip(self.keys, parameters.values()):
            extra = {}
            if isinstance(given, dict) and "prior" in given:
                extra = {name: value for name, value in given.items() if name in ("symbol", "label", "unit", "slider")}
                given = given["prior"]
            self.parameters.append({"key": key, **extra, "prior": prior_of(key, given)})
        self.data = data
        # Of x of one simulation; known after the first that succeeds.
        self.shape = None
        self._generators = Generators()

    def rows(self, theta, index, seed, stream, attempt, dtype="<f8", skip=frozenset(), started=None):
        """Simulates pairs.

        theta [n, D]; index: number of each pair, increasing; skip: rows that are known to fail; started(row): called before each.
        -> x [n, ...size] flat, NaN where it failed, or None where none succeeded; failures [(row, kind, message, traceback)]
        """
        n = len(theta)
        values, failures = [None] * n, []
        run = self._batches if self.batch else self._pairs
        run(theta, index, (seed, stream, attempt), values, failures, skip, started)
        good = next((value for value in values if value is not None), None)
        if good is None:
            return None, failures
        x = np.full((n, good.size), np.nan, dtype)
        with np.errstate(over="ignore"):
            for row, value in enumerate(values):
                if value is not None:
                    x[row] = value
        known = {row for row, *_ in failures} | set(skip)
        for row in np.flatnonzero(~np.isfinite(x).all(axis=1)):
            if row not in known:
                failures.append((int(row), "not finite", "the data hold a number that is not finite", ""))
                x[row] = np.nan
        failures.sort()
        return x, failures

    def _checked(self, value):
        """One simulation's data, flat; @raise ValueError where their shape is not that of the others"""
        if self.shape is None:
            if value.size == 0:
                raise ValueError("simulate returned no numbers")
            self.shape = value.shape
        if value.shape != self.shape:
            raise ValueError(f"simulate returned data of shape {value.shape}, but of shape {self.shape} before")
        return value.reshape(-1)

    def _pairs(self, theta, index, seeds, values, failures, skip, started):
        at, keys, simulate, shape = self._generators.at, self.keys, self.simulate, self.shape
        for row, (numbers, i) in enumerate(zip(theta.tolist(), index.tolist())):
            if row in skip:
                continue
            if started is not None:
                started(row)
            try:
                value = np.asarray(simulate(dict(zip(keys, numbers)), at(*seeds, i)), dtype=float)
                values[row] = value if value.shape == shape and value.ndim == 1 else self._checked(value)
                shape = self.shape
            except Exception as cause:
                failures.append((row, "exception", f"{type(cause).__name__}: {cause}", told(cause)))

    def _batches(self, theta, index, seeds, values, failures, skip, started):
        blocks = index // BLOCK
        edges = [0, *(np.flatnonzero(np.diff(blocks)) + 1).tolist(), len(theta)]
        for first, end in itertools.pairwise(edges):
            rows = range(first, end)
            if first in skip:
                continue
            if started is not None:
                started(first)
            try:
                columns = {key: theta[first:end, j].copy() for j, key in enumerate(self.keys)}
                x = np.asarray(self.simulate(columns, self._generators.at(*seeds, int(blocks[first]))), dtype=float)
                if x.ndim == 0 or len(x) != end - first:
                    given = "a single number" if x.ndim == 0 else f"{len(x)} rows"
                    raise ValueError(f"simulate returned {given} for {end - first} simulations")
                for row, value in zip(rows, x):
                    values[row] = self._checked(value)
            except Exception as cause:
                text = told(cause)
                failures.extend((row, "exception", f"{type(cause).__name__}: {cause}", text) for row in rows)
                for row in rows:
                    values[row] = None

    def drawn(self, seed, first, n, attempt):
        """theta [n, D] of rows of a table, drawn for whole blocks so that row i is the same in every table of that seed."""
        parts = []
        for block in range(first // BLOCK, (first + n - 1) // BLOCK + 1):
            rng = self._generators.at(seed, THETA_STREAM, attempt, block)
            parts.append(np.stack([draw_prior(p["prior"], rng, BLOCK) for p in self.parameters], axis=1))
        skip = first - first // BLOCK * BLOCK
        return np.concatenate(parts)[skip : skip + n]

    def table(self, seed, first, n, skip=frozenset(), started=None):
        """Rows of a table: where a simulation fails, theta is drawn anew until one succeeds.

        skip: what is known to end the process, and what `started` is told: row + n attempt.

        -> theta [n, D], x [n, size], failed thetas [m, D], the first failures [(index, message, theta)]
        """
        theta = self.drawn(seed, first, n, 0)
        index = np.arange(first, first + n)
        x, lost, told_ones, rows = None, [], [], list(range(n))
        for attempt in range(MOST_ATTEMPTS):
            if attempt > 0:
                theta[rows] = self.drawn(seed, first, n, attempt)[rows]
            places = [row + n * attempt for row in rows]
            begin = None if started is None else (lambda k, places=places: started(places[k]))
            deadly = self._whole(index[rows], [k for k, place in enumerate(places) if place in skip])
            again, failures = self.rows(theta[rows], index[rows], seed, TABLE_STREAM, attempt, skip=deadly, started=begin)
            failures += [(k, "process", "the worker did not survive it", "") for k in sorted(deadly)]
            if again is not None:
                if x is None:
                    x = np.full((n, again.shape[1]), np.nan)
                x[rows] = again
            if not failures:
                return theta, x, np.reshape(lost, (-1, theta.shape[1])), told_ones
            failures = sorted((rows[k], *rest) for k, *rest in failures)
            rows = sorted({row for row, *_ in failures})
            lost.extend(theta[rows])
            for row, _, message, _ in failures[: TOLD_FAILURES - len(told_ones)]:
                told_ones.append((int(index[row]), message, theta[row].tolist()))
        raise Problem(f"Row {first + failures[0][0]} failed {MOST_ATTEMPTS} times: {failures[0][2]}")

    def _whole(self, index, rows):
        """Rows that fail together: of a batch, the whole blocks of those."""
        if not self.batch:
            return frozenset(rows)
        blocks = index // BLOCK
        return frozenset(np.flatnonzero(np.isin(blocks, blocks[rows])).tolist()) if rows else frozenset()


def told(cause):
    """The traceback from the simulator's own lines on."""
    lines = traceback.format_exception(type(cause), cause, cause.__traceback__.tb_next)
    return "".join(lines)[-LONGEST_TRACEBACK:]


class Declaration:
    """What the page is told of a simulator."""

    def __init__(self, spec, simulator):
        """Runs a trial, to learn the shape of the data. @raise Problem where no simulation succeeds"""
        theta = simulator.drawn(0, 0, BLOCK if simulator.batch else 1, 0)
        failures = []
        for attempt in range(20):
            x, failures = simulator.rows(theta, np.arange(len(theta)), 0, TABLE_STREAM, 0)
            if x is not None:
                break
            theta = simulator.drawn(0, 0, BLOCK if simulator.batch else 1, attempt + 1)
        else:
            row, _, message, trace = failures[0]
            where = ", ".join(f"{key} = {value:g}" for key, value in zip(simulator.keys, theta[row]))
            raise Problem(f"20 trial simulations failed, the last at {where}: {message}\n{trace}")
        # A second time, since the first one pays for what is done once.
        start = time.perf_counter()
        simulator.rows(theta, np.arange(len(theta)), 0, TABLE_STREAM, 0)
        self.seconds = (time.perf_counter() - start) / len(theta)
        self.size = x.shape[1]
        self.shape = simulator.shape
        self.batch, self.name = simulator.batch, simulator.name
        self.text = spec.text or ""
        self.json = {
            "name": simulator.name,
            "parameters": simulator.parameters,
            "data": self._data(simulator.data),
            **({"integer": True} if simulator.integer else {}),
        }
        # Known after the trial: what is imported in simulate itself is there by now.
        self.modules = imported(spec.roots, spec.path)
        parts = [self.json, self.batch, PROTOCOL, *([self.modules] if self.modules else [])]
        canonical = json.dumps(parts, sort_keys=True)
        self.key = hashlib.sha256((spec.key + canonical).encode()).hexdigest()[:16]

    def _data(self, given):
        size, shape = self.size, self.shape
        if given is None:
            if len(shape) == 2:
                return {"kind": "image", "height": shape[0], "width": shape[1]}
            return {"kind": "vector", "names": [f"x{i + 1}" for i in range(size)]}
        if isinstance(given, str):
            given = [given] if size == 1 else {"kind": "series", "name": given}
        if isinstance(given, (list, tuple)):
            given = {"kind": "vector", "names": [str(name) for name in given]}
        given = dict(given)
        kind = given.get("kind")
        if kind == "series":
            first, by = given.get("from", 1), given.get("by", 1)
            given = {"name": "x", **given, "from": first, "by": by}
            # Half a step off, so that rounding neither adds nor loses the last.
            given.setdefault("to", first + by * (size - 1))
            declared = math.floor((given["to"] - first) / by + 1.5 - 1e-9) if by > 0 else 0
        elif kind == "image":
            declared = given.get("height", 0) * given.get("width", 0)
        elif kind == "vector":
            declared = len(given.get("names", []))
        else:
            raise Problem('data must be a list of names, or {"kind": "series", ...} or {"kind": "image", ...}.')
        if declared != size:
            raise Problem(f"data declares {declared} numbers, but simulate returned {size}.")
        return given


# ------------------------------------------------------------------------------------------------------------------ the workers


class Task:
    """A piece of work: `kind` and numbers for `perform`, rows that are known to end a worker, and who waits for it."""

    def __init__(self, kind, n, params, job, place):
        self.kind, self.n, self.params, self.job, self.place = kind, n, params, job, place
        self.skip, self.deaths = {}, collections.Counter()


class Job:
    """Pieces that belong together. Results come as (place, result) in any order; an exception is a result, too."""

    def __init__(self):
        self.done, self.cancelled = queue.SimpleQueue(), False
        # Of a cluster's engine, those that are not done.
        self.futures = set()


def perform(simulator, kind, params, skip, started):
    if kind == "table":
        return simulator.table(*params, skip=skip, started=started)
    theta, index, seed, stream, attempt, dtype = params
    return simulator.rows(theta, index, seed, stream, attempt, dtype, skip, started)


def work(connection, spec, row_now):
    """A worker process: answers pieces until the connection closes."""
    # Ctrl-C ends the bridge, which then closes the connection.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        simulator = spec.load()
    except BaseException as cause:
        connection.send((False, f"{cause}"))
        return
    connection.send((True, None))
    while True:
        try:
            kind, params, skip = connection.recv()
        except (EOFError, OSError):
            return

        def started(row):
            row_now[0], row_now[1] = row, time.time()

        start = time.perf_counter()
        try:
            result = (True, perform(simulator, kind, params, skip, started), time.perf_counter() - start)
        except Exception as cause:
            result = (False, cause if isinstance(cause, Problem) else f"{type(cause).__name__}: {cause}\n{told(cause)}", 0)
        row_now[0] = -1
        try:
            connection.send(result)
        except (BrokenPipeError, OSError):
            return


class Engine:
    """Common to all engines: how long a simulation takes, and what each worker has done."""

    name = "processes"

    def __init__(self, size, seconds):
        self.size = size
        self.per_pair = max(seconds, 1e-7)
        self.counts = collections.Counter()
        self.restarts = 0
        self._lock = threading.Lock()

    def note(self, worker, n, seconds):
        with self._lock:
            self.counts[worker] += n
            if seconds > 0:
                # Weighted towards what was measured last.
                self.per_pair = 0.7 * self.per_pair + 0.3 * seconds / n

    def piece(self, n, align):
        """Pairs in one piece of n, a multiple of `align`."""
        wanted = min(LARGEST_PIECE, PIECE_SECONDS / self.per_pair, math.ceil(n / self.size))
        return max(1, math.ceil(wanted / align)) * align

    def close(self):
        pass


_starting = threading.Lock()


@contextlib.contextmanager
def without_program():
    """A process that is started herein does not run the user's program once more, as multiprocessing would have it do."""
    main = sys.modules["__main__"]
    with _starting:
        kept = {name: main.__dict__[name] for name in ("__file__", "__spec__") if name in main.__dict__}
        try:
            main.__dict__.pop("__file__", None)
            main.__spec__ = None
            yield
        finally:
            main.__dict__.update(kept)


class OneProcess(Engine):
    """This process itself, beside all that it does otherwise: for a function that cannot be sent to another one."""

    name = "this process"

    def __init__(self, spec, seconds):
        super().__init__(1, seconds)
        self._simulator, self._tasks = spec.load(), queue.SimpleQueue()
        threading.Thread(target=self._run, daemon=True).start()

    def submit(self, task):
        self._tasks.put(task)

    def close(self):
        self._tasks.put(None)

    def _run(self):
        while (task := self._tasks.get()) is not None:
            if task.job.cancelled:
                continue
            start = time.perf_counter()
            try:
                result = perform(self._simulator, task.kind, task.params, frozenset(), None)
                self.note(self.name, task.n, time.perf_counter() - start)
            except Exception as cause:
                result = cause if isinstance(cause, Problem) else Problem(f"{type(cause).__name__}: {cause}\n{told(cause)}")
            task.job.done.put((task.place, result))


class Processes(Engine):
    """Processes of this machine. One that dies is started again, and its piece done again."""

    def __init__(self, spec, size, seconds, limit=None):
        super().__init__(size, seconds)
        self._spec, self._limit = spec, limit
        self._context = multiprocessing.get_context("spawn")
        self._tasks = queue.SimpleQueue()
        self._closed = False
        self.processes = [None] * size
        self._threads = [threading.Thread(target=self._drive, args=(k,), daemon=True) for k in range(size)]
        for thread in self._threads:
            thread.start()

    def submit(self, task):
        self._tasks.put(task)

    def close(self):
        self._closed = True
        for _ in self._threads:
            self._tasks.put(None)
        for process in self.processes:
            if process is not None and process.is_alive():
                process.kill()

    def _start(self, k, row_now):
        here, there = self._context.Pipe()
        process = self._context.Process(target=work, args=(there, self._spec, row_now), daemon=True)
        with without_program():
            process.start()
        there.close()
        self.processes[k] = process
        try:
            ok, problem = here.recv()
        except EOFError:
            return process, here, "The worker ended while it read the simulator."
        return process, here, None if ok else problem

    def _drive(self, k):
        row_now = self._context.RawArray("d", 2)
        process = here = None
        while True:
            task = self._tasks.get()
            if task is None or self._closed:
                return
            while not task.job.cancelled:
                if process is None or not process.is_alive():
                    process, here, problem = self._start(k, row_now)
                    if problem is not None:
                        task.job.done.put((task.place, Problem(problem)))
                        process = None
                        break
                outcome = self._ask(process, here, task, row_now)
                if outcome is not None:
                    ok, result, seconds = outcome
                    if ok:
                        self.note(f"process {k + 1}", task.n, seconds)
                        result = self._with_deaths(task, result)
                    task.job.done.put((task.place, result if ok else Problem(str(result))))
                    break
                process = None
                if self._closed:
                    return

    def _with_deaths(self, task, result):
        if task.kind == "table" or not task.skip:
            return result
        x, failures = result
        return x, sorted([*failures, *((row, kind, message, "") for row, (kind, message) in task.skip.items())])

    def _ask(self, process, here, task, row_now):
        """The worker's answer; None: it is gone (killed, or ended because of the task's cancel or limit)."""
        row_now[0] = -1
        try:
            here.send((task.kind, task.params, frozenset(task.skip)))
            cancelled_at = None
            while True:
                ready = multiprocessing.connection.wait([here, process.sentinel], timeout=0.1)
                if here in ready:
                    return here.recv()
                if ready:
                    break
                if task.job.cancelled:
                    cancelled_at = cancelled_at or time.monotonic()
                    # Most simulations end by themselves before.
                    if time.monotonic() - cancelled_at > 0.3:
                        process.kill()
                        process.join()
                        return None
                row, since = int(row_now[0]), row_now[1]
                if self._limit is not None and row >= 0 and time.time() - since > self._limit:
                    process.kill()
                    process.join()
                    self._skip(task, row, "time", f"it took longer than {self._limit:g} s")
                    return None
        except (EOFError, BrokenPipeError, ConnectionResetError, OSError):
            pass
        process.join(1)
        self.restarts += 1
        if task.job.cancelled:
            return None
        row = int(row_now[0])
        if row >= 0:
            task.deaths[row] += 1
            if task.deaths[row] > DEATHS:
                self._skip(task, row, "process", f"it ended its process {DEATHS + 1} times (exit code {process.exitcode})")
        return None

    def _skip(self, task, row, kind, message):
        rows = [row]
        if task.kind != "table" and len(task.params[1]) > row and self._is_batch(task):
            blocks = task.params[1] // BLOCK
            rows = np.flatnonzero(blocks == blocks[row]).tolist()
        for one in rows:
            task.skip[one] = (kind, message)

    def _is_batch(self, task):
        return getattr(task.job, "batch", False)


_loaded = {}


def remote(spec, kind, params):
    """What a worker of Dask or Ray runs. It keeps the simulator between pieces."""
    simulator = _loaded.get(spec.key)
    if simulator is None:
        simulator = _loaded[spec.key] = spec.load()
    start = time.perf_counter()
    result = perform(simulator, kind, params, frozenset(), None)
    return f"{socket.gethostname()}:{os.getpid()}", result, time.perf_counter() - start


class Dask(Engine):
    """Workers of a Dask cluster, which starts lost ones again and does their work again."""

    name = "Dask"

    def __init__(self, spec, address, seconds, workers):
        try:
            from distributed import Client, LocalCluster
        except ImportError:
            raise Problem("Dask is not installed: python -m pip install distributed.") from None
        self._spec, self._cluster = spec, None
        if address == "local":
            with without_program():
                self._cluster = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
            self._client = Client(self._cluster)
        else:
            self._client = Client(address)
        # The workers import this file by its name.
        self._client.upload_file(__file__)
        super().__init__(max(1, sum(self._client.ncores().values())), seconds)

    def submit(self, task):
        if task.job.cancelled:
            return
        future = self._client.submit(remote, self._spec, task.kind, task.params, pure=False, retries=3)
        task.job.futures.add(future)
        future.add_done_callback(lambda done: self._came(task, done))

    def _came(self, task, future):
        # Held any longer, what it has brought would stay in the cluster's memory.
        task.job.futures.discard(future)
        try:
            worker, result, seconds = future.result()
            self.note(worker, task.n, seconds)
        except BaseException as cause:
            result = Problem(f"{type(cause).__name__}: {cause}")
        task.job.done.put((task.place, result))

    def close(self):
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()


class Ray(Engine):
    """Workers of a Ray cluster."""

    name = "Ray"

    def __init__(self, spec, address, seconds, workers):
        try:
            import ray
        except ImportError:
            raise Problem("Ray is not installed: python -m pip install ray.") from None
        self._ray, self._spec = ray, spec
        # The workers import this file by its name.
        elsewhere = {"address": address, "runtime_env": {"py_modules": [__file__]}}
        here = {"num_cpus": workers, "include_dashboard": False, "runtime_env": {"env_vars": {"PYTHONPATH": str(Path(__file__).resolve().parent)}}}
        ray.init(log_to_driver=False, **(here if address == "local" else elsewhere))
        self._remote = ray.remote(max_retries=3)(remote)
        super().__init__(max(1, int(ray.cluster_resources().get("CPU", 1))), seconds)

    def submit(self, task):
        if task.job.cancelled:
            return
        future = self._remote.remote(self._spec, task.kind, task.params).future()
        future.add_done_callback(lambda done: Dask._came(self, task, done))

    def close(self):
        self._ray.shutdown()


# ---------------------------------------------------------------------------------------------------------------- answers


def chunk(engine, declaration, request, gone):
    """Simulates one request of the page, split between the workers.

    gone(): whether who asked has gone; looked at every tenth of a second.
    -> the answer as bytes; None: cancelled. @raise Problem
    """
    theta, index, seed, stream, attempt, dtype = request
    n = len(theta)
    job = Job()
    job.batch = declaration.batch
    piece = engine.piece(n, BLOCK if declaration.batch else 1)
    edges = list(range(0, n, piece)) + [n]
    if declaration.batch:
        # No block may be split between two pieces.
        blocks = index // BLOCK
        starts = np.concatenate([[0], np.flatnonzero(np.diff(blocks)) + 1, [n]])
        edges = sorted({int(starts[np.searchsorted(starts, edge)]) for edge in edges})
    for first, end in itertools.pairwise(edges):
        params = (theta[first:end], index[first:end], seed, stream, attempt, dtype)
        engine.submit(Task("rows", end - first, params, job, first))
    x = np.full((n, declaration.size), np.nan, dtype)
    failures, left, start = [], len(edges) - 1, time.perf_counter()
    looked = start
    try:
        while left > 0:
            # By the clock, and not only where nothing comes: pieces may come all the time.
            if time.perf_counter() - looked > 0.1:
                looked = time.perf_counter()
                if gone():
                    return None
            try:
                first, result = job.done.get(timeout=0.1)
            except queue.Empty:
                continue
            if isinstance(result, Exception):
                raise result
            rows, failed = result
            if rows is not None:
                if rows.shape[1] != declaration.size:
                    raise Problem(f"simulate returned {rows.shape[1]} numbers, but {declaration.size} in the trial.")
                x[first : first + len(rows)] = rows
            failures.extend((first + row, *rest) for row, *rest in failed)
            left -= 1
    finally:
        # Nothing more is wanted, whatever has happened.
        job.cancelled = True
        for future in list(job.futures):
            future.cancel()
    failures.sort()
    keys = [parameter["key"] for parameter in declaration.json["parameters"]]
    report = [
        {
            "index": int(index[row]),
            "kind": kind,
            "message": message,
            "theta": dict(zip(keys, theta[row].tolist())),
            "traceback": trace,
        }
        for row, kind, message, trace in failures[:TOLD_FAILURES]
    ]
    text = json.dumps({"failures": report} if report else {}).encode()
    text += b" " * (-len(text) % 8)
    code = next(code for code, name in DTYPES.items() if name == dtype)
    micros = int(1e6 * (time.perf_counter() - start))
    head = ANSWER.pack(b"PPBX", PROTOCOL, code, n, declaration.size, len(failures), len(text), micros, 0)
    return b"".join([head, text, x.tobytes()])


def parsed(body, declaration):
    """theta [n, D], index [n], seed, stream, attempt, dtype of a request. @raise Problem"""
    if len(body) < REQUEST.size:
        raise Problem(f"The request has {len(body)} bytes; its header alone has {REQUEST.size}.")
    magic, version, code, flags, _, seed, stream, attempt, first, n, dim, key = REQUEST.unpack_from(body)
    if magic != b"PPBQ" or version != PROTOCOL:
        raise Problem(f"The request is not of protocol {PROTOCOL}. Take page and bridge from the same place.")
    if code not in DTYPES:
        raise Problem(f"The request wants numbers of kind {code}; 1 is float64 and 2 float32.")
    wanted = len(declaration.json["parameters"])
    if dim != wanted:
        raise Problem(f"The request has {dim} parameters; the simulator has {wanted}.")
    if not 0 < n <= LARGEST_REQUEST:
        raise Problem(f"The request is for {n} simulations; it must be for 1 to {LARGEST_REQUEST}.")
    listed = bool(flags & LISTED)
    size = REQUEST.size + 8 * n * dim + (8 * n if listed else 0)
    if len(body) != size:
        raise Problem(f"The request has {len(body)} bytes; {n} simulations make {size}.")
    theta = np.frombuffer(body, "<f8", n * dim, REQUEST.size).reshape(n, dim)
    if not np.isfinite(theta).all():
        raise Problem("The request holds a parameter that is not finite.")
    index = np.frombuffer(body, "<u8", n, REQUEST.size + 8 * n * dim) if listed else np.arange(first, first + n)
    index = index.astype(np.int64)
    if (np.diff(index) <= 0).any() or index[0] < 0:
        raise Problem("The numbers of the simulations must increase.")
    return key, (theta, index, seed, stream, attempt, DTYPES[code])


class PageProblem(RuntimeError):
    """What the page has answered instead of what it was asked for, or that none has answered."""


class Questions:
    """What a program asks the page: one question at a time, which the page fetches with a request that waits for it.

    Where several pages are open, the one that was opened or touched last answers; the others are told so.
    """

    def __init__(self):
        self._changed = threading.Condition()
        self._asking = threading.Lock()
        self._known, self._page = set(), None
        self._number, self._question, self._given, self._fetched = 0, None, None, False
        self._closed = False

    def ask(self, question, timeout):
        """-> what `answer` was given. @raise PageProblem"""
        with self._asking, self._changed:
            self._number += 1
            self._question, self._given, self._fetched = {"id": self._number, **question}, None, False
            self._changed.notify_all()
            try:
                comes, ends = time.monotonic() + min(timeout, COMES), time.monotonic() + timeout
                while self._given is None and not self._closed:
                    left = (ends if self._fetched else comes) - time.monotonic()
                    if left <= 0:
                        break
                    self._changed.wait(left)
                if self._closed:
                    raise PageProblem("The playground was closed.")
                if self._given is None:
                    why = "has not answered yet" if self._fetched else "is open: open it, and choose the simulator there, or reload it"
                    raise PageProblem(f"{'The page' if self._fetched else 'No page of this playground'} {why}.")
                if isinstance(self._given, Exception):
                    raise self._given
                return self._given
            finally:
                self._question = None

    def fetch(self, page, take, gone):
        """The question for a page, {"other": True} where another page answers, {} where there is none for a while."""
        ends = time.monotonic() + LISTENS
        with self._changed:
            if take or page not in self._known:
                self._known.add(page)
                self._page = page
                self._changed.notify_all()
            while True:
                if self._page != page:
                    return {"other": True}
                # One that was fetched and not answered was lost with its page.
                if self._question is not None and self._given is None and not gone():
                    self._fetched = True
                    return {"question": self._question}
                left = ends - time.monotonic()
                if left <= 0 or self._closed or gone():
                    return {}
                self._changed.wait(min(left, 0.5))

    def answer(self, number, given):
        """-> whether somebody waits for it"""
        with self._changed:
            if self._question is None or self._question["id"] != number or self._given is not None:
                return False
            self._given = given
            self._changed.notify_all()
            return True

    def close(self):
        with self._changed:
            self._closed = True
            self._changed.notify_all()


def sentences(given):
    return isinstance(given, list) and len(given) <= 50 and all(isinstance(one, str) and len(one) <= LONGEST_SENTENCE for one in given)


def finite(given, n):
    """Whether it is a list of n finite numbers."""
    return isinstance(given, list) and len(given) == n and all(type(one) in (int, float) and math.isfinite(one) for one in given)


def answered(body, declaration):
    """Number of the question and what the page says to it, which is believed no further than it is checked.

    -> a PageProblem, or a dict: `draws` [n, D], `x`, `step`, `warnings`, `trust`; {} to what was observed. @raise Problem
    """
    wrong = Problem("The answer is not of this version: take the page and posterior_bridge.py from the same place.")
    if len(body) < DRAWS.size:
        raise wrong
    magic, version, zero, number, size = DRAWS.unpack_from(body)
    rest = len(body) - DRAWS.size - size
    if magic != b"PPBD" or version != PROTOCOL or zero != 0 or rest < 0 or rest % 8 != 0:
        raise wrong
    try:
        told_of = json.loads(body[DRAWS.size : DRAWS.size + size])
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise wrong from None
    if not isinstance(told_of, dict):
        raise wrong
    kind = told_of.get("kind")
    if kind == "problem" and sentences([told_of.get("problem")]) and rest == 0:
        return number, PageProblem(told_of["problem"])
    if kind == "observed" and rest == 0:
        return number, {}
    keys = [parameter["key"] for parameter in declaration.json["parameters"]]
    rows, step, trust = told_of.get("rows"), told_of.get("step"), told_of.get("trust")
    sound = (
        kind == "draws"
        and told_of.get("parameters") == keys
        and type(rows) is int
        and 0 < rows <= MOST_DRAWS
        and rest == 8 * rows * len(keys)
        and type(step) is int
        and step > 0
        and finite(told_of.get("x"), declaration.size)
        and sentences(told_of.get("warnings"))
        and sentences([trust])
    )
    if not sound:
        raise wrong
    draws = np.frombuffer(body, "<f8", rows * len(keys), DRAWS.size + size).reshape(rows, len(keys)).copy()
    if not np.isfinite(draws).all():
        raise wrong
    x = np.array(told_of["x"], dtype=float).reshape(declaration.shape)
    return number, {"draws": draws, "x": x, "step": step, "warnings": told_of["warnings"], "trust": trust}


class Bridge:
    """Who answers, and to whom."""

    def __init__(self, declaration, engine, token, page=None, folder=None, questions=None):
        self.declaration, self.engine, self.token = declaration, engine, token
        # Of a program that asks the page; None: nothing does.
        self.questions = questions
        self.folder = None if folder is None else Path(folder).resolve()
        self.page = page
        self.port = None
        self.simulated = 0
        self.origins = set()
        if page is not None:
            parts = urllib.parse.urlsplit(page)
            self.origins.add(f"{parts.scheme}://{parts.netloc}")

    def start(self, port):
        """Listens on this machine alone. @raise Problem where the port is taken"""
        handler = type("BoundHandler", (Handler,), {"bridge": self})
        try:
            self.server = Server(("127.0.0.1", port), handler)
        except OSError as cause:
            raise Problem(f"Port {port} cannot be used ({cause.strerror}). Give another one: --port {port + 1}.") from None
        self.port = self.server.server_address[1]
        self.hosts = {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}
        self.origins |= {f"http://{host}" for host in self.hosts}
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/"

    @property
    def link(self):
        page = self.address if self.folder is not None else self.page
        return f"{page}#bridge={self.port}.{self.token}"

    @property
    def frame(self):
        """The page for a frame."""
        page = self.address if self.folder is not None else self.page
        return f"{urllib.parse.urljoin(page, 'embed.html')}#bridge={self.port}.{self.token}"

    def about(self):
        declaration = self.declaration
        return {
            "bridge": "posterior_bridge.py",
            "protocol": PROTOCOL,
            "key": declaration.key,
            "declaration": declaration.json,
            "batch": declaration.batch,
            "block": BLOCK,
            "size": declaration.size,
            "text": declaration.text,
            "seconds": declaration.seconds,
            "asks": self.questions is not None,
            **self.state(),
        }

    def state(self):
        return {
            "engine": self.engine.name,
            "workers": self.engine.size,
            "done": dict(self.engine.counts),
            "restarts": self.engine.restarts,
            "perPair": self.engine.per_pair,
        }

    def close(self):
        if self.questions is not None:
            self.questions.close()
        self.server.shutdown()
        self.server.server_close()
        self.engine.close()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    # Of the page's files and its three requests at once none is to be turned away.
    request_queue_size = 64
    # Another program must not listen on the same port.
    allow_reuse_address = os.name != "nt"

    def handle_error(self, request, client_address):
        """A page that has gone is no error to be told."""


class Handler(http.server.BaseHTTPRequestHandler):
    bridge = None
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "posterior_bridge", ""
    disable_nagle_algorithm = True
    wbufsize = 2**16

    def log_message(self, *args):
        """Nothing is told of single requests."""

    def _send(self, status, body=b"", kind="application/json", more=()):
        headers = {"Content-Type": kind, "Content-Length": str(len(body)), "Cache-Control": "no-store", **dict(more)}
        headers["X-Content-Type-Options"] = "nosniff"
        origin = self.headers.get("Origin")
        if origin in self.bridge.origins:
            headers |= {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def _refuse(self, status, sentence):
        # The body may not have been read.
        self.close_connection = True
        self._send(status, json.dumps({"problem": sentence}).encode())

    def _is_known(self, with_token=True):
        """Whether the request is of the page: sent to this address, from its origin, with the token. Else it is refused."""
        origin, host = self.headers.get("Origin"), self.headers.get("Host")
        if host not in self.bridge.hosts:
            self._refuse(403, "The bridge answers at 127.0.0.1 alone.")
        elif origin is not None and origin not in self.bridge.origins:
            self._refuse(403, f"The bridge does not answer pages of {origin}. Start it with --page and that page's address.")
        elif with_token and not hmac.compare_digest(
            self.headers.get("Authorization", "").encode(), f"Bearer {self.bridge.token}".encode()
        ):
            self._refuse(403, "The key is not that of this bridge. Open the link that it has printed.")
        else:
            return True
        return False

    def do_OPTIONS(self):
        if not self._is_known(with_token=False):
            return
        allowed = {
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            # Chrome asks before a public page may speak to this machine.
            "Access-Control-Allow-Private-Network": "true",
            "Access-Control-Max-Age": "600",
        }
        self._send(204, more=allowed.items())

    def do_GET(self):
        path = urllib.parse.urlsplit(self.path).path
        if path in ("/bridge/declaration", "/bridge/state"):
            if self._is_known():
                about = self.bridge.about() if path == "/bridge/declaration" else self.bridge.state()
                self._send(200, json.dumps(about).encode())
        elif path == "/bridge/question":
            if self._is_known():
                self._question()
        elif self._is_known(with_token=False):
            self._file(path)

    do_HEAD = do_GET

    def do_POST(self):
        if not self._is_known():
            return
        length = self.headers.get("Content-Length", "")
        path = urllib.parse.urlsplit(self.path).path
        if path not in ("/bridge/simulate", "/bridge/answer"):
            self._refuse(404, "There is nothing at this address.")
        elif not length.isdigit() or int(length) > LARGEST_BODY:
            self._refuse(413, f"A request may have up to {LARGEST_BODY} bytes.")
        elif path == "/bridge/answer":
            self._answer(self.rfile.read(int(length)))
        else:
            self._simulate(self.rfile.read(int(length)))

    def _question(self):
        """Waits until a program asks the page something."""
        given = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        page, take = given.get("page", [""])[0], given.get("take", ["0"])[0] == "1"
        if self.bridge.questions is None:
            self._refuse(404, "Nothing asks the page.")
        elif not re.fullmatch("[0-9a-f]{16}", page):
            self._refuse(400, "A page has 16 hexadecimal digits.")
        else:
            self._send(200, json.dumps(self.bridge.questions.fetch(page, take, self._gone)).encode())

    def _answer(self, body):
        questions = self.bridge.questions
        if questions is None:
            self._send(404, b'{"problem": "Nothing asks the page."}')
            return
        try:
            number, given = answered(body, self.bridge.declaration)
        except Problem as problem:
            # Who asked is told at once, and not when the time is up.
            questions.answer(DRAWS.unpack_from(body)[3] if len(body) >= DRAWS.size else 0, PageProblem(str(problem)))
            self._send(400, json.dumps({"problem": str(problem)}).encode())
            return
        waits = questions.answer(number, given)
        if isinstance(given, PageProblem) and not waits:
            self._send(409, b'{"problem": "Nobody waits for this answer."}')
        else:
            self._send(200 if waits else 409, json.dumps({"taken": waits}).encode())

    def _simulate(self, body):
        bridge = self.bridge
        try:
            key, request = parsed(body, bridge.declaration)
            if f"{key:016x}" != bridge.declaration.key:
                self._send(409, json.dumps({"problem": "The simulator is not the one that was connected."}).encode())
                return
            answer = chunk(bridge.engine, bridge.declaration, request, self._gone)
        except Problem as problem:
            self._send(400, json.dumps({"problem": str(problem)}).encode())
            return
        if answer is None:
            self.close_connection = True
        else:
            self._send(200, answer, "application/octet-stream")

    def _gone(self):
        """Whether the other end has closed the connection: the page has cancelled, or is no longer there."""
        try:
            readable, _, _ = select.select([self.connection], [], [], 0)
            return bool(readable) and self.connection.recv(1, socket.MSG_PEEK) == b""
        except OSError:
            return True

    def _file(self, path):
        """A file of the built page, with what makes the browser isolate it."""
        folder = self.bridge.folder
        parts = [part for part in urllib.parse.unquote(path).split("/") if part]
        if folder is None or any(part.startswith(".") or "\\" in part or ":" in part or "\0" in part for part in parts):
            self._send(404, b'{"problem": "There is nothing at this address."}')
            return
        file = folder.joinpath(*parts)
        if path.endswith("/"):
            file = file / "index.html"
        file = file.resolve()
        if folder not in file.parents or not file.is_file():
            self._send(404, b'{"problem": "There is nothing at this address."}')
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        # Some systems tell other types for these.
        kind = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}.get(file.suffix, kind)
        if kind.startswith("text/"):
            kind += "; charset=utf-8"
        isolation = dict(ISOLATION)
        if path == "/embed.html":
            isolation["Cross-Origin-Resource-Policy"] = "cross-origin"
        else:
            # No page but the one that is made for it may stand in a frame of another page.
            isolation["Content-Security-Policy"] = "frame-ancestors 'none'"
        self._send(200, file.read_bytes(), kind, isolation.items())


# --------------------------------------------------------------------------------------------------------------------- tables


# magic, first row, n, bytes of the record, checksum of its bytes
RECORD = struct.Struct("<4sQIQI")


def save_table(spec, declaration, engine, out, simulations, seed, say=print):
    """Writes `simulations` rows to an NPZ file. Pieces are kept beside it as they come, and found again after a stop. @raise Problem"""
    out = Path(out)
    journal = out.with_name(out.name + ".partial")
    head = json.dumps({"simulator": declaration.key, "seed": seed, "protocol": PROTOCOL}).encode() + b"\n"
    pieces = read_journal(journal, head)
    done = sum(n for n, _ in pieces.values())
    if done > 0:
        say(f"{done:,} simulations are in {journal} already; they are kept.")
    # Whole blocks, so that the rows are those of a longer table, too.
    end = math.ceil(simulations / BLOCK) * BLOCK if declaration.batch else simulations
    missing, at = [], 0
    for first in sorted(pieces):
        if first > at:
            missing.append((at, min(first, end)))
        at = max(at, first + pieces[first][0])
    if at < end:
        missing.append((at, end))
    missing = [(first, last) for first, last in missing if first < last]
    total = sum(last - first for first, last in missing)
    job = Job()
    job.batch = declaration.batch
    left, started, told_at, came = 0, time.monotonic(), 0.0, 0
    with open(journal, "ab") as file:
        if file.tell() == 0:
            file.write(head)
        pending = collections.deque(missing)
        failed = sum(len(record["failed"]) for _, record in pieces.values())
        while pending or left > 0:
            while pending and left < 3 * engine.size:
                first, last = pending.popleft()
                size = engine.piece(last - first, BLOCK if declaration.batch else 1)
                n = min(size, last - first)
                if declaration.batch:
                    n = min(last, (first + size) // BLOCK * BLOCK) - first if first + size < last else last - first
                if first + n < last:
                    pending.appendleft((first + n, last))
                engine.submit(Task("table", n, (seed, first, n), job, first))
                left += 1
            first, result = job.done.get()
            if isinstance(result, Exception):
                job.cancelled = True
                raise result
            theta, x, lost, failures = result
            if x.shape[1] != declaration.size:
                raise Problem(f"simulate returned {x.shape[1]} numbers, but {declaration.size} in the trial.")
            record = {"theta": theta, "x": x, "failed": lost}
            write_record(file, first, record)
            pieces[first] = (len(theta), record)
            left -= 1
            came += len(theta)
            if len(lost) > 0 and failed == 0:
                say(f"A simulation failed; its parameters are drawn anew. The first: {failures[0][1]} at {failures[0][2]}")
            failed += len(lost)
            now = time.monotonic()
            if now - told_at > 2:
                told_at = now
                rate = came / max(1e-9, now - started)
                say(f"{done + came:,} of {done + total:,} simulations, {rate:,.0f} a second")
    order = sorted(pieces)
    columns = {name: np.concatenate([pieces[first][1][name] for first in order]) for name in ("theta", "x", "failed")}
    write_npz(out, columns["theta"][:simulations], columns["x"][:simulations], declaration)
    journal.unlink()
    lost = len(columns["failed"])
    say(f"{out}: {simulations:,} simulations of {columns['x'].shape[1]} numbers.")
    if lost > 0:
        share = lost / (lost + end)
        say(
            f"{lost:,} simulations failed ({100 * share:.2g} %) and are left out: what is learnt from the table is conditional on "
            f"success."
        )
    return lost


def write_record(file, first, record):
    packed = io.BytesIO()
    np.savez(packed, **record)
    body = packed.getvalue()
    file.write(RECORD.pack(b"PPBR", first, len(record["theta"]), len(body), zlib.crc32(body)) + body)
    file.flush()
    os.fsync(file.fileno())


def read_journal(journal, head):
    """first -> (n, record) of what an earlier run has kept. What was cut off at the end is taken off. @raise Problem"""
    if not journal.exists():
        return {}
    with open(journal, "r+b") as file:
        line = file.readline()
        if not line.endswith(b"\n"):
            file.truncate(0)
            return {}
        if line != head:
            raise Problem(f"{journal} is of another simulator or seed. Delete it to start anew.")
        pieces, good = {}, file.tell()
        while True:
            header = file.read(RECORD.size)
            if len(header) < RECORD.size:
                break
            magic, first, n, size, checksum = RECORD.unpack(header)
            body = file.read(size)
            if magic != b"PPBR" or len(body) < size or zlib.crc32(body) != checksum:
                break
            with np.load(io.BytesIO(body)) as arrays:
                pieces[first] = (n, {name: arrays[name] for name in ("theta", "x", "failed")})
            good = file.tell()
        file.truncate(good)
    return pieces


def write_npz(out, theta, x, declaration):
    """An archive of `theta` [n, D], `x` [n, size] and names.json, the same bytes for the same numbers."""
    data = declaration.json["data"]
    names = data["names"] if data["kind"] == "vector" else [f"x{i + 1}" for i in range(x.shape[1])]
    sidecar = {"parameters": declaration.json["parameters"], "summaries": names}
    unfinished = out.with_name(out.name + ".unfinished")
    # A fixed date: the archive of the same numbers is the same file.
    stamp = {name: zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)) for name in ("theta.npy", "x.npy", "names.json")}
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_STORED) as archive:
        for name, values in (("theta.npy", theta), ("x.npy", x)):
            with archive.open(stamp[name], "w", force_zip64=True) as member:
                np.lib.format.write_array(member, np.ascontiguousarray(values))
        archive.writestr(stamp["names.json"], json.dumps(sidecar, indent=1))
    os.replace(unfinished, out)


# -------------------------------------------------------------------------------------------------------------------- start


def trial_in(connection, spec):
    """A process of its own for the trial: what ends it does not end the bridge."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        simulator = spec.load()
        connection.send(Declaration(spec, simulator))
    except Problem as problem:
        connection.send(problem)


def declared(spec):
    """-> Declaration of a trial in a process of its own. @raise Problem"""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=trial_in, args=(there, spec), daemon=True)
    with without_program():
        process.start()
    there.close()
    try:
        answer = here.recv()
    except EOFError:
        process.join()
        raise Problem(f"A trial simulation ended its process (exit code {process.exitcode}): the simulator is to raise an exception instead.") from None
    finally:
        here.close()
    process.join()
    if isinstance(answer, Problem):
        raise answer
    # Workers compare what they import with what the trial has imported.
    spec.modules = answer.modules
    return answer


def engine_of(options, spec, declaration):
    if options.dask is not None:
        return Dask(spec, options.dask, declaration.seconds, options.workers)
    if options.ray is not None:
        return Ray(spec, options.ray, declaration.seconds, options.workers)
    return Processes(spec, options.workers, declaration.seconds, options.limit)


def whole(least):
    def read(text):
        value = int(text.replace("_", "").replace(",", ""))
        if value < least:
            raise argparse.ArgumentTypeError(f"it must be {least} or more")
        return value

    read.__name__ = "whole number"
    return read


def options_of(args):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("simulator", help="the file of your simulator")
    parser.add_argument("--workers", type=whole(1), default=os.cpu_count() or 1, metavar="N", help="processes (all cores)")
    parser.add_argument("--dask", metavar="ADDRESS", help='a Dask scheduler instead, such as tcp://10.0.0.4:8786, or "local"')
    parser.add_argument("--ray", metavar="ADDRESS", help='a Ray cluster instead, such as auto, or "local"')
    parser.add_argument("--limit", type=float, metavar="SECONDS", help="a simulation that takes longer has failed")
    parser.add_argument("--page", default=DEFAULT_PAGE, metavar="ADDRESS", help="of the page, or the folder of a built one")
    parser.add_argument("--port", type=whole(0), default=PORT, help=f"to listen on ({PORT})")
    parser.add_argument("--token", default=os.environ.get("POSTERIOR_BRIDGE_TOKEN"), help="the key of an earlier link, to go on with it")
    parser.add_argument("--table", metavar="OUT.npz", help="write simulations to this file instead of serving the page")
    parser.add_argument("--simulations", type=whole(1), default=100_000, metavar="N", help="rows of the table (100000)")
    parser.add_argument("--seed", type=whole(0), default=0, help="of the table (0)")
    return parser.parse_args(args)


def main(args=None):
    options = options_of(args)
    try:
        spec = Spec.of_file(options.simulator)
        simulator = spec.load()
        declaration = declared(spec)
        engine = engine_of(options, spec, declaration)
        names = ", ".join(simulator.keys)
        print(f"{declaration.name}: {len(simulator.keys)} parameters ({names}), {declaration.size} numbers.")
        print(f"{engine.name}: {engine.size}. A trial simulation took {1000 * declaration.seconds:.3g} ms.", flush=True)
        try:
            if options.table is not None:
                save_table(spec, declaration, engine, options.table, options.simulations, options.seed, lambda t: print(t, flush=True))
                return 0
            return serve(options, declaration, engine)
        finally:
            engine.close()
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.")
        return 130


def place_of(page):
    """-> address, folder: where the page comes from; one of them is None. @raise Problem"""
    if urllib.parse.urlsplit(str(page)).scheme in ("http", "https"):
        return str(page), None
    if Path(page, "index.html").is_file():
        return None, page
    raise Problem(f"--page is {page}; it must be an address (http://...) or a folder with index.html.")


def serve(options, declaration, engine):
    page, folder = place_of(options.page)
    token = options.token or secrets.token_urlsafe(16)
    bridge = Bridge(declaration, engine, token, page, folder).start(options.port)
    print(f"\nOpen this link; it holds the key without which nothing can connect:\n\n    {bridge.link}\n")
    print("The bridge runs until you press Ctrl-C.", flush=True)
    try:
        while True:
            time.sleep(3600)
    finally:
        bridge.close()


# --------------------------------------------------------------------------------------------------------- a notebook, a program


_shown = {}


class Playground:
    """A page that is shown, and what it is asked. Made by `show`."""

    def __init__(self, bridge, height):
        self._bridge, self._height = bridge, height
        self.parameters = [parameter["key"] for parameter in bridge.declaration.json["parameters"]]
        # What the last draws are of: "x" (the observation), "step" (of training), "warnings", "trust" (what the page's checks say).
        self.about = None

    @property
    def address(self):
        """Of the whole page, with the key: to be opened in a browser of this machine."""
        return self._bridge.link

    @property
    def frame_address(self):
        """Of the page for a frame, with the key."""
        return self._bridge.frame

    def draws(self, n=2000, *, unfinished=False, timeout=120):
        """n draws of the posterior of the observation on screen, from the network on screen: an array [n, D], its columns in the order
        of `parameters`. What they are of is in `about`, and what speaks against them is given as a warning.

        unfinished: also of a network whose training has not ended. @raise PageProblem with the reason where there are none
        """
        if not (isinstance(n, int) and 0 < n <= MOST_DRAWS):
            raise ValueError(f"n is {n!r}; it must be a whole number from 1 to {MOST_DRAWS}.")
        given = self._bridge.questions.ask({"kind": "draws", "n": n, "unfinished": bool(unfinished)}, timeout)
        draws = given.pop("draws", None)
        if draws is None or len(draws) > n:
            raise PageProblem("The page has not answered with the draws that it was asked for.")
        self.about = {"parameters": list(self.parameters), **given}
        for sentence in given["warnings"]:
            warnings.warn(sentence, stacklevel=2)
        return draws

    def observe(self, x, *, timeout=120):
        """Puts an observation on screen: numbers in the shape that the simulator returns. @raise PageProblem where the page refuses it"""
        declaration = self._bridge.declaration
        values = np.asarray(x, dtype=float)
        if values.shape not in (declaration.shape, (declaration.size,)):
            raise ValueError(f"x has shape {values.shape}; the simulator returns {declaration.shape}.")
        if not np.isfinite(values).all():
            raise ValueError("x holds a number that is not finite.")
        if self._bridge.questions.ask({"kind": "observe", "x": values.reshape(-1).tolist()}, timeout) != {}:
            raise PageProblem("The page has not answered that the observation is on screen.")

    def display(self):
        """Shows the page in the output cell of a notebook once more."""
        from IPython.display import display

        frame, whole = html.escape(self.frame_address), html.escape(self.address)
        cell = (
            f'<iframe src="{frame}" width="100%" height="{self._height}" style="border: 1px solid #8888" title="Posterior Playground" '
            f'allow="local-network-access *; loopback-network *; clipboard-write *"></iframe>'
            f'<p><a href="{whole}" target="_blank" rel="noopener">Open the whole page</a></p>'
        )
        display({"text/html": cell, "text/plain": repr(self)}, raw=True)

    def close(self):
        """Simulates and answers no more."""
        self._bridge.close()
        if _shown.get(self._bridge.port) is self:
            del _shown[self._bridge.port]

    def __repr__(self):
        return f"<Playground of {self._bridge.declaration.name}: {self.address}>"


def in_notebook():
    get = getattr(sys.modules.get("IPython"), "get_ipython", None)
    return get is not None and hasattr(get(), "kernel")


def show(simulate, parameters, *, batch=False, data=None, name=None, integer=False, workers=None, dask=None, ray=None, limit=None,
         page=None, port=None, height=760, say=print):
    """Shows the page with a simulator: in the output cell of a notebook; in any other program its address is printed.

    simulate, parameters, batch, data, name, integer: as in the file of a simulator. workers, dask, ray, limit: as of the command.
    page: its address, or the folder of a built one; None: the folder of this file if it is one, else a page at 127.0.0.1:4173.
    port: None: 8899 if it is free, else any. A playground of this program that has that port is closed.
    -> Playground. @raise Problem
    """
    if name is None:
        own = getattr(simulate, "__name__", "simulate")
        name = "simulator" if own in ("simulate", "<lambda>") else own
    given = {"parameters": parameters, "batch": batch, "data": data, "name": name, "integer": integer}
    simulator = Simulator(simulate, **given)
    beside = Path(__file__).resolve().parent
    built = (beside / "embed.html").is_file() and (beside / "assets").is_dir()
    place, folder = place_of(page if page is not None else beside if built else DEFAULT_PAGE)
    spec, alone = Spec.of_function(simulate, **given)
    options = argparse.Namespace(dask=dask, ray=ray, workers=workers or os.cpu_count() or 1, limit=limit)
    if alone is None:
        declaration = declared(spec)
        engine = engine_of(options, spec, declaration)
    elif dask is not None or ray is not None:
        raise Problem(f"{alone}, and so not to a cluster.")
    else:
        say(f"{alone}: it is simulated in this one process, beside what the program does; what was simulated is not used by another start.")
        if limit is not None:
            say("In one process a simulation cannot be stopped: limit is without effect.")
        declaration = Declaration(spec, simulator)
        engine = OneProcess(spec, declaration.seconds)
    wanted = PORT if port is None else port
    if wanted in _shown:
        _shown[wanted].close()
    bridge = Bridge(declaration, engine, secrets.token_urlsafe(16), place, folder, Questions())
    try:
        bridge.start(wanted)
    except Problem:
        if port is not None:
            engine.close()
            raise
        bridge.start(0)
        say(f"Port {PORT} is taken: this one is {bridge.port}. What the browser keeps by the address of the page is not found there.")
    playground = _shown[bridge.port] = Playground(bridge, height)
    count = f"{engine.size} {'worker' if engine.size == 1 else 'workers'}"
    say(f"{declaration.name}: {len(simulator.keys)} parameters, {declaration.size} numbers; {engine.name}, {count}.")
    if in_notebook():
        playground.display()
    else:
        say(f"Open this link; it holds the key without which nothing can connect:\n\n    {playground.address}\n")
    return playground


if __name__ == "__main__":
    # Under its own name, so that workers of other engines can import what they are sent.
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    module = sys.modules[__name__] if Path(__file__).stem != "posterior_bridge" else __import__("posterior_bridge")
    sys.exit(module.main())
