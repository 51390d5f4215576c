package io.semlink.launcher.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Curves of other coders on the Kodak images, from the resource {@code kodak-peers.json}. */
final class Peers {
  private static final int PHOTOS = 24;

  private Peers() {}

  /**
   * A coder.
   *
   * @param source where its figures come from
   * @param points its curve
   */
  record Peer(String name, String source, List<BdRate.Point> points) {}

  static List<Peer> load() {
    List<Peer> peers = new ArrayList<>();
    try (InputStream stream = Peers.class.getResourceAsStream("kodak-peers.json")) {
      for (JsonNode peer : new ObjectMapper().readTree(stream).get("peers")) {
        List<BdRate.Point> points = new ArrayList<>();
        for (JsonNode point : peer.get("points")) {
          points.add(new BdRate.Point(point.get(0).asDouble(), point.get(1).asDouble()));
        }
        peers.add(new Peer(peer.get("name").asText(), peer.get("source").asText(), points));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return peers;
  }

  /** Whether the photos are those that the peers were measured on, by their names. */
  static boolean compare(List<EvalPhoto> photos) {
    List<String> names = IntStream.rangeClosed(1, PHOTOS).mapToObj("kodim%02d"::formatted).toList();
    return photos.stream().map(EvalPhoto::name).toList().equals(names);
  }
}
