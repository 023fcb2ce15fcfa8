#!/usr/bin/env bash
# Checks and times the GPU backends of packages/kernels against PyTorch with CUDA and cuDNN.
#
#   utils/bench-gpu.sh [--python PATH] [--models A,D] [--cells lstm,gru] [--quick]
#
# Needs Node and a GPU with a Vulkan, Metal or Direct3D 12 driver; everything else comes from npm.
# --python PATH   a Python whose PyTorch has CUDA; without it that column is missing
# --tensorflow    also installs @tensorflow/tfjs-node-gpu, outside the project, for its column; or name
#                 a folder where it lies already in ANODEC_TFJS_NODE
# --software      computes on the software adapter of Debian's chromium, tiny models only: shows that this
#                 script works, and nothing about speed
# Everything else goes to the benchmark, packages/kernels/src/webgpu/gpu.bench.ts.
set -euo pipefail
cd "$(dirname "$0")/.."

options=()
while [ $# -gt 0 ]; do
  case "$1" in
    --software)
      export VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json
      export LD_LIBRARY_PATH="/usr/lib/chromium${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
      if [ ! -e "$VK_ICD_FILENAMES" ]; then
        echo "--software must find $VK_ICD_FILENAMES. Install Debian's package chromium." >&2
        exit 2
      fi
      options+=(--tiny --quick)
      ;;
    --tensorflow)
      place=$(mktemp -d)
      trap 'rm -rf "$place"' EXIT
      npm install --prefix "$place" --no-audit --no-fund @tensorflow/tfjs-node-gpu@4.22.0
      export ANODEC_TFJS_NODE="$place/node_modules/@tensorflow/tfjs-node-gpu"
      ;;
    -h | --help)
      sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"
      exit 0
      ;;
    *) options+=("$1") ;;
  esac
  shift
done

[ -d node_modules ] || npm run setup
command -v nvidia-smi >/dev/null && nvidia-smi --query-gpu=name,driver_version --format=csv,noheader || true
npm run --silent bench -- gpu "${options[@]}"
