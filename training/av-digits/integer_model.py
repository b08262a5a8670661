"""Compute both networks in numpy integers: the reference that hardware must equal bit for bit.

Independent of torch and of the training code. Weights come from the exported .npz files. One
event is one nonzero presynaptic value times one synapse (its fan-out), input layer and readout
included; one context event is one nonzero P, D or U element that is summed into a C.
"""

import numpy as np

STREAMS = ("audio", "video")
LAYERS = 3
DIGITS = 10


def load(path):
    """Read the weights of one network as 64-bit integers, with scalars as plain int."""
    with np.load(path) as file:
        arrays = {name: file[name].astype(np.int64) for name in file.files}
    return {name: int(value) if value.ndim == 0 else value for name, value in arrays.items()}


def rhu(x, n):
    """Shift right by n and round half up."""
    return (x + (1 << (n - 1))) >> n if n else x


def drive(net, name, x):
    """Compute R of one layer for all samples."""
    bound = 1 << (net["W"] - 1)
    # Products stay far below 2^53, so float64 gives the exact integer and a fast matrix product.
    acc = (x.astype(np.float64) @ net[f"{name}_w"].T.astype(np.float64)).astype(np.int64)
    return np.clip(rhu(acc + net[f"{name}_b"], net[f"{name}_shift"]), -bound, bound - 1)


def coop(net, r, c):
    """Modulate R by C: ReLU6(R^2 + 2R + C(1 + |R|)) in fixed point."""
    f = net["f"]
    t = r * r + (r << (f + 1)) + c * ((1 << f) + np.abs(r))
    return np.clip(rhu(t, f), 0, 6 << f)


def is_two_point(net):
    """Tell a two-point network from a network of point neurons."""
    return "p_shift" in net


def run(net, audio, video, context=None):
    """Run samples through a network; audio is [N, 4, 64] and video [N, 4, 36], codes 0..15.

    `context`, when given, is the `context` of another run (of other samples): its P, D and U
    replace this run's own. The result holds arrays per sample: logits [N, 10], prediction,
    active (cells with y != 0, over all steps), synapse_events, context_events.
    """
    count, steps = audio.shape[:2]
    bound = 1 << (net["W"] - 1)
    state = {}  # (stream, layer) -> (y of the step before, U)
    logits = np.zeros((count, DIGITS), np.int64)
    active, synapses, contexts = (np.zeros(count, np.int64) for _ in range(3))
    trace = {}
    for step in range(steps):
        x = {"audio": audio[:, step].astype(np.int64), "video": video[:, step].astype(np.int64)}
        for layer in range(1, LAYERS + 1):
            names = {stream: f"{stream}{layer}" for stream in STREAMS}
            for stream in STREAMS:
                synapses += (x[stream] != 0).sum(1) * len(net[f"{names[stream]}_w"])
            r = {stream: drive(net, names[stream], x[stream]) for stream in STREAMS}
            for stream, other in (STREAMS, STREAMS[::-1]):
                if not is_two_point(net):
                    x[stream] = np.clip(r[stream], 0, 6 << net["f"])
                    continue
                nothing = (np.zeros_like(r[stream]), np.zeros((count, 1), np.int64))
                last, u = state.get((stream, layer), nothing)
                terms = (last >> net["p_shift"], r[other] >> net["d_shift"], u)
                trace[step, stream, layer] = terms
                if context is not None:
                    terms = context[step, stream, layer]
                p, d, universal = (np.broadcast_to(term, last.shape) for term in terms)
                contexts += (p != 0).sum(1) + (d != 0).sum(1) + (universal != 0).sum(1)
                y = coop(net, r[stream], np.clip(p + d + universal, -bound, bound - 1))
                mean = rhu(y.sum(1, keepdims=True), y.shape[1].bit_length() - 1)
                state[stream, layer] = (y, u + ((mean - u) >> net["u_shift"]))
                x[stream] = y
            active += sum((x[stream] != 0).sum(1) for stream in STREAMS)
        joined = np.concatenate([x["audio"], x["video"]], 1)
        synapses += (joined != 0).sum(1) * DIGITS
        logits += joined @ net["readout_w"].T + net["readout_b"]
    return {
        "logits": logits,
        "prediction": logits.argmax(1),  # the first index on ties
        "active": active,
        "synapse_events": synapses,
        "context_events": contexts,
        "context": trace,
    }


def permuted(trace, order):
    """Take each sample's context from another sample of the same run."""
    return {key: tuple(term[order] for term in terms) for key, terms in trace.items()}


def dense_events(net, steps=4):
    """Count the synapse events of a sample in which no value is zero."""
    return steps * sum(value.size for name, value in net.items() if name.endswith("_w"))
