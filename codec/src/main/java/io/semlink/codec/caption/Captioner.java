package io.semlink.codec.caption;

import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.Classification;

/** Describes a photo in a sentence that guides the generation at the receiver. */
public interface Captioner {
  /** Returns a caption in plain English, at most {@link PromptCoder#MAX_BYTES} bytes of UTF-8. */
  String caption(Photo photo, Classification classification);
}
