package io.semlink.transmitter.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Status;
import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.ServiceException;
import io.semlink.link.v1.PictureChunk;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.ReceiverStep;
import io.semlink.link.v1.TransmissionReport;
import io.semlink.transmitter.v1.Decided;
import io.semlink.transmitter.v1.Sent;
import io.semlink.transmitter.v1.TransmitResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is known of one transmission. */
final class JournalEntry implements TransmissionObserver {
  /** The journal that an entry tells of its changes. */
  interface Owner {
    /** Something that viewers see has changed. */
    void changed(JournalEntry entry);

    /** It holds more bytes than before. */
    void grown();

    /** It has ended. */
    void ended(JournalEntry entry, HistoryPoint point);

    /** What an error says to the one who asked. */
    ErrorDetails details(Throwable error);
  }

  private final Owner owner;
  private final String id;
  private final boolean fromConsole;
  private final Instant acceptedAt;
  private final String traceId;
  private final String linkName;
  private final Set<PictureKind> wantedPictures;
  private final KeptPictures pictures;

  /** Leads to the request and all it holds, so it is let go with the request's end. */
  private @Nullable Consumer<RuntimeException> cancel;

  private PhotoState state = PhotoState.QUEUED;
  private @Nullable Instant finishedAt;
  private @Nullable String stage;
  private @Nullable ReceiverStep step;
  private @Nullable Decided decided;
  private @Nullable Sent sent;
  private @Nullable TransmissionReport report;
  private @Nullable ErrorDetails error;

  /**
   * Begins an entry.
   *
   * @param id unique in the journal, fit for an address
   * @param fromConsole whether the photo was sent from the console
   * @param wantedPictures pictures that the receiver is asked for
   */
  JournalEntry(
      Owner owner,
      String id,
      boolean fromConsole,
      TransmissionJournal.Accepted accepted,
      Set<PictureKind> wantedPictures,
      KeptPictures pictures) {
    this.owner = owner;
    this.id = id;
    this.fromConsole = fromConsole;
    this.acceptedAt = accepted.acceptedAt();
    this.traceId = accepted.traceId();
    this.linkName = accepted.linkName().isEmpty() ? "default" : accepted.linkName();
    this.cancel = accepted.cancel();
    this.wantedPictures = wantedPictures;
    this.pictures = pictures;
  }

  String id() {
    return id;
  }

  KeptPictures pictures() {
    return pictures;
  }

  synchronized boolean hasEnded() {
    return state.isEnd();
  }

  /**
   * Ends the request for the operator.
   *
   * @return false if it has ended already
   */
  boolean cancel() {
    Consumer<RuntimeException> request;
    synchronized (this) {
      request = cancel;
    }
    if (request == null) {
      return false;
    }
    request.accept(ServiceException.cancelled("BY_OPERATOR", "cancelled by the operator"));
    return true;
  }

  @Override
  public Set<PictureKind> wantedPictures() {
    return wantedPictures;
  }

  @Override
  public void event(TransmitResponse event) {
    synchronized (this) {
      switch (event.getEventCase()) {
        case PROGRESS -> {
          state = PhotoState.RUNNING;
          stage = event.getProgress().getTime().getStage();
        }
        case RETRYING -> {
          stage = "retry";
          step = null;
          decided = null;
          sent = null;
        }
        case STEP -> step = event.getStep();
        case DECIDED -> decided = event.getDecided();
        case SENT -> sent = event.getSent();
        case REPORT -> report = event.getReport();
        case ACCEPTED, SEGMENT, DECODED, PICTURE, EVENT_NOT_SET -> {
          return;
        }
      }
    }
    owner.changed(this);
  }

  @Override
  public void drawable(PictureKind kind, long heldBytes, Supplier<byte[]> png) {
    pictures.drawable(kind, heldBytes, png);
    owner.grown();
    owner.changed(this);
  }

  @Override
  public void picture(PictureChunk chunk) {
    if (wantedPictures.contains(chunk.getKind()) && pictures.add(chunk)) {
      owner.grown();
      owner.changed(this);
    }
  }

  @Override
  public void ended(@Nullable Throwable cause) {
    HistoryPoint point;
    synchronized (this) {
      Instant now = Instant.now();
      finishedAt = now;
      cancel = null;
      if (cause == null) {
        state = PhotoState.DONE;
      } else {
        error = owner.details(cause);
        state = error.code() == Status.Code.CANCELLED ? PhotoState.CANCELLED : PhotoState.FAILED;
      }
      point = point(now);
    }
    owner.ended(this, point);
  }

  private HistoryPoint point(Instant at) {
    return report != null && state == PhotoState.DONE
        ? HistoryPoint.of(at, id, report)
        : HistoryPoint.of(at, id, state, decided, Duration.between(acceptedAt, at));
  }

  /**
   * What viewers see of it.
   *
   * @param mayCancel whether viewers may cancel requests
   */
  synchronized ObjectNode json(boolean mayCancel) {
    ObjectNode node = ConsoleJson.object();
    node.put("id", id);
    node.put("source", fromConsole ? "console" : "client");
    node.put("state", state.word());
    node.put("accepted_at", acceptedAt.toString());
    node.put("finished_at", finishedAt == null ? null : finishedAt.toString());
    node.put("trace_id", traceId);
    node.put("link", linkName);
    node.put("stage", stage);
    if (step == null) {
      node.putNull("step");
    } else {
      node.putObject("step").put("done", step.getStep()).put("total", step.getTotalSteps());
    }
    node.put("cancellable", mayCancel && !state.isEnd());
    node.putRawValue("decided", decided == null ? null : ConsoleJson.raw(decided));
    node.putRawValue("sent", sent == null ? null : ConsoleJson.raw(sent));
    node.putRawValue("report", report == null ? null : ConsoleJson.raw(report));
    node.set("error", error == null ? null : ApiError.json(error));
    ObjectNode urls = node.putObject("pictures");
    for (PictureKind kind : pictures.kinds()) {
      String word = KeptPictures.word(kind);
      urls.put(word, "/api/photos/" + id + "/" + word + ".png");
    }
    return node;
  }
}
