package io.semlink.codec.scheme;

import io.semlink.codec.container.Container;
import io.semlink.codec.control.ControlOptions;
import io.semlink.codec.control.InfeasibleException;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.entropy.DecodeException;
import io.semlink.codec.fidelity.Gvif;
import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.Classification;
import io.semlink.codec.mask.KeepMask;
import java.util.List;
import java.util.Optional;

/** Sends the caption alone; the receiver paints everything. */
final class TextOnlyScheme implements SchemeEncoder, SchemeDecoder {
  static final String ID = "TEXT_ONLY";
  static final int NUMBER = 3;
  private static final List<Integer> ESSENTIALS = List.of(HyperpriorSegments.PROMPT);

  private final HyperpriorCoder coder;
  private final PhotoAnalyser analyser;

  TextOnlyScheme(HyperpriorCoder coder, PhotoAnalyser analyser) {
    this.coder = coder;
    this.analyser = analyser;
  }

  @Override
  public EncodedPhoto encode(Photo photo, EncodeOptions options, StageListener stages) {
    StageWatch watch = new StageWatch(stages);
    PhotoAnalyser.Seen look = analyser.look(photo, options.interests(), options.caption(), watch);
    EncodedPhoto coded = encode(photo, look.seen(), look.caption());
    watch.lap("code");
    options.control().limit().ifPresent(limit -> requireFits(coded, limit));
    return coded;
  }

  /** Falls back to the caption of a photo that has been looked at already. */
  EncodedPhoto encode(Photo photo, Classification seen, String caption, LinkBudget budget) {
    EncodedPhoto coded = encode(photo, seen, caption);
    requireFits(coded, budget);
    return coded;
  }

  private static void requireFits(EncodedPhoto coded, LinkBudget budget) {
    if (coded.ledger().total() > budget.bits()) {
      throw new InfeasibleException(budget, coded.ledger().total());
    }
  }

  private EncodedPhoto encode(Photo photo, Classification seen, String caption) {
    Container container =
        Container.of(
            coder.fingerprint(),
            NUMBER,
            photo.width(),
            photo.height(),
            0,
            List.of(
                new Container.Segment(
                    HyperpriorSegments.PROMPT, false, coder.prompts().encode(caption))));
    Decision decision =
        new Decision(
            ID,
            caption,
            seen.subject(),
            seen.confidence(),
            1,
            0,
            0,
            Optional.of(new Gvif(0, 0, ControlOptions.DEFAULT.gammaSquared())));
    return new EncodedPhoto(
        container,
        decision,
        HyperpriorSegments.ledger(container),
        seen.importance(),
        nothing(photo.width(), photo.height()));
  }

  @Override
  public DecodedPhoto decode(Container container, StageListener stages) {
    if (!HyperpriorSegments.laidOut(container.header(), ESSENTIALS)
        || container.header().directory().size() != 1) {
      throw new DecodeException(0, "segments are not those of scheme " + ID);
    }
    StageWatch watch = new StageWatch(stages);
    int width = container.header().width();
    int height = container.header().height();
    KeepMask none = nothing(width, height);
    Photo blank = new Photo(width, height, new byte[3 * width * height]);
    String prompt = coder.prompt(container.payloads().get(0));
    watch.lap("entropy_decode");
    return new DecodedPhoto(HyperpriorCoder.greyOut(blank, none), none, prompt, 0, true);
  }

  private static KeepMask nothing(int width, int height) {
    return KeepMask.uniform(
        HyperpriorCodec.cellsFor(height), HyperpriorCodec.cellsFor(width), false);
  }
}
