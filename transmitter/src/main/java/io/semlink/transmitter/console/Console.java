package io.semlink.transmitter.console;

import com.sun.net.httpserver.HttpExchange;
import io.grpc.ManagedChannel;
import io.semlink.chassis.AdminServer;
import io.semlink.chassis.ErrorTranslator;
import io.semlink.chassis.EventStreams;
import io.semlink.chassis.Peer;
import io.semlink.chassis.ServiceRuntime;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The console of a transmitter: a page on its admin port that shows the last photos, their times
 * and figures and the links as they change, and by which an operator sends photos, cancels requests
 * and changes links.
 */
public final class Console implements AutoCloseable {
  private static final int MAX_VIEWERS = 16;

  /** Bytes of all pictures kept. */
  private static final long MAX_PICTURE_BYTES = 64L << 20;

  private final ConsoleMode mode;
  private final ConsoleConfig config;
  private final ServiceFacts facts;
  private final EventStreams streams = new EventStreams("transmitter", MAX_VIEWERS);
  private final Journal journal;
  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();

  /**
   * Makes a console that is not open yet.
   *
   * @param facts what it tells of the service
   * @param errors says what an error means
   */
  public Console(ConsoleConfig config, ServiceFacts facts, ErrorTranslator errors) {
    this.mode = config.mode().orElseGet(() -> ConsoleMode.standard(facts.host()));
    this.config = config;
    this.facts = facts;
    this.journal =
        new Journal(config.photos(), MAX_PICTURE_BYTES, errors, () -> streams.viewers() > 0);
  }

  /** Takes note of transmissions for it. */
  public TransmissionJournal journal() {
    return mode == ConsoleMode.OFF ? TransmissionJournal.NONE : journal;
  }

  /**
   * Adds the console to the admin server of its service.
   *
   * @param service the running service
   * @param channel leads to the channel simulator
   */
  public void open(ServiceRuntime service, Peer channel) {
    if (mode == ConsoleMode.OFF) {
      return;
    }
    boolean control = mode == ConsoleMode.CONTROL;
    ManagedChannel self = service.connect();
    Submitter submitter = new Submitter(journal, self);
    LinksClient links = new LinksClient(channel);
    ChannelWatch watch = new ChannelWatch(channel, links, journal::details);
    StateJson state = new StateJson(mode, config.photos(), facts);
    Publisher publisher = new Publisher(journal, streams, state, watch, control);
    RequestGuard guard = new RequestGuard(control, ConsoleMode.isLoopback(facts.host()));
    ConsoleApi api =
        new ConsoleApi(
            guard,
            journal,
            state,
            watch,
            new PhotoRoutes(journal, submitter, control),
            new LinkRoutes(links, publisher::pollNow));
    toClose.push(submitter);
    toClose.push(publisher);
    toClose.push(streams);
    publisher.start();
    AdminServer admin = service.admin();
    admin.resource("/api/", ConsoleApi.METHODS, api::answer);
    admin.stream(
        "/api/events",
        exchange -> {
          api.stream(exchange, streams);
          publisher.pollNow();
        });
    PageFiles files = new PageFiles();
    admin.page("/", exchange -> file(exchange, files, index(exchange)));
    admin.page("/console/", exchange -> file(exchange, files, below(exchange, "/console/")));
  }

  private static String index(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().equals("/") ? "index.html" : "";
  }

  private static String below(HttpExchange exchange, String folder) {
    return exchange.getRequestURI().getPath().substring(folder.length());
  }

  private static void file(HttpExchange exchange, PageFiles files, String name) throws IOException {
    if (!files.answer(exchange, name)) {
      AdminServer.answer(exchange, 404, "text/plain; charset=utf-8", "there is nothing here\n");
    }
  }

  /** Ends the streams of viewers and what runs for them. */
  @Override
  public void close() throws Exception {
    while (!toClose.isEmpty()) {
      toClose.pop().close();
    }
  }
}
