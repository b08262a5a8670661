"""Measure trained networks on recorded human speech, when the recordings are present.

`fsdd.py [FOLDER]` reads 8 kHz files named {digit}_{speaker}_{take}.wav. No recording and nothing
computed from one is written to disk, apart from the accuracies.
"""

import sys
from pathlib import Path

import numpy as np

import features

FOLDER = Path(__file__).resolve().parents[3] / "shared/data/fsdd"


def load(folder=FOLDER):
    """Read the folder as codes [N, 4, 64] and labels [N]; None when there are no recordings."""
    paths = sorted(Path(folder).glob("[0-9]_*_*.wav"))
    if not paths:
        return None
    words = [features.word_span(features.read_wav(path)) for path in paths]
    return np.array([features.log_mel(word) for word in words]), np.array([int(p.name[0]) for p in paths])


def accuracy(predict, codes, labels):
    """Give the accuracy of predict(audio, video) on sound alone, with the picture zeroed."""
    silent = np.zeros((len(codes), features.STEPS, 36), np.uint8)
    return float((predict(codes, silent) == labels).mean())


def main():
    """Print the accuracy of every trained network in the cache."""
    import evaluate

    found = load(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
    if found is None:
        print("no recordings found")
        return
    for kind in evaluate.KINDS:
        for seed in evaluate.SEEDS:
            network = evaluate.trained(kind, seed)
            for exact in (False, True):
                score = accuracy(evaluate.torch_predict(network, exact), *found)
                print(f"{kind} seed {seed} {'integer' if exact else 'float'}: {score:.3f}")


if __name__ == "__main__":
    main()
