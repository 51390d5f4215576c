package io.semlink.transmitter.console;

import com.sun.net.httpserver.HttpExchange;
import io.grpc.Status;
import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.EventStreams;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console's HTTP interface below {@code /api/}: who may ask, who answers, what went wrong. */
final class ConsoleApi {
  static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PATCH", "DELETE");
  private static final Logger log = LoggerFactory.getLogger(ConsoleApi.class);

  private final RequestGuard guard;
  private final Journal journal;
  private final StateJson state;
  private final ChannelWatch watch;
  private final PhotoRoutes photos;
  private final LinkRoutes links;

  ConsoleApi(
      RequestGuard guard,
      Journal journal,
      StateJson state,
      ChannelWatch watch,
      PhotoRoutes photos,
      LinkRoutes links) {
    this.guard = guard;
    this.journal = journal;
    this.state = state;
    this.watch = watch;
    this.photos = photos;
    this.links = links;
  }

  /** Answers a request. */
  void answer(HttpExchange exchange) throws IOException {
    Request request = Request.of(exchange);
    try {
      Optional<ErrorDetails> refusal = guard.refusal(exchange);
      if (refusal.isPresent()) {
        request.answer(refusal.get());
      } else if (request.is("GET", "state")) {
        request.answer(200, state.json(watch.freshPeers()));
      } else if (request.is("GET", "history")) {
        request.answer(200, Publisher.history(journal.history()));
      } else if (!photos.answer(request) && !links.answer(request)) {
        request.answer(nothingHere());
      }
    } catch (RuntimeException e) {
      request.answer(told(e));
    }
  }

  /** Opens a stream of events, or says why not. */
  void stream(HttpExchange exchange, EventStreams streams) throws IOException {
    try {
      Optional<ErrorDetails> refusal = guard.refusal(exchange);
      if (refusal.isEmpty()) {
        streams.open(exchange);
        return;
      }
      Request.of(exchange).answer(refusal.get());
    } catch (RuntimeException e) {
      Request.of(exchange).answer(told(e));
    }
    exchange.close();
  }

  private ErrorDetails told(RuntimeException error) {
    ErrorDetails details = journal.details(error);
    if (details.code() == Status.Code.INTERNAL) {
      log.error("the console failed", error);
    }
    return details;
  }

  private static ErrorDetails nothingHere() {
    return new ErrorDetails(
        Status.Code.NOT_FOUND,
        "there is nothing here that takes this method",
        "ROUTE_UNKNOWN",
        Map.of(),
        List.of(),
        Optional.empty());
  }
}
