"""The flow that the package sbi builds for density_estimator="nsf" (sbi/neural_nets/net_builders/flow.py), built with nflows as
sbi does: coupling transforms with residual conditioners of two blocks and a linear layer after each. Transforms, widths and bins
are those of the comparison; for one parameter sbi has another network, so this peer needs two or more."""

from importlib.metadata import version

import torch
from nflows.distributions.normal import StandardNormal
from nflows.flows.base import Flow
from nflows.nn.nets import ResidualNet
from nflows.transforms.base import CompositeTransform
from nflows.transforms.coupling import PiecewiseRationalQuadraticCouplingTransform
from nflows.transforms.lu import LULinear
from nflows.utils.torchutils import create_alternating_binary_mask

from peer import serve


def build(spec):
    def conditioner(inputs, outputs):
        return ResidualNet(
            in_features=inputs,
            out_features=outputs,
            hidden_features=spec["hidden"],
            context_features=spec["context"],
            num_blocks=2,
            activation=torch.nn.functional.relu,
        )

    transforms = []
    for t in range(spec["transforms"]):
        transforms.append(
            PiecewiseRationalQuadraticCouplingTransform(
                mask=create_alternating_binary_mask(features=spec["dim"], even=(t % 2 == 0)),
                transform_net_create_fn=conditioner,
                num_bins=spec["bins"],
                tails="linear",
                tail_bound=spec["bound"],
                apply_unconditional_transform=False,
            )
        )
        transforms.append(LULinear(spec["dim"], identity_init=True))
    flow = Flow(CompositeTransform(transforms), StandardNormal([spec["dim"]]))
    return list(flow.parameters()), lambda z, context: flow.log_prob(z, context=context)


serve(f"sbi's coupling flow on nflows {version('nflows')}", build)
