package io.semlink.codec.scheme;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.caption.PromptCoder;
import io.semlink.codec.container.Container;
import io.semlink.codec.context.ContextModel;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.control.RateModel;
import io.semlink.codec.entropy.DecodeException;
import io.semlink.codec.entropy.EntropyTables;
import io.semlink.codec.fidelity.Gvif;
import io.semlink.codec.hyperprior.HyperLatent;
import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.hyperprior.Latent;
import io.semlink.codec.image.Photo;
import io.semlink.codec.mask.CellOrder;
import io.semlink.codec.mask.KeepMask;
import io.semlink.codec.mask.MaskCoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Codes one photo at one choice into a container, and back. */
final class HyperpriorCoder {
  /** Bytes of latents that are worth a layer of their own. */
  private static final int LAYER_BYTES = 1024;

  private static final int MAX_LAYERS = 16;
  private static final byte GREY = (byte) 128;

  private final HyperpriorCodec codec;
  private final LatentCoder latents;
  private final PromptCoder prompts;
  private final byte[] fingerprint;

  HyperpriorCoder(HyperpriorCodec codec, Bundle bundle, PromptCoder prompts) {
    this.codec = codec;
    this.latents =
        new LatentCoder(
            codec,
            ContextModel.parse(bundle.file(bundle.manifest().codec().context())),
            EntropyTables.parse(bundle.file(bundle.manifest().codec().entropyTables())));
    this.prompts = prompts;
    this.fingerprint = Arrays.copyOf(bundle.fingerprint(), 4);
  }

  HyperpriorCodec codec() {
    return codec;
  }

  PromptCoder prompts() {
    return prompts;
  }

  byte[] fingerprint() {
    return fingerprint.clone();
  }

  /** Usual bits of the latents at a point over those that their scales let expect. */
  double rateShare(int point) {
    return latents.rateShare(point);
  }

  /** Scale indices of the unfiltered latent at a point; the last is the reference. */
  byte[] unfiltered(Latent latent, int point) {
    KeepMask all = KeepMask.uniform(latent.rows(), latent.columns(), true);
    HyperLatent hyper = codec.hyperAnalyse(latent, point, all);
    return codec.scaleIndices(hyper, latent.rows(), latent.columns(), point);
  }

  /**
   * Codes an analysed photo.
   *
   * @param scheme registered number of the scheme
   */
  CodedChoice code(
      PhotoAnalysis analysis, OperatingChoice choice, int scheme, double gammaSquared) {
    Latent latent = analysis.latent();
    KeepMask mask = analysis.seen().importance().keep(choice.alpha());
    HyperLatent hyper = latents.blank(codec.hyperAnalyse(latent, choice.point(), mask), mask);
    byte[] indices = codec.scaleIndices(hyper, mask, choice.point());
    double latentBits = rateShare(choice.point()) * RateModel.bits(indices, mask);
    int layers = (int) Math.max(1, Math.min(MAX_LAYERS, latentBits / 8 / LAYER_BYTES));
    List<Container.Segment> segments = new ArrayList<>();
    segments.add(
        new Container.Segment(
            HyperpriorSegments.PROMPT, false, prompts.encode(analysis.caption())));
    segments.add(new Container.Segment(HyperpriorSegments.MASK, false, MaskCoder.encode(mask)));
    segments.add(
        new Container.Segment(HyperpriorSegments.HYPER, false, latents.encodeHyper(hyper, mask)));
    int[] symbols = codec.quantise(latent, choice.point(), mask, indices);
    int[] order = CellOrder.of(mask);
    for (byte[] layer :
        latents.encodeLayers(symbols, indices, mask, choice.point(), order, layers)) {
      segments.add(new Container.Segment(HyperpriorSegments.LATENT, true, layer));
    }
    Container container =
        Container.of(
            fingerprint,
            scheme,
            analysis.photo().width(),
            analysis.photo().height(),
            choice.point(),
            segments);
    return new CodedChoice(
        choice,
        mask,
        container,
        HyperpriorSegments.ledger(container),
        Gvif.of(analysis.reference(), indices, mask, gammaSquared));
  }

  /** Decodes a container of this family that has a latent. */
  DecodedPhoto decode(Container container, StageWatch watch) {
    int rows = HyperpriorCodec.cellsFor(container.header().height());
    int columns = HyperpriorCodec.cellsFor(container.header().width());
    int point = container.header().point();
    if (point >= codec.points()) {
      throw new DecodeException(0, "operating point " + point + " is not of this bundle");
    }
    List<byte[]> payloads = container.payloads();
    String prompt = prompt(payloads.get(0));
    KeepMask mask = MaskCoder.decode(payloads.get(1), rows, columns);
    HyperLatent hyper = latents.decodeHyper(payloads.get(2), mask);
    byte[] indices = codec.scaleIndices(hyper, mask, point);
    int[] order = CellOrder.of(mask);
    int layers = container.header().directory().size() - 3;
    List<byte[]> arrived = payloads.subList(3, payloads.size());
    int[] symbols = latents.decodeLayers(arrived, indices, mask, point, order, Math.max(1, layers));
    KeepMask known = arrivedCells(mask, order, arrived.size(), Math.max(1, layers));
    watch.lap("entropy_decode");
    Photo photo =
        codec.synthesise(
            symbols, known, point, container.header().width(), container.header().height());
    watch.lap("synthesise");
    return new DecodedPhoto(greyOut(photo, known), known, prompt, point, container.complete());
  }

  String prompt(byte[] payload) {
    try {
      return prompts.decode(payload);
    } catch (IllegalArgumentException e) {
      throw new DecodeException(0, e.getMessage() == null ? "bad prompt" : e.getMessage(), e);
    }
  }

  private static KeepMask arrivedCells(KeepMask mask, int[] order, int arrived, int layers) {
    boolean[] known = new boolean[mask.cells()];
    for (int i = 0; i < LatentCoder.first(arrived, layers, order); i++) {
      known[order[i]] = true;
    }
    return new KeepMask(mask.rows(), mask.columns(), known);
  }

  /** The synthesis says nothing about cells that did not arrive. */
  static Photo greyOut(Photo photo, KeepMask known) {
    byte[] rgb = photo.rgb().clone();
    for (int y = 0; y < photo.height(); y++) {
      for (int x = 0; x < photo.width(); x++) {
        if (!known.isKept(y / HyperpriorCodec.CELL_PIXELS, x / HyperpriorCodec.CELL_PIXELS)) {
          Arrays.fill(rgb, 3 * (y * photo.width() + x), 3 * (y * photo.width() + x) + 3, GREY);
        }
      }
    }
    return new Photo(photo.width(), photo.height(), rgb);
  }
}
