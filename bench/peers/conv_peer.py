"""Convolutions with ReLU and a dense layer with ReLU before nflows' autoregressive spline flow: the network of a galaxy's picture."""

from importlib.metadata import version

import torch

from nflows_peer import flow_of
from peer import serve


def build(spec):
    picture = spec["embedding"]
    channels, height, width = (picture["input"][key] for key in ("channels", "height", "width"))
    layers = []
    for stage in picture["stages"]:
        kernel, stride = stage["kernel"], stage["stride"]
        layers += [torch.nn.Conv2d(channels, stage["channels"], kernel, stride, kernel // 2), torch.nn.ReLU()]
        channels = stage["channels"]
        height, width = -(-height // stride), -(-width // stride)
    features = picture["features"]
    layers += [torch.nn.Flatten(), torch.nn.Linear(channels * height * width, features), torch.nn.ReLU()]
    shape = [picture["input"][key] for key in ("channels", "height", "width")]
    embedding = torch.nn.Sequential(torch.nn.Unflatten(1, shape), *layers)
    flow = flow_of(spec, features)
    parameters = [*embedding.parameters(), *flow.parameters()]
    return parameters, lambda z, context: flow.log_prob(z, context=embedding(context))


if __name__ == "__main__":
    serve(f"PyTorch and nflows {version('nflows')}", build)
