"""The same autoregressive spline flow in zuko: three hidden layers, splines on [-5, 5] as zuko fixes them."""

from importlib.metadata import version

import zuko

from peer import serve


def build(spec):
    flow = zuko.flows.NSF(
        features=spec["dim"],
        context=spec["context"],
        bins=spec["bins"],
        transforms=spec["transforms"],
        hidden_features=[spec["hidden"]] * 3,
    )
    return list(flow.parameters()), lambda z, context: flow(context).log_prob(z)


serve(f"zuko {version('zuko')}", build)
