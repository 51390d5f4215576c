package io.semlink.launcher.link;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.semlink.channel.v1.Link;
import io.semlink.channel.v1.LinkConfig;
import io.semlink.channel.v1.LinkFigures;
import io.semlink.channel.v1.LinkPreset;
import io.semlink.launcher.report.Columns;
import io.semlink.launcher.report.Figures;
import io.semlink.launcher.report.Look;
import io.semlink.link.v1.LinkState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Links as tables for people. */
public final class LinkTables {
  private LinkTables() {}

  /** All links, one per line. */
  public static String list(List<Link> links, Look look) {
    List<List<String>> rows = new ArrayList<>();
    for (Link link : links) {
      LinkConfig config = link.getConfig();
      rows.add(
          List.of(
              config.getName(),
              LinkWords.model(config),
              LinkWords.snr(config),
              Figures.si(config.getBandwidthHz(), "Hz"),
              LinkWords.fading(config),
              LinkWords.block(config),
              LinkWords.state(config),
              Figures.count(link.getFigures().getTransmissions()),
              outages(link.getFigures())));
    }
    return Columns.render(
        List.of(
            "name",
            "model",
            "mean SNR",
            "band",
            "fading",
            "block",
            "state known",
            "sent",
            "outages"),
        rows,
        look);
  }

  /** Everything about one link. */
  public static String link(Link link, Look look) {
    List<List<String>> rows = settings(link.getConfig());
    rows.add(List.of("seed", Long.toString(link.getConfig().getSeed())));
    rows.add(List.of("changed", Timestamps.toString(link.getChangedAt())));
    rows.add(List.of("next block", "number " + link.getTrueState().getBlockIndex()));
    rows.add(List.of("  as it is", state(link.getTrueState())));
    rows.add(List.of("  as known", state(link.getKnownState())));
    LinkFigures figures = link.getFigures();
    rows.add(
        List.of(
            "since the reset",
            Figures.count(figures.getTransmissions())
                + " transmissions in "
                + Figures.count(figures.getBlocks())
                + " blocks, outages: "
                + outages(figures)));
    rows.add(
        List.of(
            "  bits",
            Figures.count(figures.getDeliveredBits())
                + " of "
                + Figures.count(figures.getSentBits())
                + " arrived"));
    rows.add(List.of("  on the air", LinkWords.time(figures.getAirTime())));
    return look.spelled(link.getConfig().getName()) + "\n" + Columns.pairs(rows, look);
  }

  /** The presets, with their settings. */
  public static String presets(List<LinkPreset> presets, Look look) {
    StringBuilder out = new StringBuilder();
    for (LinkPreset preset : presets) {
      out.append(preset.getName()).append('\n');
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("", preset.getDescription()));
      rows.addAll(settings(preset.getConfig()));
      out.append(Columns.pairs(rows, look)).append('\n');
    }
    return out.toString();
  }

  private static List<List<String>> settings(LinkConfig config) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("model", LinkWords.model(config)));
    String coding = LinkWords.coding(config);
    if (!coding.isEmpty()) {
      rows.add(List.of("coding", coding));
    }
    rows.add(List.of("mean SNR", LinkWords.snr(config)));
    rows.add(List.of("bandwidth", Figures.si(config.getBandwidthHz(), "Hz")));
    rows.add(List.of("fading", LinkWords.fading(config)));
    rows.add(List.of("block", LinkWords.block(config)));
    rows.add(List.of("state known", LinkWords.state(config)));
    rows.add(List.of("sharing", LinkWords.sharing(config)));
    Duration delay = config.getPropagationDelay();
    if (!delay.equals(Durations.ZERO)) {
      rows.add(List.of("propagation", LinkWords.time(delay)));
    }
    rows.add(List.of("pace", config.getPaced() ? "of the clock" : "as fast as possible"));
    return rows;
  }

  private static String state(LinkState state) {
    return String.format(
        Locale.ROOT,
        "|h|^2 = %.3f, %s, %s",
        state.getPowerGain(),
        Figures.decibels(state.getBlockSnrDb()),
        Figures.si(state.getCapacityBps(), "bit/s"));
  }

  private static String outages(LinkFigures figures) {
    long all = figures.getTransmissions();
    return all == 0
        ? "-"
        : Figures.count(figures.getOutages())
            + " ("
            + Figures.percent((double) figures.getOutages() / all)
            + ")";
  }
}
