package io.semlink.launcher;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.semlink.channel.v1.ChannelAdminServiceGrpc.ChannelAdminServiceBlockingStub;
import io.semlink.channel.v1.GetLinkRequest;
import io.semlink.channel.v1.Link;
import io.semlink.channel.v1.LinkConfig;
import io.semlink.channel.v1.UpdateLinkRequest;
import io.semlink.launcher.link.LinkDifference;
import io.semlink.launcher.link.ProtoJson;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a link or makes one. */
@Command(
    name = "set",
    description = {
      "Changes a link from its next block on, and prints what changed. Only what is named changes;",
      "with --preset everything does but name and seed."
    },
    sortOptions = false)
final class LinkSetCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();

  @Parameters(paramLabel = "NAME", description = "Link.")
  private String name = "";

  @Option(names = "--create", description = "Make the link if there is none of that name.")
  private boolean create;

  @Option(names = "--reset", description = "Take the link back to block 0 after the change.")
  private boolean reset;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random.")
  private @Nullable Long seed;

  @Mixin private final ChangedLinkFlags settings = new ChangedLinkFlags();

  @Option(names = "--json", description = "Print the link as JSON instead.")
  private boolean json;

  @Mixin private final ChannelFlags channel = new ChannelFlags();
  @Mixin private final GlobalFlags global = new GlobalFlags();

  LinkSetCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    LinkConfig.Builder change = settings.settings().toBuilder().setName(name);
    LinkFlags.set(seed, change::setSeed);
    UpdateLinkRequest request =
        UpdateLinkRequest.newBuilder()
            .setConfig(change)
            .setPreset(settings.preset())
            .setAllowMissing(create)
            .setReset(reset)
            .build();
    return channel.connected(
        to -> {
          Optional<Link> before = present(channel.within(to));
          Link after = channel.within(to).updateLink(request).getLink();
          if (json) {
            streams.print(ProtoJson.text(after));
          } else {
            print(before, after);
          }
          return ExitCode.OK.code();
        });
  }

  private Optional<Link> present(ChannelAdminServiceBlockingStub stub) {
    try {
      return Optional.of(stub.getLink(GetLinkRequest.newBuilder().setName(name).build()).getLink());
    } catch (StatusRuntimeException e) {
      if (create && e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void print(Optional<Link> before, Link after) {
    String link = after.getConfig().getName();
    if (before.isEmpty()) {
      streams.print(link + " was made");
    }
    LinkConfig old =
        before.map(Link::getConfig).orElseGet(() -> LinkConfig.newBuilder().setName(link).build());
    List<String> changes = LinkDifference.of(old, after.getConfig());
    changes.forEach(line -> streams.print("  " + line));
    if (changes.isEmpty()) {
      streams.print(link + " is as it was");
    }
    if (reset) {
      streams.print(link + " is back at block 0");
    }
  }
}
