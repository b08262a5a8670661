"""Speak the ten digit words and the babble with espeak-ng; voices of the three splits are disjoint."""

import io
import subprocess
import wave
from concurrent.futures import ThreadPoolExecutor

import numpy as np

import features

WORDS = "zero one two three four five six seven eight nine".split()

# espeak-ng variants are the speakers. Families (klatt2/klatt3 excepted) stay inside one split.
VOICES = {
    "train": (
        "m1 m3 m4 m6 m8 f1 f3 klatt klatt2 klatt4 klatt6 adam Alex Alicia Andrea Andy Annie antonio "
        "benjamin boris caleb david Denis Diogo ed edward Gene gustave Henrique iven iven2 jacky john "
        "Marco Mario Michael michel miguel norbert pablo paul pedro quincy rob robert sandro shelby "
        "travis victor zac anika croak grandma Nguyen"
    ).split(),
    "validation": "m5 f4 klatt5 Mike belinda marcelo".split(),
    "heldout": "m2 m7 f2 f5 klatt3 Lee linda steph steph2 steph3 grandpa aunty max RicishayMax".split(),
}
ACCENTS = {
    "train": "en-us en-gb en-gb-x-rp en-gb-x-gbclan en-029 en-us-nyc".split(),
    "validation": "en-us en-gb en-029".split(),
    "heldout": "en-us en-gb en-gb-scotland en-gb-x-gbcwmd".split(),
}
# Babble says different things in each split, and never a digit word.
SENTENCES = {
    "train": (
        "the quick brown fox jumps over a lazy dog while children play in the garden",
        "please send me the report about water and weather before the end of the week",
        "my neighbour painted his wooden boat blue and sailed along the quiet river",
        "people were talking loudly in the kitchen about music, football and politics",
        "an engine that burns less fuel is cheaper to run and kinder to the air",
        "she sells fresh bread, apples and flowers at the market every morning",
    ),
    "validation": (
        "the library opens late today because the heating had to be repaired",
        "our train was delayed again so we walked home across the fields",
        "a careful listener hears the difference between a violin and a viola",
    ),
    "heldout": (
        "grandmother keeps her old letters in a small box under the stairs",
        "the committee could not agree on where the bridge should be built",
        "dark clouds gathered above the mountains and the hikers turned back",
        "mobile phones, cameras and hearing aids all depend on good batteries",
    ),
}


def say(text, voice, speed, pitch):
    """Speak a text and return float samples at 8 kHz."""
    command = ["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "--stdout", text]
    done = subprocess.run(command, capture_output=True, check=True)
    # espeak-ng writes no true length to a pipe, so the samples are taken from the raw bytes.
    with wave.open(io.BytesIO(done.stdout)) as file:
        rate = file.getframerate()
    data = np.frombuffer(done.stdout[44 : len(done.stdout) // 2 * 2], "<i2").astype(np.float32)
    return features.resample(data / 32768, rate)


def words(plan, rng):
    """Speak every (digit, voice, accent) of a plan at a random speed and pitch; cut to the word."""
    settings = [
        (WORDS[digit], f"{accent}+{voice}", int(rng.integers(110, 221)), int(rng.integers(20, 81)))
        for digit, voice, accent in plan
    ]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda one: features.word_span(say(*one)), settings))


def babble(split, tracks, rng):
    """Mix five voices that speak at once into each of several tracks of about 30 seconds."""
    out = []
    for _ in range(tracks):
        total = np.zeros(30 * features.RATE, np.float32)
        for _ in range(5):
            text = ". ".join(rng.permutation(SENTENCES[split]))
            voice = f"{rng.choice(ACCENTS[split])}+{rng.choice(VOICES[split])}"
            speech = say(text, voice, int(rng.integers(120, 200)), int(rng.integers(20, 81)))
            speech = np.resize(speech / (np.sqrt((speech**2).mean()) + 1e-9), len(total))
            total += np.roll(speech, rng.integers(len(total)))
        out.append(total / np.sqrt((total**2).mean()))
    return out


def version():
    """Name the espeak-ng version, for the results file."""
    return subprocess.run(["espeak-ng", "--version"], capture_output=True, text=True).stdout.split("  ")[0]
