"""Compute the network in numpy integers: the reference that hardware must equal bit for bit.

Independent of torch and of the training code. Weights come from weights.npz. Run as a program,
it checks the two neurons on known vectors and then the held-out samples against expected.npz.
"""

from pathlib import Path

import numpy as np

EXAMPLE = Path(__file__).resolve().parents[2] / "examples/spiking-digits"
STEPS, HEADS, SCALE = 4, 2, 8
# Each layer and what it reads; `attn` has no weights, x1 and x2 are the residual sums.
LAYERS = ("embed", "q", "k", "v", "attn", "proj", "fc1", "fc2")


def load(path):
    """Read an .npz file as 64-bit integers."""
    with np.load(path) as file:
        return {name: file[name].astype(np.int64) for name in file.files}


def linear(net, name, x, seen):
    """Add up weights and bias; note the range of the sums and the nonzero inputs."""
    # Sums stay far below 2^53, so float64 gives the exact integer and a fast matrix product.
    sums = (x.astype(np.float64) @ net[f"{name}_w"].T.astype(np.float64)).astype(np.int64)
    sums += net[f"{name}_b"]
    low, high, nonzero = seen.get(name, (0, 0, 0))
    seen[name] = (min(low, sums.min()), max(high, sums.max()), nonzero + np.count_nonzero(x))
    return sums


def fire(x, v, threshold):
    """Update a leaky neuron with tau 2 and hard reset; gives the spikes and the new state."""
    t = (v + x) >> 1
    s = (t >= threshold).astype(np.int64)
    return s, np.where(s, 0, t)


def fire_attention(n, u):
    """Update the two-bit attention neuron; gives the spikes and the new state."""
    t = u + np.minimum(n, SCALE)
    s = (t >= SCALE).astype(np.int64)
    return s, np.where(s, 0, t >> 1)


def heads(x):
    """Split [N, tokens, channels] into [N, head, tokens, d]; head h has channels h*d..h*d+d-1."""
    count, tokens, channels = x.shape
    return x.reshape(count, tokens, HEADS, channels // HEADS).transpose(0, 2, 1, 3)


def run(net, patches):
    """Run samples, [N, 16, 49] codes 0..15, through the network.

    The result holds logits [N, 10] summed over the steps, prediction [N], rates (mean spikes per
    neuron and step, per layer), residual (mean and largest x1 and x2), scores [N, 16, 16] (q k^T
    summed over steps and heads, [query, key]), and seen (per layer: least sum, largest sum,
    nonzero inputs).
    """
    count = len(patches)
    state, seen, residual = {}, {}, {}
    fired = dict.fromkeys(LAYERS, 0)
    logits = np.zeros((count, len(net["head_b"])), np.int64)
    scores = 0

    def cells(name, x):
        sums = linear(net, name, x, seen)
        spikes, state[name] = fire(sums, state.get(name, np.zeros_like(sums)), net[f"{name}_th"])
        fired[name] += spikes.mean() / STEPS
        return spikes

    def add(name, x, y):
        total = x + y
        mean, largest = residual.get(name, (0, 0))
        residual[name] = (mean + total.mean() / STEPS, max(largest, total.max()))
        return total

    for _ in range(STEPS):
        x0 = cells("embed", patches.astype(np.int64))
        q, k, v = (heads(cells(name, x0)) for name in "qkv")
        scores = scores + (q @ k.swapaxes(2, 3)).sum(1)
        # k^T v first, as the hardware may do it; training computes (q k^T) v, the same integers.
        counts = q @ (k.swapaxes(2, 3) @ v)
        spikes, state["attn"] = fire_attention(counts, state.get("attn", np.zeros_like(counts)))
        fired["attn"] += spikes.mean() / STEPS
        attention = spikes.transpose(0, 2, 1, 3).reshape(x0.shape)
        x1 = add("x1", x0, cells("proj", attention))
        x2 = add("x2", x1, cells("fc2", cells("fc1", x1)))
        # Token by token: input 32*i + c of the head is channel c of token i.
        logits += linear(net, "head", x2.reshape(count, -1), seen)
    prediction = logits.argmax(1)  # the first index on ties
    return dict(
        logits=logits, prediction=prediction, rates=fired, residual=residual, scores=scores, seen=seen
    )


def check_neurons():
    """Check both neurons on the vectors of the specification."""
    v, seen = np.int64(0), []
    for x in np.array([5, -3, 9, 20, -7, 1]):
        s, v = fire(x, v, 8)
        seen.append(int(s))
    assert seen == [0, 0, 0, 1, 0, 0], seen
    for counts, spikes in (((3, 5, 6, 0, 8, 2), [0, 0, 1, 0, 1, 0]), ((7, 4, 1, 7), [0, 0, 0, 1]), ((7, 5), [0, 1])):
        u, seen = np.int64(0), []
        for n in np.array(counts):
            s, u = fire_attention(n, u)
            seen.append(int(s))
        assert seen == spikes, (counts, seen)


def main():
    """Check the exported example."""
    check_neurons()
    held, expected = (load(EXAMPLE / f"{name}.npz") for name in ("heldout", "expected"))
    result = run(load(EXAMPLE / "weights.npz"), held["patches"])
    assert np.array_equal(result["logits"], expected["logits"])
    assert np.array_equal(result["prediction"], expected["predictions"])
    count = len(held["labels"])
    scores = load(EXAMPLE / "scores.npz")["scores"]
    assert np.array_equal(result["scores"][: len(scores)].reshape(scores.shape), scores)
    right = (result["prediction"] == held["labels"]).sum()
    print(f"integer model: {right} of {count} right, logits, predictions and scores as expected")


if __name__ == "__main__":
    main()
