package io.semlink.channel.service;

import io.semlink.channel.air.Carried;
import io.semlink.channel.air.Payload;
import io.semlink.channel.link.LinkTransmission;
import io.semlink.chassis.ServiceException;
import io.semlink.chassis.ServiceException.FieldViolation;
import io.semlink.link.v1.Delivery;
import io.semlink.link.v1.Segment;
import io.semlink.link.v1.SegmentDelivery;
import io.semlink.link.v1.SegmentFate;
import java.util.List;
import java.util.Optional;

/** Puts the segments of one transmission on the air and keeps account of each. */
final class DeliveryLedger {
  /** Segments per transmission; their accounts must fit into one message. */
  static final int MAX_SEGMENTS = 32_768;

  /** Longest name of a segment kind. */
  private static final int MAX_KIND_LENGTH = 32;

  private final LinkTransmission transmission;
  private final Delivery.Builder delivery = Delivery.newBuilder();

  /**
   * One segment's way over the air.
   *
   * @param arrived the segment as it arrived, its payload perhaps cut short; empty if none of it
   *     did
   * @param carried when it was on the air
   * @param account what is said of it on the wire
   * @param cutsTransmission whether it is the first one that the limit cut or lost
   */
  record Entry(
      Optional<Segment> arrived,
      Carried carried,
      SegmentDelivery account,
      boolean cutsTransmission) {}

  DeliveryLedger(LinkTransmission transmission) {
    this.transmission = transmission;
  }

  /**
   * Sends the next segment.
   *
   * @throws ServiceException INVALID_ARGUMENT if it is not the next one or holds no bytes,
   *     RESOURCE_EXHAUSTED if there are too many
   */
  Entry send(Segment segment) {
    check(segment);
    boolean lateAlready = transmission.outage();
    Carried carried =
        transmission.carry(new Payload.Bytes(segment.getPayload().asReadOnlyByteBuffer()));
    int arrivedBytes = lateAlready ? 0 : ((Payload.Bytes) carried.received()).buffer().remaining();
    SegmentFate fate = fate(lateAlready, carried, arrivedBytes);
    SegmentDelivery account =
        SegmentDelivery.newBuilder()
            .setIndex(segment.getIndex())
            .setKind(segment.getKind())
            .setFate(fate)
            .setSentBytes(segment.getPayload().size())
            .setDeliveredBytes(arrivedBytes)
            .setAirTime(ProtoTimes.toProto(carried.airTime()))
            .setFinishedAfter(ProtoTimes.toProto(carried.end()))
            .build();
    delivery.addSegments(account);
    if (fate == SegmentFate.SEGMENT_FATE_DELIVERED) {
      delivery.setDeliveredSegments(delivery.getDeliveredSegments() + 1);
    }
    return new Entry(
        arrived(segment, fate, arrivedBytes),
        carried,
        account,
        !lateAlready && transmission.outage());
  }

  /** Number of segments sent so far. */
  int size() {
    return delivery.getSegmentsCount();
  }

  /** The account of the whole transmission. */
  Delivery delivery() {
    boolean outage = transmission.outage();
    return delivery
        .setSentSegments(size())
        .setSentBits(transmission.bitsSent())
        .setDeliveredBits(transmission.bitsDelivered())
        .setAirTime(ProtoTimes.toProto(transmission.airTime()))
        .setOutage(outage)
        .setCut(outage)
        .build();
  }

  private void check(Segment segment) {
    if (segment.getIndex() != size()) {
      throw ServiceException.invalidArgument(
          "OUT_OF_ORDER",
          List.of(
              new FieldViolation(
                  "segment.index",
                  "must be %d, the number of segments sent before, but is %d"
                      .formatted(size(), segment.getIndex()))));
    }
    if (size() == MAX_SEGMENTS) {
      throw ServiceException.tooLarge(
          "a transmission has at most %d segments".formatted(MAX_SEGMENTS), MAX_SEGMENTS);
    }
    if (!segment.hasPayload()) {
      throw ServiceException.invalidArgument(
          "segment.payload", "must be present: this link carries bytes, not symbols");
    }
    if (segment.getKind().length() > MAX_KIND_LENGTH) {
      throw ServiceException.invalidArgument(
          "segment.kind", "must have at most %d characters".formatted(MAX_KIND_LENGTH));
    }
  }

  private static Optional<Segment> arrived(Segment segment, SegmentFate fate, int bytes) {
    return switch (fate) {
      case SEGMENT_FATE_DELIVERED -> Optional.of(segment);
      case SEGMENT_FATE_CUT ->
          Optional.of(
              segment.toBuilder().setPayload(segment.getPayload().substring(0, bytes)).build());
      default -> Optional.empty();
    };
  }

  private static SegmentFate fate(boolean lateAlready, Carried carried, int arrivedBytes) {
    if (!lateAlready && !carried.outage()) {
      return SegmentFate.SEGMENT_FATE_DELIVERED;
    }
    return arrivedBytes > 0 ? SegmentFate.SEGMENT_FATE_CUT : SegmentFate.SEGMENT_FATE_LOST;
  }
}
