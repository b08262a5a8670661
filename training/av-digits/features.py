"""Turn sounds and pictures into the unsigned 4-bit integers that the networks read.

A sample is T = 4 time steps. Step t carries four log-mel frames (4 x 16 = 64 numbers) and
three picture rows (3 x 12 = 36 numbers). Everything here is fixed: there is nothing to learn,
so the same code serves training, the held-out set and recorded human speech.
"""

import wave
from fractions import Fraction

import numpy as np
from scipy.signal import resample_poly

RATE = 8000  # samples a second
BANDS = 16
FRAMES = 16
STEPS = 4
WINDOW = 256  # 32 ms
HOP = 80  # 10 ms
LEVEL_TOP = 15  # largest 4-bit code
# Codes per doubling of energy, and the code that a band at the mean energy gets: one code is 1.5 dB,
# and what lies 6 dB or more below the mean reads as silence, that is 0, and costs no synapse event.
# Against a floor 22 dB down this halves the input events and cost no accuracy on validation data.
CODES_PER_OCTAVE = 2
MEAN_CODE = 4
# Pooled picture values up to a quarter count as dark, for the same reason.
DARK = 4


def read_wav(path):
    """Read a 16-bit mono WAV file of any rate as float samples at 8 kHz."""
    with wave.open(str(path), "rb") as file:
        rate, channels = file.getframerate(), file.getnchannels()
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
    return resample(data[::channels], rate)


def resample(samples, rate):
    """Convert samples to 8 kHz."""
    ratio = Fraction(RATE, int(rate))
    if ratio == 1:
        return samples
    return resample_poly(samples, ratio.numerator, ratio.denominator).astype(np.float32)


def word_span(clean):
    """Cut silence around a word: keep from the first to the last 10 ms block above -33 dB of the peak.

    Endpoints come from the clean word, before noise is mixed in. A push-to-talk button or a voice
    detector would give them in a product; a detector that works at -6 dB is not our subject.
    """
    blocks = clean[: len(clean) // HOP * HOP].reshape(-1, HOP)
    energy = (blocks**2).mean(1)
    loud = np.flatnonzero(energy > 5e-4 * energy.max())
    return clean[loud[0] * HOP : (loud[-1] + 1) * HOP]


def _mel_matrix():
    """Build triangular mel filters from 100 Hz to 3800 Hz, as [bands, bins]."""
    mel = lambda hertz: 2595 * np.log10(1 + hertz / 700)
    hertz = 700 * (10 ** (np.linspace(mel(100), mel(3800), BANDS + 2) / 2595) - 1)
    bins = np.fft.rfftfreq(WINDOW, 1 / RATE)
    low, mid, high = hertz[:-2, None], hertz[1:-1, None], hertz[2:, None]
    up, down = (bins - low) / (mid - low), (high - bins) / (high - mid)
    return np.maximum(0, np.minimum(up, down)).astype(np.float32)


MEL = _mel_matrix()
HANN = np.hanning(WINDOW).astype(np.float32)


def log2_fixed(energy):
    """Approximate log2 as hardware does: position of the leading one plus the bits after it."""
    mantissa, exponent = np.frexp(np.maximum(energy, 1e-20))
    return (exponent - 1) + (2 * mantissa - 1)


def log_mel(segment):
    """Compute [STEPS, 64] codes 0..15 from the (noisy) samples of one word.

    The word is stretched linearly on 16 frames, so that a fast and a slow speaker look alike, and
    its mean energy is normalised, so that loudness does not matter.
    """
    padded = np.pad(segment, WINDOW // 2)
    if len(padded) < WINDOW + (FRAMES - 1) * HOP:
        padded = np.pad(padded, (0, WINDOW + (FRAMES - 1) * HOP - len(padded)))
    count = 1 + (len(padded) - WINDOW) // HOP
    index = np.arange(WINDOW)[None, :] + HOP * np.arange(count)[:, None]
    power = np.abs(np.fft.rfft(padded[index] * HANN)) ** 2
    energy = power.astype(np.float32) @ MEL.T
    edge = np.arange(FRAMES + 1) * count // FRAMES
    frames = np.add.reduceat(energy, edge[:-1]) / np.diff(edge)[:, None]
    relative = log2_fixed(frames / (frames.mean() + 1e-12))
    codes = np.floor(relative * CODES_PER_OCTAVE) + MEAN_CODE
    return np.clip(codes, 0, LEVEL_TOP).astype(np.uint8).reshape(STEPS, -1)


def crop(pictures):
    """Cut 28x28 pictures (values 0..1) to their centre 24x24."""
    return pictures.reshape(-1, 28, 28)[:, 2:26, 2:26]


def pool(pictures):
    """Average 24x24 pictures over 2x2 blocks and quantise: [N, STEPS, 36] codes 0..15."""
    small = pictures.reshape(-1, 12, 2, 12, 2).mean((2, 4))
    codes = np.clip(np.floor(small * 20) - DARK, 0, LEVEL_TOP).astype(np.uint8)
    return codes.reshape(-1, STEPS, 36)
