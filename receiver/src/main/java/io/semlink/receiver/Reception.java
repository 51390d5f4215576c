package io.semlink.receiver;

import io.semlink.chassis.Deadlines;
import io.semlink.chassis.SemlinkMetrics;
import io.semlink.chassis.ServiceException;
import io.semlink.chassis.StageTimer;
import io.semlink.chassis.StageTimer.StageRecord;
import io.semlink.chassis.Telemetry;
import io.semlink.codec.container.Container;
import io.semlink.codec.container.ContainerHeader;
import io.semlink.codec.container.ContainerReader;
import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.mask.KeepMask;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.link.v1.Degradation;
import io.semlink.link.v1.DegradationReason;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.ReceiverDecoded;
import io.semlink.link.v1.ReceiverReport;
import io.semlink.receiver.inpaint.InpaintOverloadException;
import io.semlink.receiver.inpaint.InpaintSettings;
import io.semlink.receiver.inpaint.Inpainter;
import io.semlink.receiver.inpaint.Provenance;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work on one delivery, after all of it has come: check, decode, show, paint, report. Every
 * path ends the call, with a report or with an error.
 */
final class Reception {
  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

  private final Models models;
  private final ImageStore store;
  private final Telemetry telemetry;
  private final EventSink sink;
  private final Arrival arrival;
  private final StageTimer timer;

  Reception(Models models, ImageStore store, Telemetry telemetry, EventSink sink, Arrival arrival) {
    this.models = models;
    this.store = store;
    this.telemetry = telemetry;
    this.sink = sink;
    this.arrival = arrival;
    this.timer = new StageTimer(telemetry);
  }

  /** Does all of it and ends the call. */
  void run() {
    try {
      sink.report(receive());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      sink.fail(
          ServiceException.unavailable(
                  "NOT_READY", "the receiver is stopping", Map.of(), Duration.ofSeconds(1))
              .causedBy(e));
    } catch (RuntimeException e) {
      sink.fail(e);
    }
  }

  private ReceiverReport receive() throws InterruptedException {
    Container container = check();
    Deadlines.checkAlive();
    DecodedPhoto decoded = models.decode(container, this::decoderStage);
    tellStages(0);
    Deadlines.checkAlive();
    List<PictureFile> pictures = new ArrayList<>();
    preview(container, decoded, pictures);
    Provenance provenance = provenance(decoded);
    int told = timer.records().size();
    Painting painting =
        new Painter(models, arrival.options(), sink, timer).paint(decoded, provenance);
    tellStages(told);
    ReceiverReport report = report(container, decoded, provenance, painting, pictures);
    LOG.info(
        "{} {} px, {} of {} cells received, {} steps, degraded: {}",
        report.getScheme(),
        decoded.photo().width() * decoded.photo().height(),
        report.getReceivedCells(),
        report.getTotalCells(),
        report.getRunSteps(),
        report.getDegradedList().stream().map(Degradation::getReason).toList());
    return report;
  }

  /** Reads the container as far as it arrived and checks that it is for this receiver. */
  private Container check() {
    try (StageTimer.Running check = timer.start("check")) {
      ContainerHeader header = ContainerHeader.parse(ByteBuffer.wrap(arrival.container()));
      models.check(header, arrival.senderFingerprint());
      return ContainerReader.readPrefix(arrival.container());
    }
  }

  /** Takes over a time that the decoder took. */
  private void decoderStage(String name, Duration took) {
    Duration now = timer.elapsed();
    Duration began = took.compareTo(now) < 0 ? now.minus(took) : Duration.ZERO;
    timer.add(new StageRecord(name, began, took));
  }

  private void tellStages(int from) {
    List<StageRecord> records = timer.records();
    records.subList(from, records.size()).forEach(sink::stage);
  }

  /** Tells of the decoded picture, and sends it if it is wanted. */
  private void preview(Container container, DecodedPhoto decoded, List<PictureFile> pictures) {
    StageTimer.Running preview = timer.start("preview");
    sink.decoded(
        ReceiverDecoded.newBuilder()
            .setWidthPx(decoded.photo().width())
            .setHeightPx(decoded.photo().height())
            .setReceivedFraction(decoded.mask().fraction())
            .setLayers(container.payloads().size() - container.header().essentials())
            .setCaption(decoded.prompt())
            .build());
    if (arrival.options().wants(PictureKind.PICTURE_KIND_DECODED)) {
      PictureFile file = PictureFile.of(PictureKind.PICTURE_KIND_DECODED, 0, decoded.photo());
      pictures.add(file);
      sink.picture(file);
    }
    preview.close();
    tellStages(timer.records().size() - 1);
  }

  /** Sends the pictures that are wanted, keeps them, and writes the report. */
  private ReceiverReport report(
      Container container,
      DecodedPhoto decoded,
      Provenance provenance,
      Painting painting,
      List<PictureFile> pictures) {
    StageTimer.Running stage = timer.start("report");
    PictureFile received = PictureFile.of(PictureKind.PICTURE_KIND_RECEIVED, 0, painting.photo());
    PictureFile origin = PictureFile.of(PictureKind.PICTURE_KIND_PROVENANCE, provenance);
    PictureFile mask =
        new PictureFile(
            PictureKind.PICTURE_KIND_MASK, 0, origin.width(), origin.height(), origin.png());
    for (PictureFile file : List.of(received, mask, origin)) {
      pictures.add(file);
      if (arrival.options().wants(file.kind())) {
        sink.picture(file);
      }
    }
    stage.close();
    tellStages(timer.records().size() - 1);
    if (!arrival.options().wants(PictureKind.PICTURE_KIND_DECODED)) {
      pictures.add(PictureFile.of(PictureKind.PICTURE_KIND_DECODED, 0, decoded.photo()));
    }
    List<Degradation> degraded = degraded(decoded, painting);
    ReceiverReport report =
        ReceiverReport.newBuilder()
            .setBundle(models.identity())
            .setScheme(models.schemeOf(container.header()))
            .setCaption(decoded.prompt())
            .setReceivedCells(decoded.mask().count())
            .setTotalCells(decoded.mask().cells())
            .setAskedSteps(painting.askedSteps())
            .setRunSteps(painting.runSteps())
            .setGeneratedFraction(painting.generatedFraction())
            .setSeed(arrival.options().inpainting().seed())
            .addAllDegraded(degraded)
            .addAllStages(timer.records().stream().map(EventSink::message).toList())
            .setWidthPx(decoded.photo().width())
            .setHeightPx(decoded.photo().height())
            .build();
    degraded.forEach(each -> count(each.getReason()));
    store.add(new FinishedDelivery(arrival.requestId(), Instant.now(), report, pictures));
    return report;
  }

  private List<Degradation> degraded(DecodedPhoto decoded, Painting painting) {
    List<Degradation> degraded = new ArrayList<>();
    if (arrival.cut() || !decoded.complete()) {
      degraded.add(
          Painting.degradation(
              DegradationReason.DEGRADATION_REASON_DELIVERY_CUT,
              "%d bytes arrived; decoded with what refinements they hold"
                  .formatted(arrival.container().length)));
    }
    degraded.addAll(painting.degraded());
    return degraded;
  }

  private void count(DegradationReason reason) {
    String label = reason.name().substring("DEGRADATION_REASON_".length());
    SemlinkMetrics.DEGRADED
        .counter(telemetry.registry(), label.toLowerCase(Locale.ROOT))
        .increment();
  }

  private static Provenance provenance(DecodedPhoto decoded) {
    KeepMask mask = decoded.mask();
    return new Provenance(
        decoded.photo().width(),
        decoded.photo().height(),
        HyperpriorCodec.CELL_PIXELS,
        mask.kept());
  }

  /** Paints a picture in one step, for nobody. */
  static void warmUp(DecodedPhoto decoded, Inpainter inpainter) throws InterruptedException {
    try {
      inpainter
          .begin(
              decoded.photo(),
              provenance(decoded),
              decoded.prompt(),
              InpaintSettings.ofSeed(0).withSteps(2))
          .await(Inpainter.Progress.NONE);
    } catch (InpaintOverloadException e) {
      throw new IllegalStateException("nothing else can be under way at the start", e);
    }
  }
}
