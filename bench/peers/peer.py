"""What the peers in Python share: one flow is trained, a few steps at a time, as the benchmark asks on standard input.

The first line is a JSON object {dim, context, embedding, transforms, hidden, bins, bound, batch, rows}; the answer names the versions and
counts the parameters. Each further line is a number of steps; the answer is the processor time that they took, in milliseconds.
One thread, float32, Adam with the gradient's norm clipped at 5, minibatches drawn from data that are already tensors: what a
training loop of these packages does, without its bookkeeping.
"""

import json
import sys
import time

import torch


def serve(name, build):
    """build(spec) returns (list of parameters, function (z, context) -> log density [batch])."""
    torch.set_num_threads(1)
    torch.manual_seed(1)
    spec = json.loads(sys.stdin.readline())
    parameters, log_density = build(spec)
    optimiser = torch.optim.Adam(parameters, lr=1e-4)
    z = torch.randn(spec["rows"], spec["dim"])
    context = torch.randn(spec["rows"], spec["context"])
    count = sum(p.numel() for p in parameters)
    answer({"name": name, "torch": torch.__version__, "parameters": count})
    for line in sys.stdin:
        begin = time.process_time()
        for _ in range(int(line)):
            rows = torch.randint(spec["rows"], (spec["batch"],))
            optimiser.zero_grad()
            loss = -log_density(z[rows], context[rows]).mean()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 5.0)
            optimiser.step()
            loss.item()
        answer(1000 * (time.process_time() - begin))


def answer(value):
    print(json.dumps(value), flush=True)
