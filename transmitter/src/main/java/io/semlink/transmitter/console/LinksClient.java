package io.semlink.transmitter.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.semlink.channel.v1.ChannelAdminServiceGrpc;
import io.semlink.channel.v1.ChannelAdminServiceGrpc.ChannelAdminServiceBlockingStub;
import io.semlink.channel.v1.GetPeersRequest;
import io.semlink.channel.v1.Link;
import io.semlink.channel.v1.LinkConfig;
import io.semlink.channel.v1.LinkPreset;
import io.semlink.channel.v1.ListLinksRequest;
import io.semlink.channel.v1.ListPresetsRequest;
import io.semlink.channel.v1.PeerState;
import io.semlink.channel.v1.ResetLinkRequest;
import io.semlink.channel.v1.UpdateLinkRequest;
import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.Peer;
import io.semlink.chassis.ServiceException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Reads and changes the links of the channel simulator, and asks it for its peers. All methods wait
 * for its answer, at most two seconds.
 */
final class LinksClient {
  private static final int DEADLINE_MILLIS = 2000;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Peer channel;
  private volatile List<LinkPreset> presets = List.of();

  LinksClient(Peer channel) {
    this.channel = channel;
  }

  /**
   * All links, and the presets to change them by.
   *
   * @throws RuntimeException if the channel refuses or does not answer
   */
  ObjectNode list() {
    List<Link> links =
        ask(stub -> stub.listLinks(ListLinksRequest.getDefaultInstance())).getLinksList();
    // They are built into the channel, so they are asked for once.
    if (presets.isEmpty()) {
      presets =
          ask(stub -> stub.listPresets(ListPresetsRequest.getDefaultInstance())).getPresetsList();
    }
    ObjectNode node = ConsoleJson.object();
    ArrayNode linkNodes = node.putArray("links");
    links.forEach(link -> linkNodes.addRawValue(ConsoleJson.raw(link)));
    ArrayNode presetNodes = node.putArray("presets");
    presets.forEach(preset -> presetNodes.addRawValue(ConsoleJson.raw(preset)));
    return node;
  }

  /**
   * How the services are that the channel calls.
   *
   * @throws RuntimeException if the channel refuses or does not answer
   */
  List<PeerState> peers() {
    return ask(stub -> stub.getPeers(GetPeersRequest.getDefaultInstance())).getPeersList();
  }

  /**
   * Changes a link.
   *
   * @param config the link's name and the settings to change
   * @param preset preset to start from, empty for none
   * @throws RuntimeException if the channel refuses or does not answer
   */
  Link update(LinkConfig config, String preset) {
    UpdateLinkRequest request =
        UpdateLinkRequest.newBuilder().setConfig(config).setPreset(preset).build();
    return ask(stub -> stub.updateLink(request)).getLink();
  }

  /**
   * Sets a link back to its first block.
   *
   * @throws RuntimeException if the channel refuses or does not answer
   */
  Link reset(String name) {
    ResetLinkRequest request = ResetLinkRequest.newBuilder().setName(name).build();
    return ask(stub -> stub.resetLink(request)).getLink();
  }

  private <T> T ask(Function<ChannelAdminServiceBlockingStub, T> question) {
    try {
      return question.apply(
          ChannelAdminServiceGrpc.newBlockingStub(channel.unguardedChannel())
              .withDeadlineAfter(DEADLINE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (StatusRuntimeException e) {
      throw isSilence(e) ? down(e) : e;
    }
  }

  /** Told by the transport, not by the channel, which would have said why. */
  private static boolean isSilence(StatusRuntimeException e) {
    Status.Code code = e.getStatus().getCode();
    return (code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED)
        && ErrorDetails.of(e).reason().isEmpty();
  }

  private ServiceException down(StatusRuntimeException e) {
    return ServiceException.unavailable(
            "PEER_DOWN",
            "the channel at " + channel.config().target() + " does not answer",
            Map.of("peer", channel.config().name()),
            RETRY_AFTER)
        .causedBy(e);
  }
}
