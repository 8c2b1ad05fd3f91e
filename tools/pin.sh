#!/bin/sh
# Pin every dependency with hashes, for all supported systems and Pythons at once. No registry's address is written.
set -eu
python=$1
"$python" -m pip install --quiet --disable-pip-version-check uv
for extra in base dev; do
  "$python" -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade \
    $([ "$extra" = base ] || echo "--extra $extra") --output-file "requirements/$extra.txt" pyproject.toml
done
