#!/bin/sh
# Train three seeds, measure them, export the first one: about fifteen minutes on two cores.
# Needs Debian's python3-torch and python3-numpy, and npm. Trained networks are kept in the cache
# folder ($DENDRA_TRAINING_CACHE, by default ~/.cache/dendra/training); remove it to start afresh.
set -eu
cd "$(dirname "$0")"
# One thread a process: two processes side by side are faster, and sums come out the same everywhere.
export OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1
python=/usr/bin/python3
cache="${DENDRA_TRAINING_CACHE:-$HOME/.cache/dendra/training}/spiking-digits"

$python data.py # fetches the pictures, before two processes could do so at once

train() {
  for seed in "$@"; do
    file="$cache/seed$seed.pt"
    if [ ! -e "$file" ]; then nice -n 10 $python train.py "$seed" "$file"; fi
  done
}

train 0 2 &
pid=$!
train 1
wait "$pid"

$python evaluate.py
$python integer_model.py
