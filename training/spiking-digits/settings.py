"""The choices of the experiment in one place."""

SEEDS = (0, 1, 2)  # the first seed is the one that gets exported, whatever it reaches
FLOAT_EPOCHS = 30  # real-valued weights and batch normalisation
INTEGER_EPOCHS = 15  # fine-tuning of the exact integers, normalisation folded
BATCH = 128
FLOAT_RATE = 1e-2  # 4e-3 and 2e-2 do worse on the validation pictures
INTEGER_RATE = 2e-3
SLOPE = 4.0  # steepness of the sigmoid whose derivative stands in for that of a spike
BAND = (0.08, 0.18)  # mean firing rates that cost nothing
PRESSURE = 20.0  # cost of the squared distance from that band, per layer


def described():
    """Give the settings as plain data for results.json."""
    return {name.lower(): value for name, value in globals().items() if name.isupper()}
