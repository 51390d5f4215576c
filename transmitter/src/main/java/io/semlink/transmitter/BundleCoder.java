package io.semlink.transmitter;

import com.google.protobuf.ByteString;
import io.semlink.chassis.ServiceException;
import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.bundle.BundleManifest;
import io.semlink.codec.container.Container;
import io.semlink.codec.control.ControlOptions;
import io.semlink.codec.control.InfeasibleException;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.control.PolicyTable;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.codec.image.PngWriter;
import io.semlink.codec.importance.Labels;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.EncodeOptions;
import io.semlink.codec.scheme.EncodedPhoto;
import io.semlink.codec.scheme.Schemes;
import io.semlink.codec.scheme.StageListener;
import io.semlink.link.v1.BitLedger;
import io.semlink.link.v1.BundleIdentity;
import io.semlink.link.v1.CaptionSource;
import io.semlink.link.v1.ControlMode;
import io.semlink.link.v1.Decision;
import io.semlink.link.v1.Segment;
import io.semlink.transmitter.v1.GetCapabilitiesResponse;
import io.semlink.transmitter.v1.OperatingPointInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Codes photos with the trained models of a bundle. */
final class BundleCoder implements PhotoCoder {
  private static final int WARM_UP_ROUNDS = 3;
  private static final double WARM_UP_BPS = 50_000;

  private final Schemes schemes;
  private final Labels labels;
  private final Optional<PolicyTable> policy;
  private final GetCapabilitiesResponse capabilities;

  /**
   * Opens the networks that coding needs.
   *
   * @param policy table made with the bundle, for control POLICY
   * @throws io.semlink.codec.bundle.BundleException if the bundle lacks one
   */
  BundleCoder(Bundle bundle, Optional<PolicyTable> policy) {
    this.schemes = Schemes.open(bundle);
    this.labels = Labels.parse(bundle.file(bundle.manifest().classifier().labels()));
    this.policy = policy;
    this.capabilities = describe(bundle, schemes, policy.isPresent());
  }

  private static GetCapabilitiesResponse describe(
      Bundle bundle, Schemes schemes, boolean hasPolicy) {
    GetCapabilitiesResponse.Builder out =
        GetCapabilitiesResponse.newBuilder()
            .setBundle(
                BundleIdentity.newBuilder()
                    .setName(bundle.manifest().name())
                    .setVersion(bundle.manifest().version())
                    .setFingerprint(bundle.fingerprintHex()))
            .addAllSchemes(schemes.ids())
            .addAllLabels(schemes.labels())
            .addControls(ControlMode.CONTROL_MODE_EXACT)
            .addControls(ControlMode.CONTROL_MODE_FIXED);
    if (hasPolicy) {
      out.addControls(ControlMode.CONTROL_MODE_POLICY);
    }
    for (BundleManifest.OperatingPoint point : bundle.manifest().codec().operatingPoints()) {
      out.addOperatingPoints(
          OperatingPointInfo.newBuilder()
              .setIndex(point.index())
              .setKodakBpp(point.kodakBpp())
              .setKodakPsnrDb(point.kodakPsnrDb()));
    }
    return out.build();
  }

  @Override
  public GetCapabilitiesResponse capabilities() {
    return capabilities;
  }

  @Override
  public void check(RequestOptions options) {
    options.interests().forEach(labels::require);
    if (options.scheme().equals(Schemes.VAE_FULL) && options.fixedAlpha() > 0) {
      throw ServiceException.invalidArgument(
          "options.fixed_alpha", "must be 0 with VAE_FULL, which sends the whole photo");
    }
    if (schemes.sendsPictureFile(options.scheme())
        && options.control() != ControlMode.CONTROL_MODE_EXACT) {
      throw ServiceException.invalidArgument(
          "options.control",
          "must be EXACT with " + options.scheme() + ", which has no operating points");
    }
    if (options.scheme().equals(Schemes.VAE_FULL)
        && options.control() == ControlMode.CONTROL_MODE_POLICY) {
      throw ServiceException.invalidArgument(
          "options.control", "must not be POLICY with VAE_FULL, which sends the whole photo");
    }
  }

  @Override
  public CodedPhoto code(Photo photo, RequestOptions options, UsableLink link, Stages stages) {
    Optional<LinkBudget> budget = options.latencyLimit().map(link::budget);
    StageListener listener = stages::ended;
    try {
      if (options.control() == ControlMode.CONTROL_MODE_FIXED) {
        return fixed(photo, options, budget, listener);
      }
      EncodeOptions search = encodeOptions(options, budget.orElseGet(link::unlimited));
      EncodedPhoto coded = schemes.encoder(options.scheme()).encode(photo, search, listener);
      return coded(photo, options, budget, coded);
    } catch (InfeasibleException e) {
      throw link.infeasible(e);
    }
  }

  /** What the request fixed is coded as it is, and only then held against the limit. */
  private CodedPhoto fixed(
      Photo photo, RequestOptions options, Optional<LinkBudget> budget, StageListener listener) {
    OperatingChoice choice = new OperatingChoice(options.fixedPoint(), options.fixedAlpha());
    EncodedPhoto coded =
        schemes
            .encoder(options.scheme())
            .encode(
                photo,
                new EncodeOptions(
                    new Control.Fixed(choice), options.caption(), options.interests(), false),
                listener);
    if (budget.isEmpty() || coded.ledger().total() <= budget.get().bits()) {
      return coded(photo, options, budget, coded);
    }
    if (!options.textOnlyAllowed()) {
      throw new InfeasibleException(budget.get(), coded.ledger().total());
    }
    EncodedPhoto text =
        schemes
            .encoder(Schemes.TEXT_ONLY)
            .encode(photo, encodeOptions(options, budget.get()), listener);
    return coded(photo, options, budget, text);
  }

  private EncodeOptions encodeOptions(RequestOptions options, LinkBudget budget) {
    ControlOptions bounds =
        new ControlOptions(
            options.maxAlpha().orElse(ControlOptions.DEFAULT.maxAlpha()),
            options.minMaskPsnrDb(),
            ControlOptions.DEFAULT.gammaSquared());
    Control control =
        options.control() == ControlMode.CONTROL_MODE_POLICY
            ? new Control.Policy(policy.orElseThrow(), budget)
            : new Control.Exact(budget, bounds, options.maxAlpha().isEmpty());
    return new EncodeOptions(
        control, options.caption(), options.interests(), options.textOnlyAllowed());
  }

  private CodedPhoto coded(
      Photo photo, RequestOptions options, Optional<LinkBudget> budget, EncodedPhoto coded) {
    return new CodedPhoto(
        segments(coded.container()),
        decision(photo, options, budget, coded),
        ledger(coded.ledger()),
        coded.importance(),
        coded.mask());
  }

  private List<Segment> segments(Container container) {
    List<Segment> segments = new ArrayList<>();
    byte[] header = container.headerBytes();
    segments.add(segment(0, "framing", header, header.length));
    for (int i = 0; i < container.payloads().size(); i++) {
      String kind = schemes.segmentName(container.header(), i);
      segments.add(segment(i + 1, kind, container.segmentBytes(i), Container.CRC_BYTES));
    }
    return segments;
  }

  private static Segment segment(int index, String kind, byte[] bytes, int framing) {
    return Segment.newBuilder()
        .setIndex(index)
        .setKind(kind)
        .setPayload(ByteString.copyFrom(bytes))
        .setFramingBytes(framing)
        .build();
  }

  private Decision decision(
      Photo photo, RequestOptions options, Optional<LinkBudget> budget, EncodedPhoto coded) {
    io.semlink.codec.scheme.Decision made = coded.decision();
    Decision.Builder out =
        Decision.newBuilder()
            .setScheme(made.scheme())
            .setCaption(made.caption())
            .setCaptionSource(source(options, made.caption()))
            .setLabel(made.label())
            .setAlpha(made.alpha())
            .setOperatingPoint(made.operatingPoint())
            .setControl(options.control())
            .setKeptCells(coded.mask().count())
            .setTotalCells(coded.mask().cells())
            .setKeptFraction(made.keptFraction())
            .setPictureFile(schemes.sendsPictureFile(made.scheme()))
            .setWidthPx(photo.width())
            .setHeightPx(photo.height());
    made.fidelity()
        .ifPresent(gvif -> out.setGvif(gvif.value()).setGvifClippedFraction(gvif.clippedShare()));
    if (!made.label().isEmpty()) {
      out.addLabelsBuilder().setName(made.label()).setProbability(made.labelProbability());
    }
    budget.ifPresent(b -> out.setBudgetBits(b.bits()));
    made.estimatedMaskPsnrDb().ifPresent(out::setEstimatedMaskPsnrDb);
    made.policy()
        .ifPresent(use -> out.setPolicySnrDb(use.snrDb()).setPolicyRowsDown(use.rowsDown()));
    return out.build();
  }

  private static CaptionSource source(RequestOptions options, String caption) {
    if (caption.isEmpty()) {
      return CaptionSource.CAPTION_SOURCE_UNSPECIFIED;
    }
    return options.caption().isPresent()
        ? CaptionSource.CAPTION_SOURCE_REQUEST
        : CaptionSource.CAPTION_SOURCE_CAPTIONER;
  }

  private static BitLedger ledger(io.semlink.codec.scheme.BitLedger ledger) {
    return BitLedger.newBuilder()
        .setFramingBits(ledger.framing())
        .setPromptBits(ledger.prompt())
        .setMaskBits(ledger.mask())
        .setHyperBits(ledger.hyper())
        .setLatentBits(ledger.latent())
        .setTotalBits(ledger.total())
        .build();
  }

  /**
   * Reads and codes a synthetic photo a few times, so that the first request meets warm networks,
   * compiled loops and loaded picture formats.
   */
  void warmUp() {
    int side = 8 * PhotoReader.MIN_SIDE;
    byte[] rgb = new byte[3 * side * side];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % side);
    }
    LinkBudget budget = new LinkBudget(WARM_UP_BPS, Duration.ofSeconds(1));
    EncodeOptions options = EncodeOptions.of(new Control.Exact(budget, ControlOptions.DEFAULT));
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      Photo photo = PhotoReader.read(PngWriter.write(new Photo(side, side, rgb)));
      schemes.encoder(Schemes.CIE).encode(photo, options, StageListener.NONE);
    }
  }
}
