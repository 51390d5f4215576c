package io.semlink.codec.scheme;

import io.semlink.codec.baseline.PictureCoder;
import io.semlink.codec.baseline.RateFill;
import io.semlink.codec.container.Container;
import io.semlink.codec.container.ContainerHeader;
import io.semlink.codec.container.SegmentEntry;
import io.semlink.codec.control.InfeasibleException;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.entropy.DecodeException;
import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.ImportanceMap;
import io.semlink.codec.mask.KeepMask;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Sends the whole photo as the file of a picture coder that is not ours, the largest that fits: no
 * caption, no mask, no networks, and no GVIF, which is defined on latents. The file travels in
 * layers; where the deadline cuts it, the decoder shows what the format can show of the beginning,
 * or nothing.
 */
final class PictureFileScheme implements SchemeEncoder, SchemeDecoder {
  private static final int LAYER_BYTES = 1024;
  private static final int MAX_LAYERS = 16;

  private final String id;
  private final int number;
  private final PictureCoder coder;
  private final byte[] fingerprint;
  private final TextOnlyScheme textOnly;

  PictureFileScheme(
      String id, int number, PictureCoder coder, byte[] fingerprint, TextOnlyScheme textOnly) {
    this.id = id;
    this.number = number;
    this.coder = coder;
    this.fingerprint = fingerprint.clone();
    this.textOnly = textOnly;
  }

  @Override
  public EncodedPhoto encode(Photo photo, EncodeOptions options, StageListener stages) {
    if (!(options.control() instanceof Control.Exact exact)) {
      throw new IllegalArgumentException(
          "scheme " + id + " has no operating points: it fills the link, by its own quality");
    }
    LinkBudget budget = exact.budget();
    StageWatch watch = new StageWatch(stages);
    Optional<RateFill.Filled> filled = RateFill.fill(coder, photo, fileBytes(photo, budget.bits()));
    watch.lap("code");
    if (filled.isPresent()) {
      return describe(photo, contain(photo, filled.get().file()));
    }
    if (options.textOnlyAllowed()) {
      return textOnly.encode(photo, options, stages);
    }
    throw new InfeasibleException(
        budget, HyperpriorSegments.ledger(contain(photo, coder.encode(photo, 0))).total());
  }

  /** Bytes of the largest file whose container has no more than some bits. */
  private int fileBytes(Photo photo, long bits) {
    long whole = bits / 8;
    long bytes = Math.min(whole, photo.rgb().length);
    while (bytes > 0 && bytes + framingBytes(photo, (int) bytes) > whole) {
      bytes = Math.min(bytes - 1, whole - framingBytes(photo, (int) bytes));
    }
    return (int) Math.max(0, bytes);
  }

  private int framingBytes(Photo photo, int fileBytes) {
    List<SegmentEntry> directory = new ArrayList<>();
    for (int layer : layers(fileBytes)) {
      directory.add(new SegmentEntry(HyperpriorSegments.LATENT, true, layer));
    }
    ContainerHeader header =
        new ContainerHeader(fingerprint, number, photo.width(), photo.height(), 0, directory);
    return header.encode().length + Container.CRC_BYTES * directory.size();
  }

  /** Bytes of the layers that a file is cut into. */
  private static int[] layers(int fileBytes) {
    int[] layers = new int[Math.max(1, Math.min(MAX_LAYERS, fileBytes / LAYER_BYTES))];
    for (int i = 0; i < layers.length; i++) {
      long from = (long) i * fileBytes / layers.length;
      layers[i] = (int) ((i + 1L) * fileBytes / layers.length - from);
    }
    return layers;
  }

  private Container contain(Photo photo, byte[] file) {
    List<Container.Segment> segments = new ArrayList<>();
    int from = 0;
    for (int layer : layers(file.length)) {
      byte[] payload = Arrays.copyOfRange(file, from, from + layer);
      segments.add(new Container.Segment(HyperpriorSegments.LATENT, true, payload));
      from += layer;
    }
    return Container.of(fingerprint, number, photo.width(), photo.height(), 0, segments);
  }

  private EncodedPhoto describe(Photo photo, Container container) {
    KeepMask all = cells(photo.width(), photo.height(), true);
    float[] flat = new float[all.cells()];
    Arrays.fill(flat, 1);
    return new EncodedPhoto(
        container,
        new Decision(id, "", "", 0, 0, 0, 1, Optional.empty()),
        HyperpriorSegments.ledger(container),
        new ImportanceMap(all.rows(), all.columns(), flat),
        all);
  }

  @Override
  public DecodedPhoto decode(Container container, StageListener stages) {
    if (!HyperpriorSegments.laidOut(container.header(), List.of())) {
      throw new DecodeException(0, "segments are not those of scheme " + id);
    }
    StageWatch watch = new StageWatch(stages);
    int width = container.header().width();
    int height = container.header().height();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    container.payloads().forEach(file::writeBytes);
    Optional<Photo> photo =
        container.complete()
            ? Optional.of(coder.decode(file.toByteArray(), width, height))
            : coder.decodePrefix(file.toByteArray(), width, height);
    watch.lap("synthesise");
    KeepMask mask = cells(width, height, photo.isPresent());
    return new DecodedPhoto(
        photo.orElseGet(() -> blank(mask, width, height)), mask, "", 0, container.complete());
  }

  private static Photo blank(KeepMask none, int width, int height) {
    return HyperpriorCoder.greyOut(new Photo(width, height, new byte[3 * width * height]), none);
  }

  private static KeepMask cells(int width, int height, boolean kept) {
    return KeepMask.uniform(
        HyperpriorCodec.cellsFor(height), HyperpriorCodec.cellsFor(width), kept);
  }
}
