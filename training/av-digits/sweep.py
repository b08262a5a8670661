"""Train both networks once per strength of the sparsity pressure: `sweep.py KIND`.

The figures are on validation data only. They say how accuracy trades against events, so that the
one strength is chosen for both networks together, and the comparison does not hang on it.
"""

import json
import sys

import data
import settings
import train


def main():
    """Train one kind over the strengths and keep [lambda, accuracy, share of events] rows."""
    kind = sys.argv[1]
    rows = []
    for strength in settings.SWEEP:
        _, right, share = train.train(kind, 0, strength, settings.SWEEP_EPOCHS)
        rows.append({"lambda": strength, "validation": round(right, 4), "hiddenEventShare": round(share, 4)})
    (data.FOLDER / f"sweep-{kind}.json").write_text(json.dumps(rows))


if __name__ == "__main__":
    main()
