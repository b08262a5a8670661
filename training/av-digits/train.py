"""Train one network with the strength and length of settings.py: `train.py KIND SEED FILE`.

Each epoch pairs every spoken word with a fresh picture of its digit, degraded afresh. Some samples
lose their sound or their picture, so that each sense alone stays meaningful.
"""

import sys
import time

import numpy as np
import torch

import data
import degrade
import features
import model
from settings import BATCH, EPOCHS, LAMBDA, MUTE, RATE


def pair(labels, pictures, picture_labels, rng):
    """Choose a random picture of the right digit for each label."""
    chosen = np.empty(len(labels), int)
    for digit in range(10):
        mine = labels == digit
        chosen[mine] = rng.choice(np.flatnonzero(picture_labels == digit), mine.sum())
    return pictures[chosen]


def epoch(split, rng):
    """Make one epoch of training codes: audio, video, labels."""
    pictures = pair(split["labels"], split["pictures"], split["picture_labels"], rng)
    snr = rng.uniform(-8, 18, len(pictures))
    video = features.pool(degrade.spoil(degrade.shift(pictures, rng), snr, rng))
    audio = degrade.colour(split["audio"], rng)
    fate = rng.random(len(audio))
    audio[fate < MUTE] = 0
    video[fate > 1 - MUTE] = 0
    return audio, video, split["labels"]


def validation(split, rounds=4):
    """Make validation codes: each word with several pictures, both degraded by the word's level."""
    rng = np.random.default_rng(7)
    parts = [pair(split["labels"], split["pictures"], split["picture_labels"], rng) for _ in range(rounds)]
    snr = np.tile(split["snr"], rounds)
    video = features.pool(degrade.spoil(np.concatenate(parts), snr, rng))
    return np.tile(split["audio"], (rounds, 1, 1)), video, np.tile(split["labels"], rounds)


def load(split):
    """Read one split from the cache."""
    return dict(np.load(data.FOLDER / f"{split}.npz"))


def train(kind, seed, strength, epochs):
    """Train a network of a kind with a strength of sparsity pressure."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    rng = np.random.default_rng(1000 + seed)
    split, held = load("train"), validation(load("validation"))
    network = model.Network(kind)
    optimiser = torch.optim.Adam(network.parameters(), RATE)
    batches = len(split["labels"]) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, RATE, total_steps=epochs * batches, pct_start=0.1
    )
    start = time.time()
    for number in range(epochs):
        audio, video, labels = (torch.from_numpy(part) for part in epoch(split, rng))
        order = torch.from_numpy(rng.permutation(len(labels)))[: batches * BATCH]
        # The pressure grows over the first third, so that cells learn before they fall silent.
        now = strength * min(1, 3 * (number + 1) / epochs)
        for rows in order.split(BATCH):
            logits, layers = network(audio[rows].float(), video[rows].float())
            loss = torch.nn.functional.cross_entropy(logits, labels[rows])
            loss = loss + now * model.pressure(layers)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        if number % 5 == 4 or number == epochs - 1:
            right, share = check(network, held)
            print(
                f"{kind} seed {seed} lambda {strength} epoch {number + 1}: loss {loss.item():.3f}, "
                f"validation {right:.3f}, events {share:.3f} of all, {time.time() - start:.0f} s",
                flush=True,
            )
    return network, right, share


@torch.no_grad()
def check(network, held):
    """Measure accuracy and the share of hidden synapses that carry an event."""
    audio, video, labels = (torch.from_numpy(part) for part in held)
    logits, layers = network(audio.float(), video.float())
    shares = [(y > 0).float().mean() * fan * y.shape[-1] for y, fan in zip(layers, model.FAN_OUT)]
    dense = sum(fan * cells for fan, cells in zip(model.FAN_OUT, model.CELLS))
    return (logits.argmax(1) == labels).float().mean().item(), (sum(shares) / dense).item()


def main():
    """Train as the command line says; keep weights and validation figures in FILE."""
    kind, seed, path = sys.argv[1:]
    network, right, share = train(kind, int(seed), LAMBDA, EPOCHS)
    torch.save(dict(state=network.state_dict(), validation=right, share=share), path)


if __name__ == "__main__":
    main()
