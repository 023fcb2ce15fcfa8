#!/usr/bin/env bash
# Trains on the processor with the figures of the original program's script, on prepared SWaT recordings.
#
#   utils/run_training_no_gpu.sh [--max_epochs 20] [--dataset NAME] [any flag of anodec train]
#
# Arguments override the figures below. Ctrl-C stops it; --resume last goes on.
# The original misspelt --num_lstm_layer=2 as --num_lstm1_layer and was refused by its own parser; here the
# flag is right, and gives two layers. --preset=compat is the rest of the original program: its validation
# split trains on 5 % of the windows. Without it, as in anodec train, more attacks are detected.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/training.sh"

figure preset compat
figure learning_rate 0.001
figure batch_size 64
figure window_size 300
figure sample_size 10000
figure sample_freq 10s
figure validation_split 0.05
figure hidden_size 128
figure embedding_size 456
figure num_lstm_layer 2
figure max_epochs 1000
figure num_workers 2
train
