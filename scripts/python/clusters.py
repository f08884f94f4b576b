"""Checks the engines of public/posterior_bridge.py that use Dask or Ray: kill -9 of a worker at 40 % of a table changes no byte of it.
Prints lines as bridge.py does. Run in an empty folder: python clusters.py PATH_OF_THE_BRIDGE dask|ray."""

import hashlib
import json
import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

BRIDGE, ENGINE = str(Path(sys.argv[1]).resolve()), sys.argv[2]
ROWS = 1200
HELPER = """
import time
def slowly(value):
    time.sleep(0.005)
    return value
"""
SIMULATOR = """
from helper_of_ours import slowly
parameters = {"a": ("uniform", 0, 1)}
def simulate(theta, rng):
    return [slowly(theta["a"]) + rng.random()]
"""


def check(what, passed, otherwise=""):
    print(json.dumps({"what": f"{ENGINE}: {what}", "passed": bool(passed), "otherwise": str(otherwise)}), flush=True)


def start(out, *more):
    command = [sys.executable, BRIDGE, "slow.py", "--seed", "3", "--simulations", str(ROWS), "--workers", "2", "--table", out, *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def kept(journal):
    if not journal.exists():
        return 0
    rows, data = 0, journal.read_bytes()
    at = data.find(b"\n") + 1
    while at + 28 <= len(data):
        _, _, n, size, _ = struct.unpack_from("<4sQIQI", data, at)
        at += 28 + size
        rows += n if at <= len(data) else 0
    return rows


def workers(pid):
    """Processes below `pid` that simulate."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True).stdout.splitlines()
    table = [(int(line.split()[0]), int(line.split()[1]), line) for line in listed]
    family = {pid}
    while more := {child for child, parent, _ in table if parent in family} - family:
        family |= more
    name = "ray::" if ENGINE == "ray" else "spawn_main"
    return [child for child, _, line in table if child in family and name in line]


def digest(file):
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


Path("helper_of_ours.py").write_text(HELPER)
Path("slow.py").write_text(SIMULATOR)
said = start("undisturbed.npz").communicate(timeout=120)[0]
check("an undisturbed table", Path("undisturbed.npz").exists(), said)
process = start("killed.npz", f"--{ENGINE}", "local")
begin = time.monotonic()
while process.poll() is None and kept(Path("killed.npz.partial")) < 0.4 * ROWS and time.monotonic() - begin < 180:
    time.sleep(0.02)
at, victims = kept(Path("killed.npz.partial")), workers(process.pid)
if victims:
    os.kill(victims[0], signal.SIGKILL)
said = process.communicate(timeout=180)[0]
check("a worker was there to be killed in the middle", len(victims) >= 1 and 0.4 * ROWS <= at < 0.9 * ROWS, (victims, at, said))
check("the same table after kill -9 of a worker", Path("killed.npz").exists() and digest("killed.npz") == digest("undisturbed.npz"), said)
