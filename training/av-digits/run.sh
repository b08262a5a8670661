#!/bin/sh
# Make the data, train both networks with three seeds, export and measure them.
# Needs Debian's python3-torch, python3-numpy, python3-scipy, espeak-ng, and npm.
# `run.sh sweep` repeats the choice of lambda first. Finished steps are kept in the cache folder
# ($DENDRA_TRAINING_CACHE, by default ~/.cache/dendra/training); remove it to start afresh.
set -eu
cd "$(dirname "$0")"
# One thread a process: two processes side by side are faster, and sums come out the same everywhere.
export OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1
python=/usr/bin/python3
cache="${DENDRA_TRAINING_CACHE:-$HOME/.cache/dendra/training}/av-digits"

$python data.py

train_kind() {
  if [ "${2:-}" = sweep ]; then $python sweep.py "$1"; fi
  for seed in $($python -c 'import settings; print(*settings.SEEDS)'); do
    file="$cache/$1-seed$seed.pt"
    if [ ! -e "$file" ]; then $python train.py "$1" "$seed" "$file"; fi
  done
}

train_kind two-point "${1:-}" &
pid=$!
train_kind point "${1:-}"
wait "$pid"

$python evaluate.py
$python fsdd.py
