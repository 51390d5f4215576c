package io.semlink.transmitter.console;

import com.sun.net.httpserver.HttpExchange;
import io.semlink.chassis.AdminServer;
import io.semlink.chassis.ServiceException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Photos: the last ones, their pictures, new ones, and the end of those under way. */
final class PhotoRoutes {
  /** Uploads at once: each holds one of the admin server's few threads. */
  private static final int UPLOADS = 2;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final String PNG = ".png";

  private final Journal journal;
  private final Submitter submitter;
  private final boolean mayCancel;
  private final Semaphore uploads = new Semaphore(UPLOADS);

  PhotoRoutes(Journal journal, Submitter submitter, boolean mayCancel) {
    this.journal = journal;
    this.submitter = submitter;
    this.mayCancel = mayCancel;
  }

  /**
   * Answers a request for photos.
   *
   * @return false if it is for none of these
   */
  boolean answer(Request request) throws IOException {
    if (request.is("GET", "photos")) {
      request.answer(200, Publisher.photos(journal, mayCancel));
    } else if (request.is("POST", "photos")) {
      request.answer(202, entry(upload(request)).json(mayCancel));
    } else if (request.is("GET", "photos", "*")) {
      request.answer(200, entry(request.path().get(1)).json(mayCancel));
    } else if (request.is("DELETE", "photos", "*")) {
      request.answer(202, cancel(request.path().get(1)).json(mayCancel));
    } else if (request.is("GET", "photos", "*", "*")) {
      picture(request.exchange(), request.path().get(1), request.path().get(2));
    } else {
      return false;
    }
    return true;
  }

  private String upload(Request request) throws IOException {
    HttpExchange exchange = request.exchange();
    String type =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse("");
    // Some browsers do not know every kind of picture; what the file is, the service finds out.
    if (!type.startsWith("image/") && !type.equals("application/octet-stream")) {
      throw ServiceException.invalidArgument(
          "Content-Type", "must be that of a picture, such as image/png");
    }
    if (!uploads.tryAcquire()) {
      throw ServiceException.resourceExhausted(
          "QUEUE_FULL", "other photos are being uploaded; try again shortly", RETRY_AFTER);
    }
    byte[] photo;
    try {
      photo = AdminServer.body(exchange, StateJson.MAX_PHOTO_BYTES);
    } finally {
      uploads.release();
    }
    if (photo.length == 0) {
      throw ServiceException.invalidArgument("body", "must be the photo's file, and is empty");
    }
    return submitter.submit(photo, request.query());
  }

  private JournalEntry cancel(String id) {
    JournalEntry entry = entry(id);
    if (!entry.cancel()) {
      throw ServiceException.failedPrecondition(
          "ALREADY_ENDED", "the request has ended already", Map.of());
    }
    return entry;
  }

  private void picture(HttpExchange exchange, String id, String file) throws IOException {
    JournalEntry entry = entry(id);
    byte[] png =
        Optional.of(file)
            .filter(name -> name.endsWith(PNG))
            .map(name -> name.substring(0, name.length() - PNG.length()))
            .flatMap(KeptPictures::kind)
            .flatMap(entry.pictures()::png)
            .orElseThrow(
                () ->
                    ServiceException.notFound(
                        "IMAGE_UNKNOWN", "that picture is not kept (any more)", Map.of()));
    exchange.getResponseHeaders().set("Cache-Control", "private, max-age=3600, immutable");
    AdminServer.answer(exchange, 200, "image/png", png);
  }

  private JournalEntry entry(String id) {
    return journal
        .entry(id)
        .orElseThrow(
            () ->
                ServiceException.notFound(
                    "PHOTO_UNKNOWN", "the console does not hold that photo (any more)", Map.of()));
  }
}
