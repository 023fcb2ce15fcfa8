# Shared by the training scripts: trains on prepared data with figures that the arguments override.
# Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
arguments=("$@")
figures=()

# Whether a flag is among the arguments, in either spelling or abbreviated.
given() {
  local argument
  for argument in ${arguments[@]+"${arguments[@]}"}; do
    argument=${argument%%=*}
    [[ $argument == --?* && "--${1//_/-}" == "${argument//_/-}"* ]] && return 0
  done
  return 1
}

# figure NAME VALUE: a flag, unless it is among the arguments.
figure() {
  given "$1" || figures+=("--$1=$2")
}

# Trains; says what to run first where the data are not prepared.
train() {
  figure data_root "$root/data"
  figure logs "$root/lightning_logs"
  # a line for each epoch where there is no terminal, as in a log file
  if [ ! -t 2 ]; then figure progress epochs; fi
  node "$root/utils/setup.mjs"
  if ! given data_root && ! given dataset && [ ! -e "$root/data/processed/data_store.h5" ]; then
    {
      echo "There is no prepared data in $root/data/processed. Put the SWaT workbooks into $root/data/raw"
      echo "(data/README.md says which), or simulate a plant, then prepare:"
      echo "  cd $root && npx anodec simulate && npx anodec data convert && npx anodec data prepare"
      echo "Data of your own: npx anodec data convert --normal train.csv --attack test.csv --dataset NAME,"
      echo "npx anodec data prepare --dataset NAME, then this script with --dataset NAME."
    } >&2
    exit 2
  fi
  exec node "$root/packages/cli/dist/bin.js" train ${figures[@]+"${figures[@]}"} \
    ${arguments[@]+"${arguments[@]}"}
}
