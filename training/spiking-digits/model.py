"""The network in torch, first with real weights and BatchNorm, then on the exact integers.

With `exact=True` every value is an integer below 2^24, which float32 holds exactly: the forward
pass IS the integer network, with BatchNorm (of the running statistics) folded into thresholds.
Gradients pass straight through each rounding. Tensors are [step, sample, token, channel]; layer
by layer equals step by step here, because no layer looks back at a later one.
"""

import torch
from torch import nn

import data
from settings import BAND, SLOPE

STEPS, TOKENS, PIXELS = 4, data.GRID**2, data.SIDE**2
WIDTH, HIDDEN, HEADS = 32, 64, 2
SCALE = 8  # S of the attention: a spike costs eight counts
PIXEL_UNIT = data.LEVELS + 1  # real-valued pixels are codes / 16
LIMIT = 127  # largest weight
SMALLEST = 1 / 32  # keeps the threshold of a channel with tiny weights below 2^16
LAYERS = ("embed", "q", "k", "v", "proj", "fc1", "fc2")


class Floor(torch.autograd.Function):
    """Round down, with the gradient of the identity."""

    @staticmethod
    def forward(_, x):
        return torch.floor(x)

    @staticmethod
    def backward(_, gradient):
        return gradient


class Spike(torch.autograd.Function):
    """Compare with a threshold; the gradient is that of a sigmoid of the relative distance."""

    @staticmethod
    def forward(ctx, t, threshold):
        ctx.save_for_backward(t, threshold)
        return (t >= threshold).to(t.dtype)

    @staticmethod
    def backward(ctx, gradient):
        t, threshold = ctx.saved_tensors
        y = torch.sigmoid(SLOPE * (t / threshold - 1))
        return gradient * SLOPE * y * (1 - y) / threshold, None


def rhu(x):
    return Floor.apply(x + 0.5)


def lif(x, threshold, exact):
    """Leaky integrate and fire, tau 2, hard reset; x is [T or 1, ...], one entry means constant."""
    v = torch.zeros_like(x[0])
    spikes = []
    for step in range(STEPS):
        t = (v + x[min(step, len(x) - 1)]) * 0.5
        if exact:
            t = Floor.apply(t)
        s = Spike.apply(t, threshold)
        v = t * (1 - s)
        spikes.append(s)
    return torch.stack(spikes)


def attend(q, k, v):
    """Attention without softmax and its two-bit neuron; gives spikes and the scores q k^T."""
    q, k, v = (x.unflatten(-1, (HEADS, -1)).transpose(2, 3) for x in (q, k, v))
    scores = q @ k.transpose(-1, -2)
    counts = scores @ v
    threshold = torch.tensor(float(SCALE))
    u = torch.zeros_like(counts[0])
    spikes = []
    for n in counts:
        # min(n, S) changes no spike; leaving it out of u is safe, because n >= S always spikes.
        t = u + n
        s = Spike.apply(t, threshold)
        u = Floor.apply(t * 0.5) * (1 - s)
        spikes.append(s)
    return torch.stack(spikes).transpose(2, 3).flatten(3), scores


class Cells(nn.Module):
    """A dense layer, its normalisation and its neurons; `unit` is the input code that means one."""

    def __init__(self, inputs, outputs, unit=1):
        super().__init__()
        self.unit = unit
        self.weight = nn.Parameter(torch.randn(outputs, inputs) / inputs**0.5)
        self.norm = nn.BatchNorm1d(outputs)
        # Neurons that start silent pass no gradient: begin with lively ones.
        nn.init.constant_(self.norm.weight, 1.5)
        nn.init.constant_(self.norm.bias, 0.5)

    def integers(self):
        """Fold the normalisation: int8 weights, biases and thresholds, one scale per channel.

        The gain multiplies the weights before they are scaled to 127, so a negative gain negates
        them, and its size ends up in the threshold alone.
        """
        gain = self.norm.weight / torch.sqrt(self.norm.running_var + self.norm.eps)
        weight = self.weight * gain[:, None]
        bias = self.norm.bias - gain * self.norm.running_mean
        scale = weight.detach().abs().amax(1).clamp(min=SMALLEST) / LIMIT
        threshold = torch.floor(self.unit / scale + 0.5).clamp(min=1)
        # torch.round rounds half to even; the detour gives it the gradient of the identity.
        exact = weight / scale[:, None]
        return exact + (exact.round() - exact).detach(), rhu(bias * self.unit / scale), threshold

    def forward(self, x, exact):
        if exact:
            weight, bias, threshold = self.integers()
            return lif(nn.functional.linear(x, weight, bias), threshold, True)
        x = nn.functional.linear(x / self.unit, self.weight)
        x = self.norm(x.flatten(0, 2)).view(x.shape)
        return lif(x, torch.ones(()), False)


class Network(nn.Module):
    """One block between a patch embedding and a head that knows the position of each token."""

    def __init__(self):
        super().__init__()
        self.embed = Cells(PIXELS, WIDTH, PIXEL_UNIT)
        self.q, self.k, self.v, self.proj = (Cells(WIDTH, WIDTH) for _ in range(4))
        self.fc1, self.fc2 = Cells(WIDTH, HIDDEN), Cells(HIDDEN, WIDTH)
        self.head = nn.Linear(TOKENS * WIDTH, 10)

    def head_integers(self):
        """Quantise the head with ONE scale: its ten sums are compared with each other."""
        scale = self.head.weight.detach().abs().max() / LIMIT
        exact = self.head.weight / scale
        return exact + (exact.round() - exact).detach(), rhu(self.head.bias / scale), scale

    def forward(self, codes, exact=True):
        """Compute summed logits [N, 10], the spikes of each layer and the attention scores."""
        s = {"embed": self.embed(codes[None], exact)}
        for name in "qkv":
            s[name] = getattr(self, name)(s["embed"], exact)
        s["attn"], scores = attend(s["q"], s["k"], s["v"])
        s["proj"] = self.proj(s["attn"], exact)
        x = s["embed"] + s["proj"]
        s["fc1"] = self.fc1(x, exact)
        s["fc2"] = self.fc2(s["fc1"], exact)
        x = (x + s["fc2"]).flatten(2)
        if exact:
            weight, bias, scale = self.head_integers()
            return nn.functional.linear(x, weight, bias).sum(0), s, scores, scale
        return self.head(x).sum(0), s, scores, 1.0


def crowding(spikes):
    """Sum the squared distances of the layers' mean firing rates from the band that is free."""
    rates = torch.stack([s.mean() for s in spikes.values()])
    return ((rates - rates.clamp(*BAND)) ** 2).sum()


@torch.no_grad()
def export(network):
    """Give the integer arrays, named as integer_model.py reads them."""
    arrays = {}
    for name in LAYERS:
        parts = getattr(network, name).integers()
        for suffix, part, kind in zip(("w", "b", "th"), parts, ("int8", "int32", "int32")):
            arrays[f"{name}_{suffix}"] = part.numpy().astype(kind)
    weight, bias, _ = network.head_integers()
    return arrays | {"head_w": weight.numpy().astype("int8"), "head_b": bias.numpy().astype("int32")}
