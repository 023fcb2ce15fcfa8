#!/usr/bin/env bash
# Trains on a GPU with the figures of the original program's script, on prepared SWaT recordings.
#
#   utils/run_training_gpu.sh [--max_epochs 20] [--dataset NAME] [any flag of anodec train]
#
# Arguments override the figures below. Ctrl-C stops it; --resume last goes on.
# It computes with WebGPU, or with CUDA after npm install @tensorflow/tfjs-node-gpu and with
# --backend tensorflow; where there is no GPU it says what is missing and ends with exit code 2, and
# utils/run_training_no_gpu.sh trains without one. --preset=compat is the rest of the original program: its
# validation split trains on 5 % of the windows. Without it, as in anodec train, more attacks are detected.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/training.sh"

figure preset compat
figure learning_rate 0.001
figure batch_size 64
figure window_size 500
figure sample_size 10000
figure sample_freq 1s
figure validation_split 0.05
figure test_set_step_size 100
figure hidden_size 512
figure embedding_size 1024
figure num_lstm_layer 1
figure max_epochs 10000
figure num_workers 12
figure gpus 1
train
