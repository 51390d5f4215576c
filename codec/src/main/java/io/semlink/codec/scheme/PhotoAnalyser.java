package io.semlink.codec.scheme;

import io.semlink.codec.caption.Captioner;
import io.semlink.codec.hyperprior.Latent;
import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.CamClassifier;
import io.semlink.codec.importance.Classification;
import java.util.List;
import java.util.Optional;

/** Runs the transmitter's networks over a photo: what they say does not depend on the link. */
final class PhotoAnalyser {
  private final HyperpriorCoder coder;
  private final CamClassifier classifier;
  private final Captioner captioner;

  PhotoAnalyser(HyperpriorCoder coder, CamClassifier classifier, Captioner captioner) {
    this.coder = coder;
    this.classifier = classifier;
    this.captioner = captioner;
  }

  /** What a photo shows, and the caption to send with it. */
  record Seen(Classification seen, String caption) {}

  /**
   * Classifies and captions a photo.
   *
   * @param interests labels whose importance counts; empty for the most probable one
   * @param given caption to send instead of the captioner's
   */
  Seen look(Photo photo, List<String> interests, Optional<String> given, StageWatch watch) {
    Classification seen = classifier.classify(photo, interests);
    watch.lap("importance");
    String caption = given.orElseGet(() -> captioner.caption(photo, seen));
    watch.lap("caption");
    return new Seen(seen, caption);
  }

  /** Looks at a photo and analyses it into its latent. */
  PhotoAnalysis analyse(
      Photo photo, List<String> interests, Optional<String> given, StageWatch watch) {
    Seen look = look(photo, interests, given, watch);
    Latent latent = coder.codec().analyse(photo);
    byte[] reference = coder.unfiltered(latent, coder.codec().points() - 1);
    watch.lap("analyse");
    return new PhotoAnalysis(photo, look.seen(), look.caption(), latent, reference);
  }
}
