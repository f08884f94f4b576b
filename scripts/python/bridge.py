"""Checks public/posterior_bridge.py as a user runs it: as a program of its own, asked over HTTP. Prints a line of JSON for each check,
{"what", "passed", "otherwise"}, and lines {"say"} with what was measured. Run in an empty folder: python bridge.py PATH_OF_THE_BRIDGE."""

import hashlib
import http.client
import json
import os
import re
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

BRIDGE = str(Path(sys.argv[1]).resolve())
REQUEST = struct.Struct("<4sHHHHQIIQIIQ")
ANSWER = struct.Struct("<4sHHIIIIQQ")
# Of an answer to a question
DRAWS = struct.Struct("<4sHHII")
TOKEN = "key-of-the-test"

SIMULATORS = {
    "pairs": """
import numpy as np
parameters = {"a": ("uniform", 0, 1), "b": ("normal", 0, 1, -2, 2)}
def simulate(theta, rng):
    return theta["a"] + theta["b"] * rng.normal(size=10)
""",
    "batch": """
import numpy as np
parameters = {"a": {"prior": ("log-uniform", 0.1, 10), "symbol": "A", "unit": "m"}, "b": ("gamma", 2, 1)}
batch = True
data = {"kind": "series", "name": "count", "from": 0, "by": 0.5, "unit": "s"}
def simulate(theta, rng):
    return theta["a"][:, None] + theta["b"][:, None] * rng.normal(size=(len(theta["a"]), 10))
""",
    "fails": """
import numpy as np, os, time
parameters = {"a": ("uniform", 0, 1)}
data = ["one", "two"]
def simulate(theta, rng):
    if 0.1 < theta["a"] < 0.2: raise ValueError("died out")
    if 0.3 < theta["a"] < 0.4: return [np.nan, 1]
    if theta["a"] == 7: time.sleep(30)
    if theta["a"] == 8: os._exit(9)
    return [theta["a"], rng.random()]
""",
    "deadly": """
import os
parameters = {"a": ("uniform", 0, 1)}
def simulate(theta, rng):
    if theta["a"] < 0.5: raise ValueError("died out")
    if theta["a"] > 0.9: os._exit(9)
    return [theta["a"], rng.random()]
""",
    "deadly-batch": """
import numpy as np, os
parameters = {"a": {"family": "uniform", "high": 1, "low": 0}}
batch = True
def simulate(theta, rng):
    if theta["a"][0] > 0.6: os._exit(9)
    return np.stack([theta["a"], rng.random(len(theta["a"]))], axis=1)
""",
    "slow": """
import time
parameters = {"a": ("uniform", 0, 1)}
def simulate(theta, rng):
    time.sleep(0.005)
    return [theta["a"] + rng.random()]
""",
}


def check(what, passed, otherwise=""):
    print(json.dumps({"what": what, "passed": bool(passed), "otherwise": str(otherwise)}), flush=True)


def say(words):
    print(json.dumps({"say": words}), flush=True)


def table(name, out, *more):
    command = [sys.executable, "-W", "error", BRIDGE, f"{name}.py", "--table", out, "--seed", "3", *map(str, more)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout


def digest(file):
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


class Running:
    """A bridge that serves, and how it is asked."""

    def __init__(self, name, *more):
        command = [sys.executable, BRIDGE, f"{name}.py", "--port", "0", "--token", TOKEN, *map(str, more)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = ""
        for line in self.process.stdout:
            said += line
            if "#bridge=" in line:
                self.link = line.strip()
                break
        else:
            raise RuntimeError(said)
        self.port = int(re.search(r"#bridge=(\d+)\.", self.link)[1])
        self.about = json.loads(self.ask("GET", "/bridge/declaration")[1])

    def ask(self, method, path, body=None, timeout=60, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        sent = {"Host": f"127.0.0.1:{self.port}", "Authorization": f"Bearer {TOKEN}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {name: value for name, value in sent.items() if value is not None})
        answer = connection.getresponse()
        found = answer.status, answer.read(), answer.headers
        connection.close()
        return found

    def body(self, theta, first=0, index=None, attempt=0, dtype=1, seed=5, key=None):
        theta = np.asarray(theta, "<f8")
        n, dim = theta.shape
        key = int(self.about["key"], 16) if key is None else key
        head = REQUEST.pack(b"PPBQ", 1, dtype, 0 if index is None else 1, 0, seed, 0, attempt, first, n, dim, key)
        return head + theta.tobytes() + (b"" if index is None else np.asarray(index, "<u8").tobytes())

    def simulate(self, theta, dtype=1, **more):
        status, answer, _ = self.ask("POST", "/bridge/simulate", self.body(theta, dtype=dtype, **more))
        if status != 200:
            return status, json.loads(answer)["problem"], None
        magic, version, code, n, size, failed, bytes_of_json, _, _ = ANSWER.unpack_from(answer)
        assert (magic, version, code) == (b"PPBX", 1, dtype)
        text = answer[ANSWER.size : ANSWER.size + bytes_of_json]
        x = np.frombuffer(answer, "<f8" if dtype == 1 else "<f4", n * size, ANSWER.size + bytes_of_json).reshape(n, size)
        return status, x, {"failed": failed, **json.loads(text)}

    def done(self):
        return sum(json.loads(self.ask("GET", "/bridge/state")[1])["done"].values())

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(10)


def children(pid):
    found = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    return [int(line.split()[0]) for line in found.splitlines() if "spawn_main" in line]


def tables():
    for name in ("pairs", "batch"):
        table(name, f"{name}1.npz", "--simulations", 5000, "--workers", 1)
        table(name, f"{name}3.npz", "--simulations", 5000, "--workers", 3)
        table(name, f"{name}-short.npz", "--simulations", 1000, "--workers", 2)
        check(f"{name}: the same table with one worker and with three", digest(f"{name}1.npz") == digest(f"{name}3.npz"))
        with np.load(f"{name}1.npz") as long, np.load(f"{name}-short.npz") as short:
            same = all((long[of][:1000] == short[of]).all() for of in ("theta", "x"))
            check(f"{name}: a short table is the beginning of a long one", same)
            check(f"{name}: no row twice", len(np.unique(long["x"][:, 0])) == 5000)
    with np.load("pairs1.npz") as rows:
        inside = (np.abs(rows["theta"][:, 1]) <= 2).all()
        check("a truncated prior stays within its ends", inside and abs(rows["theta"][:, 1].std() - 0.8796) < 0.03)
    said = table("fails", "fails.npz", "--simulations", 2000, "--workers", 2)
    with np.load("fails.npz") as rows:
        a = rows["theta"][:, 0]
        lost = ((a > 0.1) & (a < 0.2)) | ((a > 0.3) & (a < 0.4))
        check("rows that failed are drawn anew", np.isfinite(rows["x"]).all() and not lost.any() and len(a) == 2000)
    for name, n in (("deadly", 16), ("deadly-batch", 300)):
        tellings = [table(name, f"{name}{workers}.npz", "--simulations", n, "--workers", workers) for workers in (1, 2)]
        with np.load(f"{name}1.npz") as rows:
            a, x = rows["theta"][:, 0], rows["x"]
            alive = a[::256] <= 0.6 if name == "deadly-batch" else (a >= 0.5) & (a <= 0.9)
            whole = np.isfinite(x).all() and (x[:, 0] == a).all() and len(a) == n and alive.all()
            check(f"{name}: rows that end their process are drawn anew", whole, x[:3])
        died = re.search(r"([\d,]+) simulations failed", tellings[0])
        check(f"{name}: some did", died is not None and int(died[1].replace(",", "")) >= (256 if name == "deadly-batch" else 1), tellings[0])
        check(f"{name}: the same with two workers", digest(f"{name}1.npz") == digest(f"{name}2.npz"))
    failed = re.search(r"([\d,]+) simulations failed", said)
    # Of 2,000 / 0.8 simulations 500 fail, with a standard deviation of 25.
    check("and counted", failed is not None and 375 < int(failed[1].replace(",", "")) < 625, said)


def kills():
    """What is killed at 40 % leaves the table as it is."""
    rows = 800
    table("slow", "undisturbed.npz", "--simulations", rows, "--workers", 2)
    command = [sys.executable, BRIDGE, "slow.py", "--seed", "3", "--simulations", str(rows), "--workers", "2", "--table"]

    def at_two_fifths(out):
        process = subprocess.Popen([*command, out], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        journal = Path(out + ".partial")
        # theta, x and failures of some twenty rows make a record of about a kilobyte.
        while process.poll() is None and kept(journal) < 0.4 * rows:
            time.sleep(0.02)
        return process

    worker = at_two_fifths("worker.npz")
    victims = children(worker.pid)
    os.kill(victims[0], signal.SIGKILL)
    said = worker.communicate(timeout=60)[0]
    check("a worker was there to be killed", len(victims) == 2, victims)
    check("a killed worker leaves the table as it is", digest("worker.npz") == digest("undisturbed.npz"), said)

    bridge = at_two_fifths("bridge.npz")
    bridge.kill()
    bridge.wait()
    before = kept(Path("bridge.npz.partial"))
    with open("bridge.npz.partial", "ab") as file:
        file.write(b"PPBR half a record")
    said = subprocess.run([*command, "bridge.npz"], capture_output=True, text=True, timeout=60).stdout
    check("a killed bridge goes on where it was", f"{before:,} simulations are in" in said, said)
    check("to the same table", digest("bridge.npz") == digest("undisturbed.npz"), said)
    check("and leaves nothing beside it", not Path("bridge.npz.partial").exists())
    time.sleep(1)
    check("nor workers", not [pid for pid in children(1) if pid in victims])

    Path("other.npz.partial").write_bytes(b'{"simulator": "another"}\n')
    refused = subprocess.run([*command, "other.npz"], capture_output=True, text=True, timeout=60)
    check("does not go on with another simulator's", refused.returncode == 1 and "another simulator" in refused.stderr)


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


def imports():
    """What a simulator imports from its own folder is part of it."""
    Path("helper_of_imports.py").write_text("def shift(): return 1.0\n")
    Path("unrelated.py").write_text("a = 1\n")
    Path("imports.py").write_text(
        "parameters = {'a': ('uniform', 0, 1)}\n"
        "def simulate(theta, rng):\n    from helper_of_imports import shift\n    return [theta['a'] + shift() + rng.random()]\n"
    )

    def key():
        running = Running("imports", "--workers", 1)
        found = running.about["key"]
        running.stop()
        return found

    first = key()
    Path("unrelated.py").write_text("a = 2\n")
    check("a file that is not imported is no part of the key", key() == first)
    running = Running("imports", "--workers", 1)
    running.simulate([[0.5]])
    Path("helper_of_imports.py").write_text("def shift(): return 2.0  # another\n")
    _, x, _ = running.simulate([[0.5]])
    check("a worker that has read the file goes on with it", x is not None and 1.5 <= x[0, 0] < 2.5, x)
    for pid in children(running.process.pid):
        os.kill(pid, signal.SIGKILL)
    status, problem, _ = running.simulate([[0.5]])
    check("one that is started later says that it has changed", status == 400 and "helper_of_imports.py has changed" in problem, problem)
    running.stop()
    second = key()
    check("a file that is imported is part of the key", second != first)
    Path("helper_of_imports.py").write_text("def shift(): return 1.0\n")
    check("which is as before when the file is", key() == first)


# A program that shows what it imports from a file called simulator.py, and prints the key of it.
IMPORTS_SIMULATOR = """
import json, sys
sys.path.insert(0, sys.argv[1])
import posterior_bridge
from simulator import simulate
shown = posterior_bridge.show(simulate, {"a": ("uniform", 0, 1)}, page="http://127.0.0.1:4173/", port=0, workers=1, say=lambda text: None)
print(json.dumps(shown._bridge.declaration.key), flush=True)
shown.close()
"""


def imports_shown():
    """A module called "simulator", which the bridge also calls its own, is part of the key like any other."""
    place = Path("imports_simulator")
    place.mkdir(exist_ok=True)
    (place / "program.py").write_text(IMPORTS_SIMULATOR)

    def key(shift):
        (place / "simulator.py").write_text(f"def simulate(theta, rng):\n    return [theta['a'] + {shift} + rng.random()]\n")
        command = [sys.executable, "-B", "program.py", str(Path(BRIDGE).parent)]
        return json.loads(subprocess.run(command, cwd=place, stdout=subprocess.PIPE, text=True, check=True).stdout)

    first = key(1.0)
    check("a shown simulator that comes from simulator.py has it in its key", key(20.0) != first)
    check("which is as before when the file is, in a program", key(1.0) == first)


def refusals():
    running = Running("pairs", "--workers", 1, "--page", "http://127.0.0.1:4173/")
    theta = np.full((10, 2), 0.5)
    body = running.body(theta)

    def status(method="POST", path="/bridge/simulate", body=body, **headers):
        return running.ask(method, path, body, **headers)[0]

    check("answers with the key", status() == 200)
    done = running.done()
    for what, headers in {
        "no key": {"Authorization": None},
        "another key": {"Authorization": "Bearer nonsense"},
        "the key without its scheme": {"Authorization": TOKEN},
        "a foreign origin": {"Origin": "https://example.org"},
        "an origin without a name": {"Origin": "null"},
        "the page's origin at another port": {"Origin": "http://127.0.0.1:4174"},
        "a foreign host": {"Host": "example.org"},
        "a foreign host at its port": {"Host": f"example.org:{running.port}"},
        "no host": {"Host": ""},
    }.items():
        check(f"refuses {what}", status(**headers) == 403)
        check(f"and tells it nothing: {what}", status("GET", "/bridge/declaration", None, **headers) == 403)
        question, answer = status("GET", QUESTION, None, **headers), status(path="/bridge/answer", body=b"", **headers)
        check(f"nor what is asked, nor takes an answer: {what}", question == answer == 403, (question, answer))
        asked = {"Access_Control_Request_Method": "POST", **headers}
        if "Authorization" not in headers:
            check(f"nor before it asks: {what}", status("OPTIONS", body=None, **asked) == 403)
    check("refuses other methods", status("PUT") == 501 and status("DELETE") == 501)
    check("refuses other addresses", status(path="/bridge/else") == 404 and status("GET", "/", None) == 404)
    nobody = status("GET", QUESTION, None), status(path="/bridge/answer", body=b"")
    check("says that nothing asks", nobody == (404, 404), nobody)
    check("nothing was simulated for them", running.done() == done == 10)
    code, _, headers = running.ask("OPTIONS", "/bridge/simulate", Origin="http://127.0.0.1:4173", Authorization=None)
    allowed = headers["Access-Control-Allow-Origin"] == "http://127.0.0.1:4173" and code == 204
    check("lets the page ask", allowed and headers["Access-Control-Allow-Private-Network"] == "true")
    check("and read", running.ask("GET", "/bridge/state", Origin="http://127.0.0.1:4173")[2]["Access-Control-Allow-Origin"])
    for what, wrong in {
        "an empty request": b"",
        "half a header": body[:20],
        "a request cut off": body[:-8],
        "a longer one": body + b"12345678",
        "another protocol": body[:4] + b"\x02\x00" + body[6:],
        "too few parameters": running.body(theta[:, :1]),
        "a parameter that is not finite": running.body(theta * np.nan),
        "numbers that do not increase": running.body(theta, index=np.arange(10)[::-1]),
    }.items():
        check(f"explains {what}", status(body=wrong) == 400, status(body=wrong))
    check("refuses when the simulator is another", status(body=running.body(theta, key=1)) == 409)
    with_two = [sys.executable, BRIDGE, "pairs.py", "--port", str(running.port), "--workers", "1"]
    second = subprocess.run(with_two, capture_output=True, text=True, timeout=60)
    check("says that its port is taken", second.returncode == 1 and "--port" in second.stderr, second.stderr)
    running.stop()


# A program that shows the page, and does what it is told: asks for so many draws, or gives an observation, within some seconds.
SHOWS = """
import json, sys, warnings
sys.path.insert(0, sys.argv[1])
import posterior_bridge
def simulate(theta, rng):
    return [[theta["a"], theta["b"]], [1.0, rng.random()]]
priors = {"a": ("uniform", 0, 1), "b": ("uniform", 0, 1)}
shown = posterior_bridge.show(simulate, priors, page="http://127.0.0.1:4173/", port=0, workers=1, say=lambda text: None)
print(json.dumps({"link": shown.address, "alone": shown._bridge.engine.name}), flush=True)
for line in sys.stdin:
    about, timeout = json.loads(line)
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            if isinstance(about, int):
                drawn = shown.draws(about, timeout=timeout).tolist()
                said = {"draws": drawn, "x": shown.about["x"].tolist(), "warned": [str(one.message) for one in warned]}
            else:
                shown.observe(about, timeout=timeout)
                said = {}
    except Exception as problem:
        said = {"problem": f"{type(problem).__name__}: {problem}"}
    print(json.dumps(said), flush=True)
"""
PAGE = "0123456789abcdef"
QUESTION = f"/bridge/question?page={PAGE}&take=0"


class Showing(Running):
    """A program that shows the page, and how a page would answer it."""

    def __init__(self, *more):
        Path("shows.py").write_text(SHOWS)
        command = [sys.executable, *more, "shows.py", str(Path(BRIDGE).parent)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        begun = json.loads(self.process.stdout.readline())
        self.engine, found = begun["alone"], re.search(r"#bridge=(\d+)\.(\S+)", begun["link"])
        self.port, self.token = int(found[1]), found[2]
        self.about = json.loads(self.ask("GET", "/bridge/declaration")[1])

    def ask(self, *asked, **headers):
        return super().ask(*asked, **{"Authorization": f"Bearer {self.token}", **headers})

    def tell(self, about, timeout=20):
        self.process.stdin.write(json.dumps([about, timeout]) + "\n")
        self.process.stdin.flush()

    def hear(self):
        return json.loads(self.process.stdout.readline())

    def question(self):
        status, body, _ = self.ask("GET", QUESTION)
        return json.loads(body)["question"] if status == 200 else status

    def answer(self, body, **headers):
        return self.ask("POST", "/bridge/answer", body, **headers)[0]


def answer_of(number, draws, parameters=("a", "b"), x=(1, 2, 3, 4), step=7, warnings=(), trust="Good.", kind="draws", rows=None, **more):
    """What a page answers; `magic`, `version` and `zero` may be others."""
    told = {"kind": kind, "parameters": list(parameters), "x": list(x), "step": step, "warnings": list(warnings), "trust": trust}
    told["rows"] = len(draws) if rows is None else rows
    text = json.dumps(told).encode()
    head = DRAWS.pack(more.get("magic", b"PPBD"), more.get("version", 1), more.get("zero", 0), number, len(text))
    return head + text + np.asarray(draws, "<f8").tobytes()


def said_of(number, kind, **more):
    text = json.dumps({"kind": kind, **more}).encode()
    return DRAWS.pack(b"PPBD", 1, 0, number, len(text)) + text


def questions():
    """What a program asks the page, and what it is told: nothing that is damaged, or comes without the key, is believed."""
    running = Showing()
    check("a function of the program is simulated in other processes", running.engine == "processes", running.engine)
    before = running.done()
    bad = running.ask("GET", "/bridge/question?page=none&take=0")[0], running.ask("GET", "/bridge/question")[0]
    check("explains a question of no page", bad == (400, 400), bad)
    draws = [[0.25, 0.5], [0.125, 1.0], [0.75, 0.0]]
    running.tell(3)
    asked = running.question()
    check("a page is asked", asked == {"id": 1, "kind": "draws", "n": 3, "unfinished": False}, asked)
    sound = answer_of(1, draws, warnings=["Mind this."])
    for what, headers in {"no key": {"Authorization": None}, "another key": {"Authorization": "Bearer nonsense"}, "a foreign origin": {"Origin": "https://example.org"}}.items():
        refused = running.answer(sound, **headers), running.ask("GET", QUESTION, **headers)[0]
        check(f"believes no answer, and tells no question: {what}", refused == (403, 403), refused)
    check("answers to what nobody asks are refused", running.answer(answer_of(2, draws)) == 409)
    check("the question stands", running.question() == asked)
    check("takes the answer", running.answer(sound) == 200)
    heard = running.hear()
    check("gives its draws", heard == {"draws": draws, "x": [[1, 2], [3, 4]], "warned": ["Mind this."]}, heard)
    check("takes none a second time", running.answer(sound) == 409)
    number = 1
    for what, wrong in {
        "an empty answer": lambda n: b"",
        "half a header": lambda n: sound[:10],
        "an answer cut off": lambda n: answer_of(n, draws)[:-8],
        "a longer one": lambda n: answer_of(n, draws) + b"12345678",
        "an odd number of bytes": lambda n: answer_of(n, draws) + b"1",
        "another protocol": lambda n: answer_of(n, draws, version=2),
        "something else": lambda n: answer_of(n, draws, magic=b"PPBX"),
        "JSON that is none": lambda n: DRAWS.pack(b"PPBD", 1, 0, n, 3) + b"{{{",
        "JSON that is no object": lambda n: DRAWS.pack(b"PPBD", 1, 0, n, 2) + b"[]",
        "other parameters": lambda n: answer_of(n, draws, parameters=("b", "a")),
        "draws of another width": lambda n: answer_of(n, [[1, 2, 3]]),
        "a draw that is not finite": lambda n: answer_of(n, [[1, np.nan], [1, 2], [1, 2]]),
        "no draws": lambda n: answer_of(n, np.empty((0, 2))),
        "data of another size": lambda n: answer_of(n, draws, x=(1, 2, 3)),
        "data that are not finite": lambda n: answer_of(n, draws, x=(1, 2, 3, float("nan"))),
        "data that are no numbers": lambda n: answer_of(n, draws, x=(1, 2, 3, "4")),
        "a step that is none": lambda n: answer_of(n, draws, step=0),
        "a warning that is no sentence": lambda n: answer_of(n, draws, warnings=[1]),
        "a sentence without end": lambda n: answer_of(n, draws, trust="x" * 5000),
        "an unknown kind": lambda n: said_of(n, "else"),
    }.items():
        number += 1
        running.tell(3, 1)
        asked = running.question()
        body = wrong(number)
        code = running.answer(body)
        heard = running.hear()
        check(f"explains {what}", code == 400, code)
        # Of some not even the number of the question can be read: those wait until the time is up.
        about = "not of this version" if len(body) >= DRAWS.size else "has not answered yet"
        check(f"and gives no draws for it: {what}", asked["id"] == number and about in heard.get("problem", ""), (asked, heard))
    for what, sent, about in (
        ("more draws than were asked for", lambda n: answer_of(n, [[1, 2]] * 4), "has not answered with the draws"),
        ("an observation in place of draws", lambda n: said_of(n, "observed"), "has not answered with the draws"),
        ("a reason", lambda n: said_of(n, "problem", problem="Not yet."), "PageProblem: Not yet."),
    ):
        number += 1
        running.tell(3)
        running.question()
        running.answer(sent(number))
        heard = running.hear()
        check(f"tells the program of {what}", about in heard.get("problem", ""), heard)
    for what, x in (("fewer numbers", [1, 2, 3]), ("a column", [[1], [2], [3], [4]]), ("a number", 1.5), ("numbers that are not finite", [1, 2, 3, float("inf")])):
        running.tell(x)
        heard = running.hear()
        check(f"observes no {what}", heard.get("problem", "").startswith("ValueError: x h"), heard)
    for x in ([[1, 2], [3, 4]], [1, 2, 3, 4]):
        number += 1
        running.tell(x)
        asked = running.question()
        running.answer(said_of(number, "observed"))
        check("the page is given an observation", asked == {"id": number, "kind": "observe", "x": [1, 2, 3, 4]} and running.hear() == {}, asked)
    number += 1
    running.tell([1, 2, 3, 4])
    running.question()
    running.answer(answer_of(number, draws))
    heard = running.hear()
    check("draws are no answer to an observation", "has not answered that the observation" in heard.get("problem", ""), heard)
    check("and nothing was simulated for all of it", running.done() == before == 0, running.done())
    running.process.kill()
    running.process.wait(10)


def alone():
    """Without cloudpickle a function of the program is simulated in its own process, as it is elsewhere."""
    theta = np.random.default_rng(2).random((40, 2))
    Path("without").mkdir()
    Path("without", "cloudpickle.py").write_text("raise ImportError('not installed')\n")
    found, keys = {}, set()
    for name in ("processes", "this process", "this process"):
        os.environ["PYTHONPATH"] = "" if name == "processes" else str(Path("without").resolve())
        try:
            running = Showing()
        finally:
            del os.environ["PYTHONPATH"]
        check(f"simulates in {name}", running.engine == name, running.engine)
        _, x, report = running.simulate(theta)
        found[name] = x
        check(f"all of it, in {name}", report["failed"] == 0 and running.done() == 40, report)
        keys.add(running.about["key"])
        running.process.kill()
        running.process.wait(10)
    check("with the same numbers", (found["processes"] == found["this process"]).all())
    check("as another simulator each time", len(keys) == 3, keys)


def simulations():
    running = Running("pairs", "--workers", 2)
    about = running.about["declaration"]
    wanted = {
        "name": "pairs",
        "parameters": [
            {"key": "a", "prior": {"family": "uniform", "low": 0, "high": 1}},
            {"key": "b", "prior": {"family": "normal", "mean": 0, "sd": 1, "low": -2, "high": 2}},
        ],
        "data": {"kind": "vector", "names": [f"x{i + 1}" for i in range(10)]},
    }
    check("declares parameters and data", about == wanted, about)
    by_name = subprocess.run(
        [sys.executable, "-c", "import sys; sys.path.insert(0, sys.argv[1]); import posterior_bridge as b; "
         "print(b.prior_of('a', {'family': 'normal', 'sd': 1, 'mean': 2}))", str(Path(BRIDGE).parent)],
        capture_output=True, text=True, timeout=60,
    ).stdout
    check("numbers of a prior go by their names", "'mean': 2.0, 'sd': 1.0" in by_name, by_name)
    theta = np.random.default_rng(1).random((3000, 2))
    _, whole, report = running.simulate(theta)
    check("simulates", whole.shape == (3000, 10) and report["failed"] == 0 and np.isfinite(whole).all())
    parts = [running.simulate(theta[i : i + 700], first=i)[1] for i in range(0, 3000, 700)]
    check("the same in other chunks", (np.concatenate(parts) == whole).all())
    chosen = np.array([3, 17, 256, 2999])
    check("the same by their numbers", (running.simulate(theta[chosen], index=chosen)[1] == whole[chosen]).all())
    check("others at another attempt", (running.simulate(theta[:9], attempt=1)[1] != whole[:9]).all())
    check("others with another seed", (running.simulate(theta[:9], seed=6)[1] != whole[:9]).all())
    check("in single precision", (running.simulate(theta[:9], dtype=2)[1] == whole[:9].astype("f4")).all())
    body = running.body(theta[:1])
    connection = http.client.HTTPConnection("127.0.0.1", running.port)
    took = []
    for _ in range(50):
        start = time.perf_counter()
        connection.request("POST", "/bridge/simulate", body, {"Authorization": f"Bearer {TOKEN}"})
        connection.getresponse().read()
        took.append(time.perf_counter() - start)
    say(f"a chunk costs {1000 * np.median(took):.1f} ms")
    # Wide of the 20 ms that are wanted, for machines that do other work beside.
    check("a chunk costs little", np.median(took) < 0.1, np.median(took))
    say(f"{rate(running, 2, 40_000):,.0f} pairs a second")
    running.stop()

    running = Running("batch", "--workers", 2)
    about = running.about["declaration"]
    series = {"kind": "series", "name": "count", "from": 0, "by": 0.5, "to": 4.5, "unit": "s"}
    check("declares a series", about["data"] == series and about["parameters"][0]["symbol"] == "A", about)
    _, whole, _ = running.simulate(theta)
    parts = [running.simulate(theta[i : i + 512], first=i)[1] for i in range(0, 3000, 512)]
    check("batches are the same in other chunks of whole blocks", (np.concatenate(parts) == whole).all())
    check("no two blocks alike", len(np.unique((whole - theta[:, :1]) / theta[:, 1:])) > 29_000)
    say(f"{rate(running, 2, 200_000):,.0f} a second in batches")
    running.stop()


def rate(running, dim, n):
    theta = np.full((n, dim), 0.5)
    running.simulate(theta)
    start = time.perf_counter()
    running.simulate(theta)
    return n / (time.perf_counter() - start)


def failures():
    running = Running("fails", "--workers", 2, "--limit", 1)
    theta = np.array([[0.05], [0.15], [0.35], [0.5], [7], [0.6], [8], [0.9]])
    start = time.perf_counter()
    _, x, report = running.simulate(theta)
    kinds = {one["index"]: one["kind"] for one in report["failures"]}
    expected = {1: "exception", 2: "not finite", 4: "time", 6: "process"}
    check("tells what failed, and how", kinds == expected and report["failed"] == 4, report)
    first = report["failures"][0]
    check("with theta, message and line", first["theta"] == {"a": 0.15} and 'raise ValueError("died out")' in first["traceback"], first)
    check("rows that failed are NaN, and no others", (np.isnan(x).all(axis=1) == [i in expected for i in range(8)]).all(), x)
    say(f"an endless and a deadly simulation took {time.perf_counter() - start:.1f} s")
    good = [0, 3, 5, 7]
    check("the others are as ever", (running.simulate(theta[good], index=good)[1] == x[good]).all())
    running.stop()


def cancels():
    running = Running("slow", "--workers", 2)
    connection = http.client.HTTPConnection("127.0.0.1", running.port)
    connection.request("POST", "/bridge/simulate", running.body(np.full((5000, 1), 0.5)), {"Authorization": f"Bearer {TOKEN}"})
    time.sleep(0.5)
    connection.close()
    start = time.perf_counter()
    running.simulate(np.full((2, 1), 0.5))
    waited = time.perf_counter() - start
    check("a request that is given up ends within a second", waited < 1, waited)
    time.sleep(0.5)
    before = running.done()
    time.sleep(0.5)
    check("and nothing goes on", running.done() == before and before < 1000, before)
    running.stop()

    # The deaf one does not come back from its sleep.
    Path("deaf.py").write_text(SIMULATORS["fails"].replace('["one", "two"]', "None"))
    running = Running("deaf", "--workers", 1)
    connection = http.client.HTTPConnection("127.0.0.1", running.port)
    connection.request("POST", "/bridge/simulate", running.body([[7.0]]), {"Authorization": f"Bearer {TOKEN}"})
    time.sleep(1)
    connection.close()
    start = time.perf_counter()
    running.simulate([[0.5]])
    waited = time.perf_counter() - start
    say(f"after the cancel of an endless simulation a new worker answered in {waited:.1f} s")
    check("also one in the middle of a long simulation", waited < 10, waited)
    running.stop()


def pages():
    folder = Path("page")
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<p>page</p>")
    (folder / "assets" / "a.js").write_text("1")
    Path("secret.txt").write_text("no")
    (folder / "leads-out").symlink_to(Path("secret.txt").resolve())
    running = Running("pairs", "--workers", 1, "--page", folder)
    check("its link is of its own address", running.link.startswith(f"http://127.0.0.1:{running.port}/#bridge={running.port}."))
    status, body, headers = running.ask("GET", "/", Authorization=None)
    isolated = headers["Cross-Origin-Embedder-Policy"] == "require-corp" and headers["Cross-Origin-Opener-Policy"] == "same-origin"
    check("serves the page, isolated", status == 200 and body == b"<p>page</p>" and isolated)
    check("with types", running.ask("GET", "/assets/a.js")[2]["Content-Type"].startswith("text/javascript"))
    for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/leads-out", "/..%2fsecret.txt", "/.hidden"):
        check(f"serves nothing else: {path}", running.ask("GET", path)[0] == 404)
    running.stop()


def sentences():
    """What is said of a simulator that is not one."""
    for what, text, about in (
        ("no simulate", "parameters = {'a': ('uniform', 0, 1)}", "simulate"),
        ("a prior that is none", "parameters = {'a': ('triangular', 0, 1)}\ndef simulate(theta, rng): return 1", "triangular"),
        ("a prior without its number", "parameters = {'a': {'family': 'normal', 'mean': 0}}\ndef simulate(theta, rng): return 1", "mean, sd"),
        ("a prior upside down", "parameters = {'a': ('uniform', 1, 0)}\ndef simulate(theta, rng): return 1", "smaller"),
        ("an error in it", "parameters = {'a': ('uniform', 0, 1)}\ndef simulate(theta, rng): return theta['b']", "KeyError"),
        ("data of another size", "data = ['x', 'y']\nparameters = {'a': ('uniform', 0, 1)}\ndef simulate(theta, rng): return 1", "declares 2"),
        ("a trial that ends its process", "import os\nparameters = {'a': ('uniform', 0, 1)}\ndef simulate(theta, rng): os._exit(9)", "exit code 9"),
        ("a line that is no Python", "parameters = {", "line 1"),
    ):
        Path("wrong.py").write_text(text)
        ran = subprocess.run([sys.executable, BRIDGE, "wrong.py"], capture_output=True, text=True, timeout=60)
        check(f"explains {what}", ran.returncode == 1 and about in ran.stderr, ran.stderr)


for name, text in SIMULATORS.items():
    Path(f"{name}.py").write_text(text)
for part in (sentences, tables, kills, imports, imports_shown, refusals, questions, alone, simulations, failures, cancels, pages):
    start = time.perf_counter()
    try:
        part()
    except Exception as cause:
        check(part.__name__, False, f"{type(cause).__name__}: {cause}")
    print(f"{part.__name__}: {time.perf_counter() - start:.1f} s", file=sys.stderr)
