package io.semlink.receiver.inpaint;

/** How a diffusion step treats noise. */
public enum Sampler {
  /** Deterministic given its start (Song et al. 2021, arXiv:2010.02502, eta = 0). */
  DDIM(0),
  /** Ancestral: fresh noise at every step (Ho et al. 2020, arXiv:2006.11239; eta = 1). */
  DDPM(1);

  private final double eta;

  Sampler(double eta) {
    this.eta = eta;
  }

  double eta() {
    return eta;
  }
}
