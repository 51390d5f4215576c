package io.semlink.channel.service;

import io.semlink.channel.air.Carried;
import io.semlink.channel.air.CodingAccount;
import io.semlink.channel.air.Payload;
import io.semlink.channel.link.LinkTransmission;
import io.semlink.chassis.ServiceException;
import io.semlink.chassis.ServiceException.FieldViolation;
import io.semlink.link.v1.Delivery;
import io.semlink.link.v1.Segment;
import io.semlink.link.v1.SegmentDelivery;
import io.semlink.link.v1.SegmentFate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Puts the segments of one transmission on the air and keeps account of each. One segment is under
 * way at a time.
 */
final class DeliveryLedger {
  /** Segments per transmission; their accounts must fit into one message. */
  static final int MAX_SEGMENTS = 32_768;

  /** Longest name of a segment kind. */
  private static final int MAX_KIND_LENGTH = 32;

  private final LinkTransmission transmission;
  private final Delivery.Builder delivery = Delivery.newBuilder();
  private @Nullable CodingAccount coding;
  private Duration queueing = Duration.ZERO;

  /**
   * One segment's way over the air.
   *
   * @param arrived the segment as it arrived, its content perhaps cut short; empty if none of it
   *     did
   * @param carried when it was on the air
   * @param account what is said of it on the wire
   * @param cutsTransmission whether it is the first one that was cut or lost
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
   * @return its way; complete at once unless the link is shared
   * @throws ServiceException INVALID_ARGUMENT if it is not the next one or not what the link
   *     carries, RESOURCE_EXHAUSTED if there are too many
   */
  CompletableFuture<Entry> send(Segment segment) {
    check(segment);
    boolean cutAlready = transmission.outage();
    Payload payload =
        SegmentPayloads.payload(segment, transmission.trueState().config().model().carries());
    return transmission.offer(payload).thenApply(carried -> enter(segment, carried, cutAlready));
  }

  private Entry enter(Segment segment, Carried carried, boolean cutAlready) {
    boolean arrived = carried.received().units() > 0 || !carried.outage();
    SegmentFate fate =
        !carried.outage() && !cutAlready
            ? SegmentFate.SEGMENT_FATE_DELIVERED
            : arrived && !cutAlready ? SegmentFate.SEGMENT_FATE_CUT : SegmentFate.SEGMENT_FATE_LOST;
    SegmentDelivery.Builder account =
        SegmentDelivery.newBuilder()
            .setIndex(segment.getIndex())
            .setKind(segment.getKind())
            .setFate(fate)
            .setAirTime(ProtoTimes.toProto(carried.airTime()))
            .setFinishedAfter(ProtoTimes.toProto(carried.end()))
            .setQueueingTime(ProtoTimes.toProto(carried.queueing()))
            .setPropagationDelay(
                ProtoTimes.toProto(transmission.trueState().config().propagationDelay()))
            .setChannelUses(carried.channelUses());
    if (segment.hasSymbols()) {
      account.setSentSymbols(carried.sent()).setDeliveredSymbols(carried.received().units());
    } else {
      account
          .setSentBytes(segment.getPayload().size())
          .setDeliveredBytes(carried.received().units() / Byte.SIZE);
      delivery
          .setSentBits(delivery.getSentBits() + carried.sent())
          .setDeliveredBits(delivery.getDeliveredBits() + carried.onTime());
    }
    carried.coding().ifPresent(coded -> account.setCoding(LinkMessages.coding(coded)));
    carried.coding().ifPresent(coded -> coding = coding == null ? coded : coding.plus(coded));
    queueing = queueing.plus(carried.queueing());
    SegmentDelivery made = account.build();
    delivery.addSegments(made);
    if (fate == SegmentFate.SEGMENT_FATE_DELIVERED) {
      delivery.setDeliveredSegments(delivery.getDeliveredSegments() + 1);
    }
    Optional<Segment> came =
        fate == SegmentFate.SEGMENT_FATE_LOST
            ? Optional.empty()
            : Optional.of(SegmentPayloads.arrived(segment, carried));
    return new Entry(came, carried, made, !cutAlready && carried.outage());
  }

  /** Number of segments sent so far. */
  int size() {
    return delivery.getSegmentsCount();
  }

  /** The account of the whole transmission. */
  Delivery delivery() {
    boolean outage = transmission.outage();
    if (coding != null) {
      delivery.setCoding(LinkMessages.coding(coding));
    }
    return delivery
        .setSentSegments(size())
        .setAirTime(ProtoTimes.toProto(transmission.airTime()))
        .setQueueingTime(ProtoTimes.toProto(queueing))
        .setChannelUses(transmission.channelUses())
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
    if (segment.getKind().length() > MAX_KIND_LENGTH) {
      throw ServiceException.invalidArgument(
          "segment.kind", "must have at most %d characters".formatted(MAX_KIND_LENGTH));
    }
  }
}
