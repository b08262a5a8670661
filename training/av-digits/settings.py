"""The choices of the experiment in one place: what is trained, how long, with how much pressure."""

KINDS = ("two-point", "point")
SEEDS = (0, 1, 2)
EPOCHS = 20
SWEEP_EPOCHS = 8
SWEEP = (0.0, 1.0, 2.0, 4.0, 8.0)  # strengths of the sparsity pressure that were tried
# The one strength that both networks get: the largest of the sweep at which neither loses more than
# one point of its best accuracy on validation data.
LAMBDA = 1.0

BATCH = 256
RATE = 5e-3
MUTE = 0.15  # share of training samples without sound, and share without picture


def described():
    """Give the settings as plain data for results.json."""
    names = ("SEEDS", "EPOCHS", "SWEEP_EPOCHS", "LAMBDA", "BATCH", "RATE", "MUTE")
    return {name.lower(): globals()[name] for name in names}
