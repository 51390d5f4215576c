package io.semlink.transmitter.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.semlink.channel.v1.LinkConfig;
import io.semlink.chassis.AdminServer;
import io.semlink.chassis.ServiceException;
import java.io.IOException;

/** Links: what they are and do, changes, resets. */
final class LinkRoutes {
  /** Settings take few bytes, the table of a trace more. */
  private static final int MAX_BODY_BYTES = 1 << 20;

  private final LinksClient links;
  private final Runnable changed;

  /**
   * Creates the routes.
   *
   * @param changed runs after a change
   */
  LinkRoutes(LinksClient links, Runnable changed) {
    this.links = links;
    this.changed = changed;
  }

  /**
   * Answers a request for links.
   *
   * @return false if it is for none of these
   */
  boolean answer(Request request) throws IOException {
    if (request.is("GET", "links")) {
      request.answer(200, links.list());
    } else if (request.is("PATCH", "links", "*")) {
      String preset = request.query().getOrDefault("preset", "");
      LinkConfig config = config(request);
      request.answer(200, ConsoleJson.text(links.update(config, preset)));
      changed.run();
    } else if (request.is("POST", "links", "*", "reset")) {
      request.answer(200, ConsoleJson.text(links.reset(request.path().get(1))));
      changed.run();
    } else {
      return false;
    }
    return true;
  }

  private static LinkConfig config(Request request) throws IOException {
    String json = new String(AdminServer.body(request.exchange(), MAX_BODY_BYTES), UTF_8);
    LinkConfig.Builder config = LinkConfig.newBuilder();
    try {
      if (!json.isBlank()) {
        JsonFormat.parser().merge(json, config);
      }
    } catch (InvalidProtocolBufferException e) {
      throw ServiceException.invalidArgument("body", String.valueOf(e.getMessage()));
    }
    return config.setName(request.path().get(1)).build();
  }
}
