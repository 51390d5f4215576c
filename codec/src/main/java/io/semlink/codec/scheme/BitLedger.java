package io.semlink.codec.scheme;

/** Where every transmitted bit went. */
public record BitLedger(long framing, long prompt, long mask, long hyper, long latent) {
  /** All bits. */
  public long total() {
    return framing + prompt + mask + hyper + latent;
  }
}
