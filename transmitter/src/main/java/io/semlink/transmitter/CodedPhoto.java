package io.semlink.transmitter;

import io.semlink.codec.importance.ImportanceMap;
import io.semlink.codec.mask.KeepMask;
import io.semlink.link.v1.BitLedger;
import io.semlink.link.v1.Decision;
import io.semlink.link.v1.Segment;
import java.util.List;

/**
 * A photo as it goes on the air.
 *
 * @param segments what is sent, in order
 * @param decision what was decided
 * @param bits where the bits go
 * @param importance importance of the latent cells
 * @param mask cells that are sent
 */
record CodedPhoto(
    List<Segment> segments,
    Decision decision,
    BitLedger bits,
    ImportanceMap importance,
    KeepMask mask) {
  /**
   * Copies the segments.
   *
   * @throws IllegalStateException if the ledger and the segments disagree on the bits sent
   */
  CodedPhoto {
    segments = List.copyOf(segments);
    long sent = 8 * segments.stream().mapToLong(s -> s.getPayload().size()).sum();
    if (sent != bits.getTotalBits()) {
      throw new IllegalStateException(
          "the ledger has " + bits.getTotalBits() + " bits, the segments " + sent);
    }
  }
}
