package io.semlink.launcher.eval;

import java.util.Locale;

/** What stands in the cells that were not sent; in the others stands what was decoded. */
enum Fill {
  /** The photo itself: what coding the sent cells costs, and no more. */
  ORIGINAL("photo itself"),
  /** Mean colour of what was received. */
  MEAN_COLOUR("mean colour"),
  /**
   * Harmonic fill: the steady state of isotropic diffusion from the border inwards, of which the
   * fills of Bertalmio et al. 2001 (doi:10.1109/CVPR.2001.990497, Navier-Stokes) and Telea 2004
   * (doi:10.1080/10867651.2004.10487596) are directed relatives.
   */
  HARMONIC("harmonic fill"),
  /** What the decoder's synthesis puts there when the latents are zero. */
  DECODER("decoder alone"),
  /** The link's result in few steps. */
  LINK_10("link, 10 steps", 10),
  /** The link's result in the usual number of steps. */
  LINK_31("link, 31 steps", 31);

  private final String title;
  private final int steps;

  Fill(String title) {
    this(title, 0);
  }

  Fill(String title, int steps) {
    this.title = title;
    this.steps = steps;
  }

  String title() {
    return title;
  }

  /** Steps of the denoiser; 0 where it has no part. */
  int steps() {
    return steps;
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
