"""Training of the networks in a Semlink model bundle: codec, importance classifier, denoiser."""
