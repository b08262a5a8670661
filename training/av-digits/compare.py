"""Summarise the measured networks over their seeds and set two-point against point."""

import numpy as np

from settings import KINDS, SEEDS

PICOJOULE = 80  # per synapse event: arXiv 2211.01950, a system figure


def spread(values):
    """Summarise a figure over the seeds."""
    return {"mean": round(float(np.mean(values)), 4), "min": round(min(values), 4), "max": round(max(values), 4)}


def compare(networks):
    """Set two-point against point, seed by seed, on the main verification set."""
    pick = lambda kind, name: [networks[f"{kind} seed {seed}"]["events"][name] for seed in SEEDS]
    two, one = np.array(pick("two-point", "synapseEvents")), np.array(pick("point", "synapseEvents"))
    extra, entry = np.array(pick("two-point", "contextEvents")), networks["point seed 0"]["inputEvents"]
    out = {
        f"{kind} {name}": spread(pick(kind, name))
        for kind in KINDS
        for name in ("activeCells", "synapseEvents", "contextEvents")
    }
    for kind in KINDS:
        out[f"{kind} accuracy"] = spread([networks[f"{kind} seed {seed}"]["accuracy"] for seed in SEEDS])
        for level in networks[f"{kind} seed 0"]["levels"]:
            seeds = [networks[f"{kind} seed {seed}"]["levels"][level]["integer"] for seed in SEEDS]
            for name in seeds[0]:
                out[f"{kind} {level} {name}"] = spread([scores[name] for scores in seeds])
        out[f"{kind} microjoule"] = spread([n * PICOJOULE * 1e-6 for n in pick(kind, "synapseEvents")])
    out["energy ratio"] = spread((two / one).tolist())
    out["energy ratio, a context event costs as much"] = spread(((two + extra) / one).tolist())
    out["energy ratio without the input layers"] = spread(((two - entry) / (one - entry)).tolist())
    return out
