package io.semlink.receiver;

import io.semlink.chassis.ServiceException;
import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.bundle.BundleManifest;
import io.semlink.codec.container.Container;
import io.semlink.codec.container.ContainerHeader;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.image.Photo;
import io.semlink.codec.network.ComputeDevice;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.codec.scheme.EncodeOptions;
import io.semlink.codec.scheme.Schemes;
import io.semlink.codec.scheme.StageListener;
import io.semlink.link.v1.BundleIdentity;
import io.semlink.receiver.inpaint.Inpainter;
import io.semlink.receiver.inpaint.NetworkDenoiser;
import io.semlink.receiver.inpaint.Tokeniser;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;

/** The networks of a bundle, as a receiver uses them. Safe for use by many threads. */
final class Models implements AutoCloseable {
  /** Side of the picture that warms the networks up, in pixels. */
  private static final int WARM_UP_SIDE = 512;

  private final Bundle bundle;
  private final Schemes schemes;
  private final Inpainter inpainter;
  private final Semaphore decodes;
  private final BundleIdentity identity;
  private final ComputeDevice device;

  private Models(Bundle bundle, Schemes schemes, Inpainter inpainter, int decodes) {
    this.bundle = bundle;
    this.device = bundle.device();
    this.schemes = schemes;
    this.inpainter = inpainter;
    this.decodes = new Semaphore(decodes, true);
    this.identity =
        BundleIdentity.newBuilder()
            .setName(bundle.manifest().name())
            .setVersion(bundle.manifest().version())
            .setFingerprint(bundle.fingerprintHex())
            .build();
  }

  /**
   * Loads a bundle.
   *
   * @throws io.semlink.codec.bundle.BundleException if it is missing, damaged or inconsistent
   * @throws IllegalArgumentException if it is to run on a GPU and there is none
   */
  static Models load(ReceiverConfig config) {
    Bundle bundle = Bundle.load(config.bundle(), config.device());
    try {
      BundleManifest.Denoiser denoiser = bundle.manifest().denoiser();
      List<String> vocabulary =
          new String(bundle.file(denoiser.vocabulary()), StandardCharsets.UTF_8).lines().toList();
      Schemes schemes = Schemes.open(bundle);
      Inpainter inpainter =
          new Inpainter(
              new NetworkDenoiser(bundle.network(denoiser.network())),
              new Tokeniser(vocabulary, denoiser.maxTokens()),
              denoiser.resolution(),
              denoiser.sizeMultiple(),
              config.policy(),
              config.maxBatch());
      return new Models(bundle, schemes, inpainter, config.decodes());
    } catch (RuntimeException e) {
      bundle.close();
      throw e;
    }
  }

  BundleIdentity identity() {
    return identity;
  }

  /** Where the networks run. */
  ComputeDevice device() {
    return device;
  }

  /** Scale of the denoiser's noise that its training found best. */
  double temperature() {
    return bundle.manifest().denoiser().temperature();
  }

  Inpainter inpainter() {
    return inpainter;
  }

  String schemeOf(ContainerHeader header) {
    return schemes.nameOf(header);
  }

  /**
   * Checks that a container is for these models.
   *
   * @param senderFingerprint what the sender says its bundle is; may be empty
   * @throws ServiceException FAILED_PRECONDITION if it was coded with another bundle or an unknown
   *     scheme
   */
  void check(ContainerHeader header, String senderFingerprint) {
    if (!schemes.matches(header)) {
      String found = HexFormat.of().formatHex(header.fingerprint());
      // The container carries the beginning only; the sender's header may know the rest.
      String whole = senderFingerprint.startsWith(found) ? senderFingerprint : found;
      throw ServiceException.failedPrecondition(
          "BUNDLE_MISMATCH",
          "the picture was coded with bundle %s, this receiver has %s %s (%s); use the same bundle"
              .formatted(
                  whole, identity.getName(), identity.getVersion(), identity.getFingerprint()),
          Map.of("expected", identity.getFingerprint(), "found", whole));
    }
    String scheme = schemes.nameOf(header);
    if (!schemes.ids().contains(scheme)) {
      throw ServiceException.failedPrecondition(
          "SCHEME_UNKNOWN",
          "the container's scheme is number %s; this receiver knows %s"
              .formatted(scheme, String.join(", ", schemes.ids())),
          Map.of("scheme", scheme));
    }
  }

  /**
   * Decodes a container. Only so many run at once, since each needs much memory.
   *
   * @throws io.semlink.codec.entropy.DecodeException if it cannot be decoded
   */
  DecodedPhoto decode(Container container, StageListener stages) throws InterruptedException {
    decodes.acquire();
    try {
      return schemes.decode(container, stages);
    } finally {
      decodes.release();
    }
  }

  /** Runs every network once, so that the first request does not pay for what comes first. */
  void warmUp() throws InterruptedException {
    byte[] rgb = new byte[3 * WARM_UP_SIDE * WARM_UP_SIDE];
    new Random(0).nextBytes(rgb);
    Container container =
        schemes
            .encoder(Schemes.CIE)
            .encode(
                new Photo(WARM_UP_SIDE, WARM_UP_SIDE, rgb),
                EncodeOptions.of(new Control.Fixed(new OperatingChoice(0, 0.5))),
                StageListener.NONE)
            .container();
    DecodedPhoto decoded = decode(container, StageListener.NONE);
    Reception.warmUp(decoded, inpainter);
  }

  @Override
  public void close() {
    inpainter.close();
    bundle.close();
  }
}
