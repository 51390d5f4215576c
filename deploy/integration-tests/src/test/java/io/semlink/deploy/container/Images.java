package io.semlink.deploy.container;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The images under test: those with the tag of {@code -Dsemlink.containers.tag}, otherwise made
 * from the present build. Looked for once in a test run.
 *
 * @param tag their tag
 * @param missing why there are none; empty if there are
 */
record Images(String tag, Optional<String> missing) {
  private static final String BUILT_HERE = "under-test";
  private static final String OFFLINE_BASE = "semlink-base:bookworm";
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final Duration BUILD = Duration.ofMinutes(8);

  private static final Images FOUND = find();

  static Images get() {
    return FOUND;
  }

  String of(ServiceKind kind) {
    return name(kind, tag);
  }

  private static String name(ServiceKind kind, String tag) {
    return "semlink/" + kind.label() + ":" + tag;
  }

  private static Images find() {
    String given = System.getProperty("semlink.containers.tag", "");
    String tag = given.isEmpty() ? BUILT_HERE : given;
    try {
      Command version =
          Command.run(SHORT, "docker", "version", "--format", "{{.Server.APIVersion}}");
      if (!version.succeeded()) {
        return none("no Docker engine answers: " + version.lastLine());
      }
      // Testcontainers would ask an older engine for more than it knows, and a newer one for less.
      System.setProperty("api.version", version.lastLine());
      return given.isEmpty() ? build() : existing(tag);
    } catch (IOException e) {
      return none("there is no Docker engine: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return none("interrupted");
    }
  }

  private static Images existing(String tag) throws IOException, InterruptedException {
    for (ServiceKind kind : ServiceKind.values()) {
      if (!exists(name(kind, tag))) {
        return none(
            "there is no image "
                + name(kind, tag)
                + "; deploy/containers/build.sh --tag "
                + tag
                + " makes it");
      }
    }
    return new Images(tag, Optional.empty());
  }

  private static Images build() throws IOException, InterruptedException {
    if (!Files.exists(Command.ROOT.resolve("deploy/launcher/target/semlink.jar"))) {
      return none("nothing is packaged; ./mvnw -pl deploy/launcher -am package does it");
    }
    List<String> command =
        new ArrayList<>(List.of("deploy/containers/build.sh", "--tag", BUILT_HERE));
    if (exists(OFFLINE_BASE)) {
      command.addAll(List.of("--base", OFFLINE_BASE));
    }
    Command build = Command.run(BUILD, command.toArray(String[]::new));
    return build.succeeded()
        ? new Images(BUILT_HERE, Optional.empty())
        : none(String.join(" ", command) + " failed: " + build.lastLine());
  }

  private static boolean exists(String image) throws IOException, InterruptedException {
    return Command.run(SHORT, "docker", "image", "inspect", image).succeeded();
  }

  private static Images none(String why) {
    return new Images("", Optional.of(why));
  }
}
