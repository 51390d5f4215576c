package io.semlink.transmitter.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Channel;
import io.semlink.channel.v1.ChannelAdminServiceGrpc;
import io.semlink.channel.v1.ChannelAdminServiceGrpc.ChannelAdminServiceBlockingStub;
import io.semlink.channel.v1.Link;
import io.semlink.channel.v1.LinkConfig;
import io.semlink.channel.v1.LinkPreset;
import io.semlink.channel.v1.ListLinksRequest;
import io.semlink.channel.v1.ListPresetsRequest;
import io.semlink.channel.v1.ResetLinkRequest;
import io.semlink.channel.v1.UpdateLinkRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads and changes the links of the channel simulator. All methods wait for its answer. */
final class LinksClient {
  private static final int DEADLINE_MILLIS = 2000;

  private final Channel channel;
  private volatile List<LinkPreset> presets = List.of();

  LinksClient(Channel channel) {
    this.channel = channel;
  }

  /**
   * All links, and the presets to change them by.
   *
   * @throws io.grpc.StatusRuntimeException if the channel does not answer
   */
  ObjectNode list() {
    List<Link> links = stub().listLinks(ListLinksRequest.getDefaultInstance()).getLinksList();
    // They are built into the channel, so they are asked for once.
    if (presets.isEmpty()) {
      presets = stub().listPresets(ListPresetsRequest.getDefaultInstance()).getPresetsList();
    }
    ObjectNode node = ConsoleJson.object();
    ArrayNode linkNodes = node.putArray("links");
    links.forEach(link -> linkNodes.addRawValue(ConsoleJson.raw(link)));
    ArrayNode presetNodes = node.putArray("presets");
    presets.forEach(preset -> presetNodes.addRawValue(ConsoleJson.raw(preset)));
    return node;
  }

  /**
   * Changes a link.
   *
   * @param config the link's name and the settings to change
   * @param preset preset to start from, empty for none
   * @throws io.grpc.StatusRuntimeException if the channel refuses or does not answer
   */
  Link update(LinkConfig config, String preset) {
    return stub()
        .updateLink(UpdateLinkRequest.newBuilder().setConfig(config).setPreset(preset).build())
        .getLink();
  }

  /**
   * Sets a link back to its first block.
   *
   * @throws io.grpc.StatusRuntimeException if the channel refuses or does not answer
   */
  Link reset(String name) {
    return stub().resetLink(ResetLinkRequest.newBuilder().setName(name).build()).getLink();
  }

  private ChannelAdminServiceBlockingStub stub() {
    return ChannelAdminServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
