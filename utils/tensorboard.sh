#!/usr/bin/env bash
# Shows the runs in TensorBoard, which is a Python program and not part of this project.
#
#   utils/tensorboard.sh [FOLDER] [any flag of tensorboard]
#
# FOLDER: the folder of the runs, lightning_logs of the repository where absent.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$root/lightning_logs
if [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; then
  logs=$1
  shift
fi
if [ ! -d "$logs" ]; then
  echo "There must be a folder of runs to show, got none at $logs. Train first, or name another folder." >&2
  exit 2
fi
if ! command -v tensorboard >/dev/null; then
  echo "tensorboard must be on the PATH, got none. Install it with: pip install tensorboard" >&2
  echo "Without it: npx anodec runs list, and metrics.csv in every run directory." >&2
  exit 2
fi
exec tensorboard --logdir "$logs" "$@"
