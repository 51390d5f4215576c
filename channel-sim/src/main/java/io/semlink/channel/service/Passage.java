package io.semlink.channel.service;

import io.semlink.channel.link.Link;
import io.semlink.channel.link.LinkRegistry;
import io.semlink.channel.link.LinkTransmission;
import io.semlink.channel.link.LinkUse;
import io.semlink.channel.link.Pacing;
import io.semlink.channel.v1.RelayCompleted;
import io.semlink.channel.v1.RelayCut;
import io.semlink.channel.v1.RelayEnd;
import io.semlink.channel.v1.RelayHeader;
import io.semlink.channel.v1.RelayOpened;
import io.semlink.channel.v1.RelayResponse;
import io.semlink.chassis.ServiceException;
import io.semlink.chassis.ServiceException.FieldViolation;
import io.semlink.link.v1.Delivery;
import io.semlink.link.v1.Segment;
import io.semlink.receiver.v1.EndOfDelivery;
import io.semlink.receiver.v1.ReceiveHeader;
import io.semlink.receiver.v1.ReceiveRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One transmission's way over its link, in messages: what goes to the receiver, what to the
 * transmitter, and when. Knows nothing of streams. Used by one thread at a time.
 */
final class Passage implements AutoCloseable {
  /** Longest time on the air, also of transmissions without a limit. */
  static final Duration MAX_LIMIT = Duration.ofHours(1);

  private final RelayHeader header;
  private final LinkTransmission transmission;
  private final DeliveryLedger ledger;
  private final boolean paced;
  private long airStartNanos;
  private Duration accountTime = Duration.ZERO;
  private Duration relayTime = Duration.ZERO;
  private Delivery delivery = Delivery.getDefaultInstance();

  /**
   * One segment carried.
   *
   * @param dueNanos when it arrives at the pace of the link, on the clock of {@link
   *     System#nanoTime}
   * @param toReceiver what arrives; empty if nothing does
   * @param toTransmitter what is told of it
   */
  record Step(
      long dueNanos, Optional<ReceiveRequest> toReceiver, List<RelayResponse> toTransmitter) {}

  private Passage(RelayHeader header, LinkTransmission transmission) {
    this.header = header;
    this.transmission = transmission;
    this.ledger = new DeliveryLedger(transmission);
    this.paced = transmission.trueState().config().pacing() == Pacing.REAL_TIME;
  }

  /**
   * Opens a transmission on the link that the header names.
   *
   * @throws ServiceException INVALID_ARGUMENT if the limit is not valid
   */
  static Passage open(RelayHeader header, LinkRegistry links) {
    Link link = links.link(header.getLinkName());
    // An unsigned number beyond the range of int is out of range as a negative one too.
    LinkUse use = new LinkUse(limit(header), header.getMarginDb(), header.getPriority());
    return new Passage(header, link.open(use));
  }

  String link() {
    return transmission.trueState().config().name();
  }

  boolean paced() {
    return paced;
  }

  LinkTransmission transmission() {
    return transmission;
  }

  /** Time spent on accounting all segments. */
  Duration accountTime() {
    return accountTime;
  }

  /** Time from the first segment to the end, in which a paced link waits. */
  Duration relayTime() {
    return relayTime;
  }

  /** What is said of the whole delivery once it has ended. */
  Delivery delivery() {
    return delivery;
  }

  RelayResponse openedEvent() {
    return RelayResponse.newBuilder()
        .setOpened(
            RelayOpened.newBuilder()
                .setKnownState(LinkMessages.state(transmission.knownState()))
                .setPaced(paced))
        .build();
  }

  ReceiveRequest receiveHeader() {
    return ReceiveRequest.newBuilder()
        .setHeader(
            ReceiveHeader.newBuilder()
                .setRequestId(header.getRequestId())
                .setLinkName(link())
                .setBundle(header.getBundle())
                .setOptions(header.getReceiver())
                .setAttempt(header.getAttempt()))
        .build();
  }

  /**
   * Puts the next segment on the air.
   *
   * @return what follows from it; complete at once unless the link is shared
   */
  CompletableFuture<Step> carry(Segment segment) {
    long offered = System.nanoTime();
    if (ledger.size() == 0) {
      airStartNanos = offered;
    }
    CompletableFuture<DeliveryLedger.Entry> entry = ledger.send(segment);
    accountTime = accountTime.plusNanos(System.nanoTime() - offered);
    return entry.thenApply(carried -> step(segment, carried));
  }

  private Step step(Segment segment, DeliveryLedger.Entry entry) {
    Duration propagation = transmission.trueState().config().propagationDelay();
    long due = airStartNanos + entry.carried().end().plus(propagation).toNanos();
    List<RelayResponse> events = new ArrayList<>();
    events.add(RelayResponse.newBuilder().setSegment(entry.account()).build());
    if (entry.cutsTransmission()) {
      events.add(
          RelayResponse.newBuilder()
              .setCut(
                  RelayCut.newBuilder()
                      .setIndex(segment.getIndex())
                      .setDeliveredBytes(entry.account().getDeliveredBytes()))
              .build());
    }
    return new Step(
        due,
        entry.arrived().map(arrived -> ReceiveRequest.newBuilder().setSegment(arrived).build()),
        events);
  }

  /**
   * Ends the delivery.
   *
   * @throws ServiceException INVALID_ARGUMENT if the number of segments is not the one sent
   */
  ReceiveRequest end(RelayEnd end) {
    if (end.getSegmentCount() != ledger.size()) {
      throw ServiceException.invalidArgument(
          "OUT_OF_ORDER",
          List.of(
              new FieldViolation(
                  "end.segment_count",
                  "must be %d, the number of segments sent, but is %d"
                      .formatted(ledger.size(), end.getSegmentCount()))));
    }
    delivery = ledger.delivery();
    if (ledger.size() > 0) {
      relayTime = Duration.ofNanos(System.nanoTime() - airStartNanos);
    }
    EndOfDelivery.Builder message = EndOfDelivery.newBuilder().setDelivery(delivery);
    if (header.hasLatencyLimit()) {
      message.setLatencyLimit(header.getLatencyLimit());
    }
    return ReceiveRequest.newBuilder().setEndOfDelivery(message).build();
  }

  RelayResponse completedEvent() {
    return RelayResponse.newBuilder()
        .setCompleted(
            RelayCompleted.newBuilder()
                .setDelivery(delivery)
                .setTrueState(LinkMessages.state(transmission.trueState()))
                .setRelayTime(ProtoTimes.toProto(relayTime)))
        .build();
  }

  @Override
  public void close() {
    transmission.close();
  }

  private static Duration limit(RelayHeader header) {
    if (!header.hasLatencyLimit()) {
      return MAX_LIMIT;
    }
    Duration limit;
    try {
      limit = ProtoTimes.fromProto(header.getLatencyLimit());
    } catch (DateTimeException e) {
      throw ServiceException.invalidArgument("header.latency_limit", "is " + e.getMessage());
    }
    if (limit.compareTo(Duration.ZERO) <= 0 || limit.compareTo(MAX_LIMIT) > 0) {
      throw ServiceException.invalidArgument(
          "header.latency_limit",
          "must be more than 0 and at most %d s, but is %s s"
              .formatted(MAX_LIMIT.toSeconds(), limit.toNanos() / 1e9));
    }
    return limit;
  }
}
