package io.semlink.channel.service;

import io.semlink.channel.link.LinkRegistry;
import io.semlink.channel.link.LinkTransmission;
import io.semlink.chassis.SemlinkMetrics;
import io.semlink.chassis.Telemetry;
import io.semlink.link.v1.CodingAccount;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the simulator counts, and its line in the log for each transmission. */
final class ChannelMetrics {
  private static final Logger log = LoggerFactory.getLogger(ChannelMetrics.class);

  private final Telemetry telemetry;
  private final LinkRegistry links;
  private final Set<String> tracked = ConcurrentHashMap.newKeySet();

  ChannelMetrics(Telemetry telemetry, LinkRegistry links) {
    this.telemetry = telemetry;
    this.links = links;
    links.links().forEach(link -> track(link.name()));
  }

  /** Shows a link from now on, as not a number while there is none of that name. */
  void track(String link) {
    if (tracked.add(link)) {
      SemlinkMetrics.SNR.gauge(telemetry.registry(), () -> blockSnrDb(link), link);
      SemlinkMetrics.OUTAGES.counter(telemetry.registry(), link);
    }
  }

  /** Takes the series of a link that was deleted out of the scrape. */
  void forget(String link) {
    tracked.remove(link);
    telemetry.registry().getMeters().stream()
        .filter(meter -> link.equals(meter.getId().getTag("link")))
        .forEach(telemetry.registry()::remove);
  }

  /** Counts a change of a link. */
  void changed(String change, String link) {
    SemlinkMetrics.LINK_CHANGES.counter(telemetry.registry(), link, change).increment();
  }

  /** Notes when a segment of a link in real time was handed on. */
  void handedOn(String link, long lateNanos) {
    SemlinkMetrics.PACING_LATENESS
        .timer(telemetry.registry(), link)
        .record(Duration.ofNanos(Math.max(0, lateNanos)));
  }

  /** Counts a transmission that came to its end. */
  void transmitted(Passage passage) {
    LinkTransmission transmission = passage.transmission();
    String link = passage.link();
    // It is spread over the time of the relay, and so is no span of the trace.
    SemlinkMetrics.STAGE
        .timer(telemetry.registry(), telemetry.service(), "account")
        .record(passage.accountTime());
    telemetry.stage("relay", passage.relayTime());
    SemlinkMetrics.AIR.timer(telemetry.registry(), link).record(transmission.airTime());
    if (transmission.outage()) {
      SemlinkMetrics.OUTAGES.counter(telemetry.registry(), link).increment();
    }
    CodingAccount coding = passage.delivery().getCoding();
    if (passage.delivery().hasCoding()) {
      SemlinkMetrics.RETRANSMISSIONS
          .counter(telemetry.registry(), link)
          .increment(coding.getRetransmissions());
      SemlinkMetrics.RESIDUAL_ERRORS
          .counter(telemetry.registry(), link)
          .increment(coding.getResidualErrors());
    }
    log.info(
        "link={} block={} snr_db={} capacity_bps={} sent={} delivered={} air_ms={} outage={}"
            + " retransmissions={} residual_errors={}",
        link,
        transmission.trueState().block(),
        transmission.trueState().blockSnrDb(),
        transmission.trueState().capacityBps(),
        transmission.sent(),
        transmission.delivered(),
        transmission.airTime().toNanos() / 1e6,
        transmission.outage(),
        coding.getRetransmissions(),
        coding.getResidualErrors());
  }

  private double blockSnrDb(String name) {
    return links
        .find(name)
        .map(link -> link.snapshot().trueState().blockSnrDb())
        .orElse(Double.NaN);
  }
}
