"""Make sounds and pictures worse, by a signal-to-noise ratio in dB that both senses share.

Sound: white noise or babble at the ratio. Picture: pixel noise whose deviation and an occluding
rectangle whose side follow the same ratio by the table below, linearly between its rows.
"""

import numpy as np

SNR_LEVELS = (-6, 0, 6)
# SNR in dB -> deviation of the pixel noise (picture values 0..1), side of the rectangle of 24 pixels.
# The rectangle has one random grey and lies anywhere in the picture.
PICTURE_SNR = (-6, 0, 6, 18)
PICTURE_NOISE = (0.45, 0.30, 0.15, 0.0)
PICTURE_SIDE = (13, 11, 8, 0)


def mix(word, noises, snr, rng):
    """Add white noise (one time in three) or a random stretch of babble to a word."""
    if rng.random() < 1 / 3:
        noise = rng.standard_normal(len(word)).astype(np.float32)
    else:
        track = noises[rng.integers(len(noises))]
        start = rng.integers(len(track) - len(word))
        noise = track[start : start + len(word)]
    gain = np.sqrt((word**2).mean() / ((noise**2).mean() + 1e-12) / 10 ** (snr / 10))
    return word + gain * noise


def spoil(pictures, snr, rng):
    """Add pixel noise and one occluding rectangle to each 24x24 picture; snr holds one value each."""
    count = len(pictures)
    noise = np.interp(snr, PICTURE_SNR, PICTURE_NOISE).astype(np.float32)[:, None, None]
    side = np.round(np.interp(snr, PICTURE_SNR, PICTURE_SIDE)).astype(int)
    top = rng.integers(0, 25 - side)[:, None, None]
    left = rng.integers(0, 25 - side)[:, None, None]
    side = side[:, None, None]
    rows, columns = np.arange(24)[None, :, None], np.arange(24)[None, None, :]
    inside = (rows >= top) & (rows < top + side) & (columns >= left) & (columns < left + side)
    grey = rng.random((count, 1, 1), dtype=np.float32)
    covered = np.where(inside, grey, pictures)
    covered += noise * rng.standard_normal(covered.shape, dtype=np.float32)
    return np.clip(covered, 0, 1)


def shift(pictures, rng):
    """Move each picture by up to one pixel, a mild augmentation for training."""
    moves = rng.integers(-1, 2, (len(pictures), 2))
    out = np.empty_like(pictures)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            chosen = (moves == (down, right)).all(1)
            out[chosen] = np.roll(pictures[chosen], (down, right), (1, 2))
    return out


def colour(audio, rng):
    """Vary microphone, endpoints and pace of coded words, [N, STEPS, 64], for training.

    Synthetic voices are too much alike: without this, the networks learn their exact spectrum.
    """
    count = len(audio)
    codes = audio.reshape(count, 16, 16).astype(np.int16)  # sample, frame, band
    pace, offset = rng.uniform(0.85, 1.15, (count, 1)), rng.uniform(-1.2, 1.2, (count, 1))
    source = np.round((np.arange(16) - 7.5) * pace + 7.5 + offset).astype(int)
    inside = (source >= 0) & (source < 16)
    codes = np.take_along_axis(codes, source.clip(0, 15)[:, :, None], 1) * inside[:, :, None]
    tilt = rng.standard_normal((count, 1, 1)) * np.linspace(-1, 1, 16)
    gain = tilt + 0.7 * rng.standard_normal((count, 1, 1)) + 0.7 * rng.standard_normal((count, 1, 16))
    moved = np.where(codes > 0, codes + np.round(gain).astype(np.int16), 0)
    return moved.clip(0, 15).astype(np.uint8).reshape(audio.shape)
