"""The same autoregressive spline flow in nflows: three hidden layers, not residual, order reversed between transforms."""

from importlib.metadata import version

from nflows.distributions.normal import StandardNormal
from nflows.flows.base import Flow
from nflows.transforms.autoregressive import MaskedPiecewiseRationalQuadraticAutoregressiveTransform
from nflows.transforms.base import CompositeTransform
from nflows.transforms.permutations import ReversePermutation

from peer import serve


def flow_of(spec, context):
    """The flow, given so many numbers of an observation."""
    transforms = []
    for t in range(spec["transforms"]):
        if t > 0:
            transforms.append(ReversePermutation(spec["dim"]))
        transforms.append(
            MaskedPiecewiseRationalQuadraticAutoregressiveTransform(
                features=spec["dim"],
                hidden_features=spec["hidden"],
                context_features=context,
                num_bins=spec["bins"],
                tails="linear",
                tail_bound=spec["bound"],
                num_blocks=2,
                use_residual_blocks=False,
            )
        )
    return Flow(CompositeTransform(transforms), StandardNormal([spec["dim"]]))


def build(spec):
    flow = flow_of(spec, spec["context"])
    return list(flow.parameters()), lambda z, context: flow.log_prob(z, context=context)


if __name__ == "__main__":
    serve(f"nflows {version('nflows')}", build)
