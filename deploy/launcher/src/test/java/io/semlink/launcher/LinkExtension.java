package io.semlink.launcher;

import io.grpc.ManagedChannel;
import io.semlink.channel.air.AnalogModel;
import io.semlink.channel.air.SymbolsModel;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.physics.CorrelatedRayleigh;
import io.semlink.channel.physics.Rayleigh;
import io.semlink.channel.physics.StateInformation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The three services in this JVM, started once for all tests, with a link per SNR. */
final class LinkExtension implements ParameterResolver {
  /** Mean SNRs of the links, in dB. */
  static final double[] SNRS_DB = {-2, 6, 15, 23};

  /** A fading link whose state is known too late. */
  static final String STALE_LINK = "stale";

  /** A link that modulates and codes, without fading. */
  static final String SYMBOLS_LINK = "symbols";

  /** One that fades within a photo, and whose state is known too late. */
  static final String STALE_SYMBOLS_LINK = "stale-symbols";

  /** A link for joint source-channel schemes, which carries no bits. */
  static final String ANALOG_LINK = "analog";

  /** What tests see of the running services: a channel to the transmitter. */
  record RunningLink(ManagedChannel channel, LocalLink services) implements AutoCloseable {
    @Override
    public void close() {
      channel.shutdownNow();
      services.close();
    }
  }

  /** Name of the link with a mean SNR. */
  static String linkName(double snrDb) {
    return "snr" + (snrDb < 0 ? "-m" : "-") + Math.round(Math.abs(snrDb));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RunningLink.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(LinkExtension.class))
        .computeIfAbsent(RunningLink.class, key -> start(), RunningLink.class);
  }

  private static RunningLink start() {
    List<LinkConfig> links = new ArrayList<>();
    for (double snrDb : SNRS_DB) {
      links.add(LinkConfig.named(linkName(snrDb)).withSnrDb(snrDb));
    }
    // Its transmitters are told of the block before: they trust too much now and then.
    links.add(
        LinkConfig.named(STALE_LINK)
            .withSnrDb(10)
            .withFading(new Rayleigh())
            .withSeed(3)
            .withStateInformation(new StateInformation.Delayed(1)));
    links.add(LinkConfig.named(SYMBOLS_LINK).withModel(SymbolsModel.DEFAULT).withSnrDb(10));
    links.add(
        LinkConfig.named(STALE_SYMBOLS_LINK)
            .withModel(SymbolsModel.DEFAULT)
            .withSnrDb(14)
            .withFading(new CorrelatedRayleigh(10))
            .withCoherenceTime(Duration.ofMillis(4))
            .withSeed(5)
            .withStateInformation(new StateInformation.Delayed(2)));
    links.add(LinkConfig.named(ANALOG_LINK).withModel(new AnalogModel()));
    try {
      LocalLink services = LocalLink.start(Home.bundle("compact"), links);
      return new RunningLink(services.connect(), services);
    } catch (Exception e) {
      throw new IllegalStateException("the services did not start", e);
    }
  }
}
