"""The two networks in torch, trained on the very integers that the hardware computes.

All values are integers divided by a power of two and stay below 24 bits, so float32 holds them
exactly: the forward pass IS the integer network. Gradients pass straight through each rounding
and are cut where a value saturates. With `exact=False` the activations are not rounded: the same
weights as a float network.

Tensors are [stream, step, sample, cell]; stream 0 is sound, stream 1 is the picture. Layer by
layer equals step by step here, because a layer needs only the layer below at the same step.
"""

import math

import torch
from torch import nn

W, F = 8, 4  # bits of R and C, fraction bits of every activation
INPUTS = (64, 36)
CELLS = (128, 128, 64)
FAN_OUT = (128, 64, 10)  # synapses behind one cell of each layer
SHIFTS = (7, 7, 7)  # fraction bits of the weights of each layer, that is its right shift
READOUT_SHIFT = 7  # scales the loss only: an argmax needs no scale
# The mean of sparse outputs is one or two codes: a leak of more than the whole difference would round it to nothing.
P_SHIFT, D_SHIFT, U_SHIFT = 3, 2, 0
# `coop` has slope two at zero, so half the weights start both networks with alike outputs.
START = {"two-point": 0.5, "point": 1.0}
LOW, HIGH = -(2.0 ** (W - 1 - F)), 2.0 ** (W - 1 - F) - 2.0**-F
SIX = 6.0


class Floor(torch.autograd.Function):
    """Round down to `bits` fraction bits after adding `offset` (in units of the last bit)."""

    @staticmethod
    def forward(_, x, bits, offset):
        return torch.floor(x * 2.0**bits + offset) * 2.0**-bits

    @staticmethod
    def backward(_, gradient):
        return gradient, None, None


class Coop(torch.autograd.Function):
    """y = ReLU6(R^2 + 2R + C(1 + |R|)), rounded half up to F bits when exact."""

    @staticmethod
    def forward(ctx, r, c, exact):
        gain = 1 + r.abs()
        t = r * (r + 2) + c * gain
        ctx.save_for_backward(r, c, gain, (t > 0) & (t < SIX))
        if exact:
            t = torch.floor(t * 2.0**F + 0.5) * 2.0**-F
        return t.clamp(0, SIX)

    @staticmethod
    def backward(ctx, gradient):
        r, c, gain, inside = ctx.saved_tensors
        gradient = gradient * inside
        return gradient * (2 * r + 2 + c * r.sign()), gradient * gain, None


def round_half_up(x, exact):
    return Floor.apply(x, F, 0.5) if exact else x


def shift_right(x, shift, exact):
    x = x * 2.0**-shift
    return Floor.apply(x, F, 0.0) if exact else x


class Quantised(nn.Module):
    """A dense layer with int8 weights w / 2^shift and biases in units of the accumulator."""

    def __init__(self, inputs, outputs, shift, start):
        super().__init__()
        self.shift = shift
        self.weight = nn.Parameter(torch.randn(outputs, inputs) * start / math.sqrt(inputs))
        self.bias = nn.Parameter(torch.zeros(outputs))

    def weights(self):
        """Give the weights that hardware has: eight bits, symmetric."""
        limit = 127 * 2.0**-self.shift
        return Floor.apply(self.weight.clamp(-limit, limit), self.shift, 0.5)

    def biases(self):
        return Floor.apply(self.bias, self.shift + F, 0.5)

    def forward(self, x):
        return nn.functional.linear(x, self.weights(), self.biases())


class Network(nn.Module):
    """Two streams of three layers and one readout; `kind` is 'two-point' or 'point'."""

    def __init__(self, kind):
        super().__init__()
        self.kind = kind
        for name, first in zip(("audio", "video"), INPUTS):
            widths = (first, *CELLS)
            rows = [Quantised(widths[i], widths[i + 1], SHIFTS[i], START[kind]) for i in range(3)]
            setattr(self, name, nn.ModuleList(rows))
        self.readout = Quantised(2 * CELLS[-1], 10, READOUT_SHIFT, START[kind])

    def cells(self, r, exact):
        """Turn the drive R of one layer, [2, T, N, cells], into its outputs."""
        if self.kind == "point":
            return r.clamp(0, SIX)
        distal = shift_right(r.flip(0), D_SHIFT, exact)
        last = torch.zeros_like(r[:, 0])
        universal = torch.zeros_like(r[:, 0, :, :1])
        outputs = []
        for step in range(r.shape[1]):
            proximal = shift_right(last, P_SHIFT, exact)
            context = (proximal + distal[:, step] + universal).clamp(LOW, HIGH)
            last = Coop.apply(r[:, step], context, exact)
            mean = round_half_up(last.mean(-1, keepdim=True), exact)
            universal = universal + shift_right(mean - universal, U_SHIFT, exact)
            outputs.append(last)
        return torch.stack(outputs, 1)

    def forward(self, audio, video, exact=True):
        """Compute the logits after the last step and the outputs of each layer from 4-bit codes."""
        x = [codes.transpose(0, 1) * 2.0**-4 for codes in (audio, video)]
        layers = []
        for heard, seen in zip(self.audio, self.video):
            r = torch.stack([heard(x[0]), seen(x[1])])
            r = round_half_up(r, exact).clamp(LOW, HIGH)
            x = self.cells(r, exact)
            layers.append(x)
        return self.readout(torch.cat([x[0], x[1]], -1)).sum(0), layers


def pressure(layers):
    """Estimate the share of synapses that carry an event, the same way for both networks.

    y / (y + 1/4) is zero exactly where y is, near one for a clearly active cell, and has a
    gradient, which the true count y != 0 has not.
    """
    shares = [(y / (y + 0.25)).mean() * fan * y.shape[-1] for y, fan in zip(layers, FAN_OUT)]
    return sum(shares) / sum(fan * cells for fan, cells in zip(FAN_OUT, CELLS))


def integers(network):
    """Export the weights as integer arrays, named as integer_model.py reads them."""
    arrays = {}
    parts = [(f"{s}{i + 1}", layer) for s in ("audio", "video") for i, layer in enumerate(getattr(network, s))]
    for name, layer in [*parts, ("readout", network.readout)]:
        weights = (layer.weights() * 2.0**layer.shift).round()
        biases = (layer.biases() * 2.0 ** (layer.shift + F)).round()
        arrays[f"{name}_w"] = weights.detach().numpy().astype("int8")
        arrays[f"{name}_b"] = biases.detach().numpy().astype("int32")
        if name != "readout":
            # Codes have 4 fraction bits and activations F, so layer 1 shifts by less when F > 4.
            arrays[f"{name}_shift"] = layer.shift - (F - 4 if name.endswith("1") else 0)
    if network.kind == "two-point":
        arrays |= {"p_shift": P_SHIFT, "d_shift": D_SHIFT, "u_shift": U_SHIFT}
    return arrays | {"W": W, "f": F}
