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
# Each process that simulates leaves its number: one that rests does not.
HELPER = """
import os, time
from pathlib import Path
def slowly(value):
    Path(__file__).parent.joinpath("working", str(os.getpid())).touch()
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


def at_work(since):
    """Processes that have simulated in the last half second, the latest first; their numbers are what they have left themselves."""
    left = sorted(((file.stat().st_mtime, int(file.name)) for file in Path("working").iterdir()), reverse=True)
    return [pid for when, pid in left if when > max(since, time.time() - 0.5)]


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # One that is dead and was not waited for yet answers, too.
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return state != "" and not state.startswith("Z")


def digest(file):
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


Path("helper_of_ours.py").write_text(HELPER)
Path("slow.py").write_text(SIMULATOR)
Path("working").mkdir()
said = start("undisturbed.npz").communicate(timeout=120)[0]
check("an undisturbed table", Path("undisturbed.npz").exists(), said)
started = time.time()
process = start("killed.npz", f"--{ENGINE}", "local")
begin = time.monotonic()
while process.poll() is None and kept(Path("killed.npz.partial")) < 0.4 * ROWS and time.monotonic() - begin < 180:
    time.sleep(0.02)
at, victims = kept(Path("killed.npz.partial")), []
while process.poll() is None and not victims and time.monotonic() - begin < 180:
    victims = [pid for pid in at_work(started) if pid != process.pid and alive(pid)]
for pid in victims[:1]:
    os.kill(pid, signal.SIGKILL)
killed = time.time()
said = process.communicate(timeout=180)[0]
check("a worker that simulates was there to be killed in the middle", len(victims) >= 1 and 0.4 * ROWS <= at < 0.9 * ROWS, (victims, at, said))
check("it is dead", len(victims) >= 1 and not alive(victims[0]), victims)
others = {int(file.name) for file in Path("working").iterdir() if file.stat().st_mtime > killed} - set(victims[:1])
check("others have simulated the rest", len(others) >= 1, others)
check("the same table after kill -9 of a worker", Path("killed.npz").exists() and digest("killed.npz") == digest("undisturbed.npz"), said)
