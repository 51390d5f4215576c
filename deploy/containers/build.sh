#!/usr/bin/env bash
# Builds Semlink's container images from what ./mvnw package built.
set -euo pipefail

here="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)"
root="$(cd "$here/../.." && pwd)"
built="$root/deploy/launcher/target"
work="$root/target/containers"

base="${SEMLINK_BASE_IMAGE:-}"
tag=
gpu=
services=()

usage() {
  cat <<TEXT
Usage: build.sh [OPTIONS] [SERVICE...]

Builds semlink/transmitter, semlink/channel-sim and semlink/receiver, or the services named, from
what ./mvnw package built (it is run first where there is nothing yet). Needs a JDK and a Docker
engine.

  --base IMAGE    image to build upon: a Java runtime, 17 or newer. Default: SEMLINK_BASE_IMAGE, or
                  the Dockerfile's (eclipse-temurin:17-jre); base-image.sh makes one without a
                  registry
  --tag TAG       tag of the images. Default: the project's version, and latest
  --gpu           build semlink/receiver:TAG-gpu instead, with PyTorch for CUDA: fetches some 3 GB
                  with pip (python3 -m pip) on the first run, and keeps them in target/
  -h, --help      show this
TEXT
}

fail() {
  echo "build: $*" >&2
  exit 1
}

while (($#)); do
  case "$1" in
    --base) base="${2:?--base needs an image}" && shift 2 ;;
    --tag) tag="${2:?--tag needs a tag}" && shift 2 ;;
    --gpu) gpu=1 && shift ;;
    -h | --help) usage && exit 0 ;;
    transmitter | channel-sim | receiver) services+=("$1") && shift ;;
    *) usage >&2 && exit 2 ;;
  esac
done
((${#services[@]})) || services=(channel-sim transmitter receiver)
docker info >/dev/null 2>&1 || fail "no Docker engine answers"

if [[ ! -f "$built/semlink.jar" ]]; then
  (cd "$root" && ./mvnw -q -Dmaven.test.skip=true -pl deploy/launcher -am package)
fi

jar="${JAVA_HOME:+$JAVA_HOME/bin/}jar"
command -v "$jar" >/dev/null || fail "there is no jar command: install a JDK or set JAVA_HOME"

# unpack ARCHIVE FOLDER ENTRY...: entries of a jar, without their folders
unpack() {
  local archive="$1" folder="$2" scratch
  shift 2
  scratch="$(mktemp -d "$work/unpack.XXXXXX")"
  (cd "$scratch" && "$jar" xf "$archive" "$@")
  mkdir -p "$folder"
  find "$scratch" -type f -exec mv -t "$folder" {} +
  rm -rf "$scratch"
}

# --- Context --------------------------------------------------------------------------------------
# Libraries that only the services with models need. Those of PyTorch itself go in unpacked.
models_only=(api pytorch-engine commons-codec commons-compress commons-io jna
  common-image common-io common-lang imageio-core imageio-jpeg imageio-metadata imageio-webp
  xchart batik-awt-util batik-constants batik-i18n batik-shared-resources batik-svggen batik-util
  xmlgraphics-commons ejml-core ejml-ddense
  semlink-codec semlink-client semlink-transmitter semlink-receiver)

mkdir -p "$work"
exec 9>"$work/.lock"
if command -v flock >/dev/null; then
  flock 9
fi
context="$work/context"
rm -rf "$context"
mkdir -p "$context"/{bin,native,lib,lib-models,app,app-models/lib,pytorch,cuda,models/bundles,models/policies}
cp "$here/Dockerfile" "$context/"
cp "$here/semlink" "$context/bin/"
cp "$built/semlink.jar" "$context/app/"
mkdir -p "$context/app/lib"
for file in "$built"/lib/*.jar; do
  name="$(basename "$file")"
  artifact="$(sed -E 's/-[0-9][^/]*\.jar$//' <<<"$name")"
  folder=lib
  for only in "${models_only[@]}"; do
    [[ "$artifact" != "$only" ]] || folder=lib-models
  done
  case "$artifact:$folder" in
    pytorch-native-cpu:* | pytorch-jni:*) continue ;;
    semlink-*:lib) folder=app/lib ;;
    semlink-*:lib-models) folder=app-models/lib ;;
  esac
  cp "$file" "$context/$folder/"
done
cp -r "$root/models/bundles/compact" "$context/models/bundles/"
cp "$root"/models/policies/*.json "$context/models/policies/"
chmod -R u=rwX,go=rX "$context"

jni_jar="$(find "$built/lib" -name 'pytorch-jni-*.jar')"
version="$(basename "$jni_jar" .jar)"
version="${version#pytorch-jni-}"
pytorch="${version%%-*}"
djl="${version#*-}"
unpack "$(find "$built/lib" -name 'jna-*.jar')" "$context/native" com/sun/jna/linux-x86-64/libjnidispatch.so

# pytorch_jni FLAVOR FOLDER: DJL's side of PyTorch, where its cache would have it
pytorch_jni() {
  local cache="$2/djl/pytorch/$pytorch-$1-linux-x86_64"
  unpack "$jni_jar" "$cache" "jnilib/linux-x86_64/$1/libdjl_torch.so"
  mv "$cache/libdjl_torch.so" "$cache/$djl-libdjl_torch.so"
}

if [[ -z "$gpu" ]]; then
  unpack "$(find "$built/lib" -name 'pytorch-native-cpu-*-linux-x86_64.jar')" "$context/pytorch/pytorch" \
    pytorch/cpu/linux-x86_64
  pytorch_jni cpu "$context/pytorch"
else
  # PyTorch's wheel finds CUDA's libraries relative to its own: the folders stay as pip lays them out.
  cuda="$work/cuda-$pytorch"
  if [[ ! -d "$cuda" ]]; then
    python3 -m pip --version >/dev/null 2>&1 || fail "there is no pip: apt-get install python3-pip"
    python3 -m pip install --no-cache-dir --only-binary :all: --target "$cuda.part" "torch==$pytorch" ||
      fail "pip could not install PyTorch $pytorch, which takes Python 3.9 to 3.13"
    mv "$cuda.part" "$cuda"
  fi
  mkdir -p "$context/cuda/cuda/torch/lib"
  for library in libc10 libc10_cuda libgomp libtorch libtorch_cpu libtorch_cuda libtorch_cuda_linalg; do
    cp -l "$cuda/torch/lib/$library.so"* "$context/cuda/cuda/torch/lib/"
  done
  (cd "$cuda" && find nvidia cusparselt -name '*.so*' -exec cp -l --parents -t "$context/cuda/cuda" {} +)
  # DJL would load it at the start, which fails without a driver; here only PyTorch finds it, when it is needed.
  cp -l "$cuda/torch/lib/libcaffe2_nvrtc.so" "$context/cuda/cuda/nvidia/cuda_nvrtc/lib/"
  ln -s libcudart.so.12 "$context/cuda/cuda/nvidia/cuda_runtime/lib/libcudart.so"
  pytorch_jni cu128 "$context/cuda"
fi

# --- Images ---------------------------------------------------------------------------------------
project="$(sed -n 's:^  <version>\(.*\)</version>.*:\1:p' "$root/pom.xml" | head -n 1)"
tags=("${tag:-$project}")
[[ -n "$tag" ]] || tags+=(latest)

# build TARGET IMAGE...
build() {
  local target="$1" image names=()
  shift
  for image in "$@"; do
    names+=(--tag "$image")
  done
  docker build --quiet --target "$target" "${names[@]}" \
    ${base:+--build-arg "BASE_IMAGE=$base"} "$context" >/dev/null
  echo "build: $*"
}

if [[ -n "$gpu" ]]; then
  build receiver-gpu "semlink/receiver:${tags[0]}-gpu"
else
  for service in "${services[@]}"; do
    build "$service" "${tags[@]/#/semlink/$service:}"
  done
fi
