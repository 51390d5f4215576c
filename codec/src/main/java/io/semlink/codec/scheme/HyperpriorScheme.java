package io.semlink.codec.scheme;

import io.semlink.codec.container.Container;
import io.semlink.codec.control.ControlOptions;
import io.semlink.codec.control.InfeasibleException;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.entropy.DecodeException;
import io.semlink.codec.image.Photo;
import java.util.List;
import java.util.Optional;

/**
 * Critical information embedding: caption, keep mask, hyper-latents and the latents of the
 * important cells. With {@code wholePhoto} it sends every cell, alpha = 0: the data-oriented codec
 * of the paper.
 */
final class HyperpriorScheme implements SchemeEncoder, SchemeDecoder {
  private static final List<Integer> ESSENTIALS =
      List.of(HyperpriorSegments.PROMPT, HyperpriorSegments.MASK, HyperpriorSegments.HYPER);

  private final String id;
  private final int number;
  private final boolean wholePhoto;
  private final HyperpriorCoder coder;
  private final PhotoAnalyser analyser;
  private final TextOnlyScheme textOnly;

  HyperpriorScheme(
      String id,
      int number,
      boolean wholePhoto,
      HyperpriorCoder coder,
      PhotoAnalyser analyser,
      TextOnlyScheme textOnly) {
    this.id = id;
    this.number = number;
    this.wholePhoto = wholePhoto;
    this.coder = coder;
    this.analyser = analyser;
    this.textOnly = textOnly;
  }

  @Override
  public EncodedPhoto encode(Photo photo, EncodeOptions options, StageListener stages) {
    StageWatch watch = new StageWatch(stages);
    return encode(
        analyser.analyse(photo, options.interests(), options.caption(), watch), options, watch);
  }

  /** Codes a photo that has been analysed. */
  EncodedPhoto encode(PhotoAnalysis analysis, EncodeOptions options, StageWatch watch) {
    try {
      return describe(analysis, choose(analysis, options.control(), watch));
    } catch (InfeasibleException e) {
      Optional<LinkBudget> limit = options.control().limit();
      if (options.textOnlyAllowed() && limit.isPresent()) {
        return textOnly.encode(analysis.photo(), analysis.seen(), analysis.caption(), limit.get());
      }
      throw e;
    }
  }

  private Chosen choose(PhotoAnalysis analysis, Control control, StageWatch watch) {
    if (control instanceof Control.Exact exact) {
      return search(analysis, exact, watch);
    }
    if (control instanceof Control.Policy policy) {
      if (wholePhoto) {
        throw new IllegalArgumentException(
            "a policy table chooses what to leave out, and " + id + " sends the whole photo");
      }
      long pixels = (long) analysis.photo().width() * analysis.photo().height();
      double gammaSquared = policy.table().conditions().gammaSquared();
      return PolicyWalk.best(policy, pixels, choice -> code(analysis, choice, gammaSquared, watch));
    }
    Control.Fixed fixed = (Control.Fixed) control;
    return Chosen.given(code(analysis, fixed.choice(), fixed.gammaSquared(), watch));
  }

  private CodedChoice code(
      PhotoAnalysis analysis, OperatingChoice choice, double gammaSquared, StageWatch watch) {
    if (choice.point() >= coder.codec().points()) {
      throw new IllegalArgumentException(
          "operating point "
              + choice.point()
              + " does not exist; the bundle has 0 to "
              + (coder.codec().points() - 1));
    }
    watch.lap("decide");
    CodedChoice coded = coder.code(analysis, choice, number, gammaSquared);
    watch.lap("code");
    return coded;
  }

  private Chosen search(PhotoAnalysis analysis, Control.Exact exact, StageWatch watch) {
    ControlOptions bounds = wholePhoto ? exact.bounds().withMaxAlpha(0) : exact.bounds();
    try {
      return new RateSearch(coder, analysis, number, bounds, watch).best(exact.budget());
    } catch (InfeasibleException e) {
      if (wholePhoto || !exact.beyondMaxAlpha()) {
        throw e;
      }
      ControlOptions wider = bounds.withMaxAlpha(1);
      return new RateSearch(coder, analysis, number, wider, watch).best(exact.budget());
    }
  }

  private EncodedPhoto describe(PhotoAnalysis analysis, Chosen chosen) {
    CodedChoice coded = chosen.coded();
    Decision decision =
        new Decision(
            id,
            analysis.caption(),
            analysis.seen().subject(),
            analysis.seen().confidence(),
            coded.choice().alpha(),
            coded.choice().point(),
            coded.mask().fraction(),
            Optional.of(coded.gvif()),
            chosen.estimatedMaskPsnrDb(),
            chosen.policy());
    return new EncodedPhoto(
        coded.container(), decision, coded.ledger(), analysis.seen().importance(), coded.mask());
  }

  @Override
  public DecodedPhoto decode(Container container, StageListener stages) {
    if (!HyperpriorSegments.laidOut(container.header(), ESSENTIALS)) {
      throw new DecodeException(0, "segments are not those of scheme " + id);
    }
    return coder.decode(container, new StageWatch(stages));
  }
}
