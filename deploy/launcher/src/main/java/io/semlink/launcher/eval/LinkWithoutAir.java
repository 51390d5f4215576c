package io.semlink.launcher.eval;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.bundle.BundleManifest;
import io.semlink.codec.container.ContainerReader;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.hyperprior.HyperLatent;
import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.hyperprior.Latent;
import io.semlink.codec.image.Photo;
import io.semlink.codec.mask.KeepMask;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.codec.scheme.EncodeOptions;
import io.semlink.codec.scheme.Schemes;
import io.semlink.codec.scheme.StageListener;
import io.semlink.receiver.inpaint.DegradationPolicy;
import io.semlink.receiver.inpaint.InpaintOverloadException;
import io.semlink.receiver.inpaint.InpaintSettings;
import io.semlink.receiver.inpaint.Inpainter;
import io.semlink.receiver.inpaint.NetworkDenoiser;
import io.semlink.receiver.inpaint.Provenance;
import io.semlink.receiver.inpaint.Tokeniser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What transmitter and receiver do to a photo, with their own code and nothing in between. */
public final class LinkWithoutAir implements AutoCloseable {
  private static final int MOST_AT_ONCE = 8;

  private final Schemes schemes;
  private final HyperpriorCodec codec;
  private final Inpainter inpainter;
  private final double temperature;

  /** Opens the networks of a bundle, which stays its owner's to close. */
  public LinkWithoutAir(Bundle bundle) {
    BundleManifest.Denoiser denoiser = bundle.manifest().denoiser();
    List<String> vocabulary =
        new String(bundle.file(denoiser.vocabulary()), StandardCharsets.UTF_8).lines().toList();
    this.schemes = Schemes.open(bundle);
    this.codec = HyperpriorCodec.open(bundle);
    this.temperature = denoiser.temperature();
    this.inpainter =
        new Inpainter(
            new NetworkDenoiser(bundle.network(denoiser.network())),
            new Tokeniser(vocabulary, denoiser.maxTokens()),
            denoiser.resolution(),
            denoiser.sizeMultiple(),
            new DegradationPolicy(1, MOST_AT_ONCE, MOST_AT_ONCE),
            MOST_AT_ONCE);
  }

  /** The schemes, to code and decode with. */
  public Schemes schemes() {
    return schemes;
  }

  /** The codec's networks. */
  public HyperpriorCodec codec() {
    return codec;
  }

  /** Codes the cells of at least an importance, with a caption of the captioner's, and decodes. */
  DecodedPhoto send(Photo photo, OperatingChoice choice) {
    return send(photo, choice, Schemes.CIE);
  }

  /** Sends the caption alone. */
  DecodedPhoto sendText(Photo photo) {
    return send(photo, new OperatingChoice(0, 1), Schemes.TEXT_ONLY);
  }

  private DecodedPhoto send(Photo photo, OperatingChoice choice, String scheme) {
    byte[] coded =
        schemes
            .encoder(scheme)
            .encode(photo, EncodeOptions.of(new Control.Fixed(choice)), StageListener.NONE)
            .container()
            .toBytes();
    return schemes.decode(ContainerReader.read(coded), StageListener.NONE);
  }

  /** Output of the synthesis everywhere, with the latents of the cells that are not sent zero. */
  Photo synthesis(Photo photo, int point, KeepMask mask) {
    Latent latent = codec.analyse(photo);
    HyperLatent hyper = codec.hyperAnalyse(latent, point, mask);
    byte[] indices = codec.scaleIndices(hyper, latent.rows(), latent.columns(), point);
    int[] symbols = codec.quantise(latent, point, mask, indices);
    return codec.synthesise(symbols, mask, point, photo.width(), photo.height());
  }

  /**
   * A picture to be painted.
   *
   * @param prompt what the denoiser is told
   * @param steps its steps
   */
  public record Order(String prompt, int steps) {}

  /** Paints what a decoded photo lacks, each order by itself, all with the noise of one seed. */
  public List<Photo> paint(DecodedPhoto decoded, List<Order> orders, long seed)
      throws InterruptedException {
    Provenance provenance =
        new Provenance(
            decoded.photo().width(),
            decoded.photo().height(),
            HyperpriorCodec.CELL_PIXELS,
            decoded.mask().kept());
    if (provenance.allReceived()) {
      return orders.stream().map(order -> decoded.photo()).toList();
    }
    List<Inpainter.Work> begun = new ArrayList<>();
    try {
      for (Order order : orders) {
        InpaintSettings settings =
            InpaintSettings.ofSeed(seed).withSteps(order.steps()).withTemperature(temperature);
        begun.add(inpainter.begin(decoded.photo(), provenance, order.prompt(), settings));
      }
    } catch (InpaintOverloadException e) {
      throw new IllegalStateException("more than " + MOST_AT_ONCE + " orders", e);
    }
    List<Photo> painted = new ArrayList<>();
    for (Inpainter.Work work : begun) {
      painted.add(work.compose(work.await(Inpainter.Progress.NONE)));
    }
    return painted;
  }

  @Override
  public void close() {
    inpainter.close();
  }
}
