package io.semlink.codec.scheme;

import io.semlink.codec.baseline.PictureCoder;
import io.semlink.codec.baseline.PictureCoders;
import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.caption.LabelCaptioner;
import io.semlink.codec.caption.PromptCoder;
import io.semlink.codec.container.Container;
import io.semlink.codec.container.ContainerHeader;
import io.semlink.codec.entropy.DecodeException;
import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.CamClassifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The schemes of a bundle, by id and by the number that containers carry. Nothing outside a scheme
 * knows its segment kinds.
 */
public final class Schemes {
  /** Critical information embedding. */
  public static final String CIE = "CIE";

  /** Every cell, alpha = 0. */
  public static final String VAE_FULL = "VAE_FULL";

  /** The caption alone. */
  public static final String TEXT_ONLY = TextOnlyScheme.ID;

  /** JPEG 2000 by OpenJPEG. */
  public static final String JPEG2000 = "JPEG2000";

  /** Progressive JPEG. */
  public static final String JPEG = "JPEG";

  /** Lossy WebP. */
  public static final String WEBP = "WEBP";

  /** HEVC intra, the stand-in for BPG. */
  public static final String HEVC = "HEVC";

  private static final Set<String> FILES = Set.of(JPEG2000, JPEG, WEBP, HEVC);

  private final Map<String, SchemeEncoder> encoders = new LinkedHashMap<>();
  private final Map<Integer, SchemeDecoder> decoders = new LinkedHashMap<>();
  private final Map<Integer, String> names = new LinkedHashMap<>();
  private final List<String> labels;
  private final byte[] fingerprint;
  private final PhotoAnalyser analyser;

  private Schemes(List<String> labels, byte[] fingerprint, PhotoAnalyser analyser) {
    this.labels = labels;
    this.fingerprint = fingerprint;
    this.analyser = analyser;
  }

  /** Opens the schemes that a bundle's networks serve. */
  public static Schemes open(Bundle bundle) {
    HyperpriorCodec codec = HyperpriorCodec.open(bundle);
    CamClassifier classifier = CamClassifier.open(bundle);
    HyperpriorCoder coder =
        new HyperpriorCoder(codec, bundle, new PromptCoder(dictionary(bundle, classifier)));
    PhotoAnalyser analyser = new PhotoAnalyser(coder, classifier, new LabelCaptioner());
    Schemes schemes = new Schemes(classifier.labels().names(), coder.fingerprint(), analyser);
    TextOnlyScheme textOnly = new TextOnlyScheme(coder, analyser);
    HyperpriorScheme cie = new HyperpriorScheme(CIE, 1, false, coder, analyser, textOnly);
    HyperpriorScheme full = new HyperpriorScheme(VAE_FULL, 2, true, coder, analyser, textOnly);
    schemes.register(CIE, 1, cie, cie);
    schemes.register(VAE_FULL, 2, full, full);
    schemes.register(TEXT_ONLY, TextOnlyScheme.NUMBER, textOnly, textOnly);
    schemes.registerFile(JPEG2000, 16, PictureCoders.jpeg2000(), textOnly);
    schemes.registerFile(JPEG, 17, PictureCoders.jpeg(), textOnly);
    schemes.registerFile(WEBP, 18, PictureCoders.webp(), textOnly);
    schemes.registerFile(HEVC, 19, PictureCoders.hevc(), textOnly);
    return schemes;
  }

  /** Words that captions are made of, the likeliest last. */
  private static String dictionary(Bundle bundle, CamClassifier classifier) {
    String vocabulary =
        new String(bundle.file(bundle.manifest().denoiser().vocabulary()), StandardCharsets.UTF_8);
    return vocabulary.replace('\n', ' ')
        + String.join(" ", classifier.labels().names())
        + " black and white and grey and red and orange and brown and yellow and green and"
        + " turquoise and blue and purple and pink, at the top left, at the bottom right,"
        + " at the top, at the bottom, on the left, on the right, in the centre, a photo of an "
        + "a photo of a ";
  }

  private void register(String id, int number, SchemeEncoder encoder, SchemeDecoder decoder) {
    encoders.put(id, encoder);
    decoders.put(number, decoder);
    names.put(number, id);
  }

  /** A coder whose programs are missing can be named, but not used. */
  private void registerFile(String id, int number, PictureCoder coder, TextOnlyScheme textOnly) {
    PictureFileScheme scheme = new PictureFileScheme(id, number, coder, fingerprint, textOnly);
    if (coder.missingPackage().isEmpty()) {
      encoders.put(id, scheme);
    }
    decoders.put(number, scheme);
    names.put(number, id);
  }

  /** Ids of all schemes that photos can be coded with here. */
  public List<String> ids() {
    return new ArrayList<>(encoders.keySet());
  }

  /**
   * Whether a scheme sends the file of a coder that is not ours: it has no operating points, no
   * caption, no mask and no GVIF.
   */
  public boolean sendsPictureFile(String id) {
    return FILES.contains(id);
  }

  /** Labels that a request may name. */
  public List<String> labels() {
    return labels;
  }

  /** Id of the scheme that a container states, or its number where it is unknown. */
  public String nameOf(ContainerHeader header) {
    return names.getOrDefault(header.scheme(), Integer.toString(header.scheme()));
  }

  /**
   * Transmitter's end of a scheme.
   *
   * @throws IllegalArgumentException naming the known ids if there is no such scheme
   */
  public SchemeEncoder encoder(String id) {
    @Nullable SchemeEncoder encoder = encoders.get(id);
    if (encoder == null) {
      throw new IllegalArgumentException(
          "unknown scheme '" + id + "'; known: " + String.join(", ", ids()));
    }
    return encoder;
  }

  /**
   * Analyses a photo once, to be coded many times: its most probable label says what matters, and
   * the captioner writes the caption.
   */
  public PhotoAnalysis analyse(Photo photo) {
    return analyser.analyse(photo, List.of(), Optional.empty(), new StageWatch(StageListener.NONE));
  }

  /**
   * Codes an analysed photo: what {@link SchemeEncoder#encode} gives, without the networks.
   *
   * @param id a scheme that sends latents, {@link #CIE} or {@link #VAE_FULL}
   * @throws IllegalArgumentException if the scheme is another one
   * @throws io.semlink.codec.control.InfeasibleException if nothing fits
   */
  public EncodedPhoto encode(String id, PhotoAnalysis analysis, Control control) {
    if (encoder(id) instanceof HyperpriorScheme scheme) {
      return scheme.encode(analysis, EncodeOptions.of(control), new StageWatch(StageListener.NONE));
    }
    throw new IllegalArgumentException("scheme " + id + " does not send latents");
  }

  /**
   * Name of a segment's kind for ledgers: {@code prompt}, {@code mask}, {@code hyper} or {@code
   * latent}.
   */
  public String segmentName(ContainerHeader header, int segment) {
    return HyperpriorSegments.nameOf(header.directory().get(segment).kind());
  }

  /** Bytes of the bundle's fingerprint that containers carry. */
  public byte[] fingerprint() {
    return fingerprint.clone();
  }

  /** Whether a container was made with this bundle. */
  public boolean matches(ContainerHeader header) {
    return Arrays.equals(fingerprint, header.fingerprint());
  }

  /**
   * Decodes a container with the scheme it states.
   *
   * @throws DecodeException if it was made with another bundle, states an unknown scheme or cannot
   *     be decoded
   */
  public DecodedPhoto decode(Container container, StageListener stages) {
    ContainerHeader header = container.header();
    if (!matches(header)) {
      HexFormat hex = HexFormat.of();
      throw new DecodeException(
          3,
          "coded with bundle "
              + hex.formatHex(header.fingerprint())
              + ", not with "
              + hex.formatHex(fingerprint));
    }
    @Nullable SchemeDecoder decoder = decoders.get(header.scheme());
    if (decoder == null) {
      throw new DecodeException(7, "unknown scheme " + header.scheme());
    }
    return decoder.decode(container, stages);
  }
}
