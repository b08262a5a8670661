"""Train one network: `train.py SEED FILE`, with the settings of settings.py.

First real weights with BatchNorm, then the exact integers with the normalisation frozen and
folded. Each epoch turns, scales and shifts every picture a little.
"""

import math
import sys
import time

import numpy as np
import torch

import data
import model
from settings import BATCH, FLOAT_EPOCHS, FLOAT_RATE, INTEGER_EPOCHS, INTEGER_RATE, PRESSURE


def vary(pictures):
    """Turn by up to 10 degrees, scale by up to 10 % and shift by up to two pixels."""
    count = len(pictures)

    def spread(most):
        return (torch.rand(count) * 2 - 1) * most

    angle, size = spread(math.radians(10)), 1 + spread(0.1)
    cosine, sine = size * torch.cos(angle), size * torch.sin(angle)
    shift = 2 / 14  # the picture is 2 wide in the units of affine_grid
    rows = [torch.stack([cosine, -sine, spread(shift)], 1), torch.stack([sine, cosine, spread(shift)], 1)]
    shape = (count, 1, 28, 28)
    grid = torch.nn.functional.affine_grid(torch.stack(rows, 1), shape, align_corners=False)
    return torch.nn.functional.grid_sample(pictures[:, None], grid, align_corners=False)[:, 0]


def codes(pictures):
    """Cut pictures into patches of codes 0..15, as float."""
    return torch.from_numpy(data.patches(np.asarray(pictures))).float()


@torch.no_grad()
def measure(network, inputs, labels, exact):
    """Measure accuracy and mean firing rates."""
    network.eval()
    logits, spikes, *_ = network(inputs, exact)
    right = (logits.argmax(1) == labels).float().mean().item()
    return right, {name: round(s.mean().item(), 4) for name, s in spikes.items()}


def phase(network, train, held, exact, epochs, rate):
    """Train for some epochs, with or without the integers."""
    pictures, labels = train
    optimiser = torch.optim.Adam(network.parameters(), rate)
    batches = len(labels) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=epochs * batches, pct_start=0.15)
    start = time.time()
    for number in range(epochs):
        # In evaluation mode the normalisation keeps its statistics, as folding needs them.
        network.train(not exact)
        inputs = codes(vary(pictures))
        for rows in torch.randperm(len(labels))[: batches * BATCH].split(BATCH):
            logits, spikes, _, scale = network(inputs[rows], exact)
            loss = torch.nn.functional.cross_entropy(logits * scale, labels[rows])
            loss = loss + PRESSURE * model.crowding(spikes)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        if number % 5 == 4 or number == epochs - 1:
            right, rates = measure(network, *held, exact)
            print(
                f"{'integer' if exact else 'float'} epoch {number + 1}: loss {loss.item():.3f}, "
                f"validation {right:.3f}, {time.time() - start:.0f} s, rates {rates}",
                flush=True,
            )
    return measure(network, *held, exact)[0]


def main():
    """Train as the command line says; keep the weights of both phases in FILE."""
    seed, path = int(sys.argv[1]), sys.argv[2]
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    digits = data.mnist()
    pictures, labels = (torch.from_numpy(part) for part in data.split(digits, "train"))
    held_pictures, held_labels = data.split(digits, "validation")
    held = codes(held_pictures), torch.from_numpy(held_labels)
    network = model.Network()
    kept = {}
    kept["float_validation"] = phase(network, (pictures, labels), held, False, FLOAT_EPOCHS, FLOAT_RATE)
    kept["float"] = {name: value.clone() for name, value in network.state_dict().items()}
    kept["folded_validation"] = measure(network, *held, True)[0]
    print(f"folded without fine-tuning: {kept['folded_validation']:.3f}", flush=True)
    kept["integer_validation"] = phase(network, (pictures, labels), held, True, INTEGER_EPOCHS, INTEGER_RATE)
    torch.save(kept | {"integer": network.state_dict()}, path)


if __name__ == "__main__":
    main()
