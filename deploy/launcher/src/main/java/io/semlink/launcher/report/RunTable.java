package io.semlink.launcher.report;

import io.semlink.link.v1.BitLedger;
import io.semlink.link.v1.ChannelReport;
import io.semlink.link.v1.Decision;
import io.semlink.link.v1.Degradation;
import io.semlink.link.v1.Delivery;
import io.semlink.link.v1.LabelScore;
import io.semlink.link.v1.LinkState;
import io.semlink.link.v1.TransmissionReport;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The report of a transmission as a table for people, about 78 characters wide. */
public final class RunTable {
  private static final int WIDTH = 76;
  private static final int BAR = 40;

  private final Look look;
  private final StringBuilder out = new StringBuilder();

  private RunTable(Look look) {
    this.look = look;
  }

  /**
   * Renders a report.
   *
   * @param photo name of the photo, for the headline
   * @param lastPoint index of the codec's finest operating point
   * @return lines, each ended by a line feed
   */
  public static String render(TransmissionReport report, String photo, int lastPoint, Look look) {
    RunTable table = new RunTable(look);
    table.headline(report, photo);
    table.decision(report, lastPoint);
    table.bits(report);
    table.channel(report.getChannel());
    table.latency(report);
    table.degraded(report.getDegradedList());
    return table.out.toString();
  }

  private void headline(TransmissionReport report, String photo) {
    Decision decision = report.getDecision();
    line("");
    String size = decision.getWidthPx() + " × " + decision.getHeightPx();
    String left = photo + "  " + size;
    String right = report.getRequestId();
    int gap = Math.max(2, WIDTH - left.length() - right.length());
    line("  " + look.strong(photo) + "  " + size + " ".repeat(gap) + look.soft(right));
    if (!decision.getCaption().isEmpty()) {
      line("  " + look.tint("“" + decision.getCaption() + "”"));
    }
  }

  private void decision(TransmissionReport report, int lastPoint) {
    Decision decision = report.getDecision();
    title("Decision", decision.getControl().getNumber() == 0 ? "" : control(decision));
    row("scheme", decision.getScheme());
    if (decision.getLabelsCount() > 0) {
      row("looked for", labels(decision.getLabelsList()));
    }
    if (decision.getKeptCells() == 0) {
      row("cells sent", "none: the caption alone travels");
    } else if (decision.getPictureFile()) {
      row("quality", "the largest file that fits, of the whole photo");
    } else {
      row("quality", "operating point " + decision.getOperatingPoint() + " of 0–" + lastPoint);
      row(
          "cells sent",
          String.format(
              Locale.ROOT,
              "%s of %s (%s), those with importance from %.3f",
              Figures.count(decision.getKeptCells()),
              Figures.count(decision.getTotalCells()),
              Figures.percent(decision.getKeptFraction()),
              decision.getAlpha()));
    }
    title("Fidelity", "");
    if (decision.getPictureFile()) {
      row("GVIF", "not defined without latents");
    } else {
      double gvif = decision.getGvif();
      barRow("GVIF", String.format(Locale.ROOT, "%.3f", gvif), gvif);
    }
    if (report.hasMaskPsnrDb()) {
      row("PSNR, received part", Figures.decibels(report.getMaskPsnrDb()));
    }
    if (report.hasPsnrDb()) {
      row("PSNR, whole picture", Figures.decibels(report.getPsnrDb()));
    }
  }

  private static String control(Decision decision) {
    return switch (decision.getControl()) {
      case CONTROL_MODE_EXACT -> "searched for this photo and this state of the link";
      case CONTROL_MODE_POLICY -> policy(decision);
      case CONTROL_MODE_FIXED -> "as asked";
      default -> "";
    };
  }

  private static String policy(Decision decision) {
    String row =
        String.format(
            Locale.ROOT, "from the policy table, row of %.1f dB", decision.getPolicySnrDb());
    int down = decision.getPolicyRowsDown();
    return down == 0 ? row : row + ", " + down + " down: this photo takes more than the mean";
  }

  private static String labels(List<LabelScore> labels) {
    return labels.stream()
        .limit(3)
        .map(label -> label.getName() + " (" + Figures.percent(label.getProbability()) + ")")
        .collect(Collectors.joining(", "));
  }

  private void bits(TransmissionReport report) {
    BitLedger bits = report.getBits();
    Decision decision = report.getDecision();
    String note = Figures.count(bits.getTotalBits()) + " bits";
    if (decision.hasBudgetBits()) {
      note +=
          " of the "
              + Figures.count((long) Math.floor(decision.getBudgetBits()))
              + " that "
              + Figures.limit(report.getChannel().getLatencyLimit())
              + " carry";
    }
    title("Bits", note);
    double total = Math.max(1, bits.getTotalBits());
    ledger("framing", bits.getFramingBits(), total);
    ledger("prompt", bits.getPromptBits(), total);
    ledger("mask", bits.getMaskBits(), total);
    ledger("hyper", bits.getHyperBits(), total);
    ledger("latent", bits.getLatentBits(), total);
    bits.getSchemeBitsList().forEach(part -> ledger(part.getKind(), part.getBits(), total));
  }

  private void ledger(String kind, long bits, double total) {
    barRow(kind, Figures.count(bits), bits / total);
  }

  private void channel(ChannelReport channel) {
    title("Channel", "link " + channel.getLinkName());
    row(
        "state",
        Figures.significant(channel.getSnrDb())
            + " dB mean SNR, "
            + Figures.si(channel.getBandwidthHz(), "Hz")
            + ", "
            + fading(channel));
    row("capacity", Figures.si(channel.getCapacityBps(), "bit/s") + " in this block");
    Delivery delivery = channel.getDelivery();
    LinkState known = channel.getKnownState();
    if (known.getMarginDb() > 0 || delivery.hasCoding()) {
      String margin =
          known.getMarginDb() > 0
              ? ", with a margin of " + Figures.significant(known.getMarginDb()) + " dB"
              : "";
      row("counted on", Figures.si(known.getUsableRateBps(), "bit/s") + margin);
    }
    if (delivery.hasCoding()) {
      row("modulation", CodingWords.scheme(delivery.getCoding()));
      row("coded blocks", CodingWords.blocks(delivery.getCoding()));
    }
    if (delivery.getChannelUses() > 0) {
      row(
          "channel uses",
          Figures.count(delivery.getChannelUses())
              + String.format(
                  Locale.ROOT, ", %.4f per sample of the photo", channel.getBandwidthRatio()));
    }
    String time = Figures.time(delivery.getAirTime());
    String limit =
        channel.hasLatencyLimit() ? " of " + Figures.limit(channel.getLatencyLimit()) : "";
    String outcome =
        channel.getOutage() ? look.warning("outage: " + cause(delivery)) : "all arrived";
    row("on the air", time + limit + ", " + outcome);
  }

  private static String cause(Delivery delivery) {
    return delivery.getCoding().getResidualErrors() > 0 ? "errors were left" : "cut at the limit";
  }

  private static String fading(ChannelReport channel) {
    return switch (channel.getTrueState().getFading()) {
      case FADING_MODEL_UNSPECIFIED, FADING_MODEL_NONE, UNRECOGNIZED -> "no fading";
      default ->
          RunReport.lower(channel.getTrueState().getFading().name(), "FADING_MODEL_")
              + " fading, |h|^2 = "
              + Figures.significant(channel.getTrueState().getPowerGain());
    };
  }

  private void latency(TransmissionReport report) {
    double whole = RunReport.milliseconds(report.getTotalTime());
    title("Latency", Figures.time(whole) + " from photo to picture");
    for (Waterfall.Step step : Waterfall.of(report)) {
      String bar =
          Bars.span(
              step.startMs() / Math.max(whole, 1e-9),
              step.endMs() / Math.max(whole, 1e-9),
              BAR,
              look.unicode());
      figureRow(
          step.name().replace('_', ' '),
          Figures.time(step.endMs() - step.startMs()),
          look.tint(bar));
    }
  }

  private void degraded(List<Degradation> degraded) {
    if (!degraded.isEmpty()) {
      title("Less than asked", "");
      for (Degradation one : degraded) {
        line("    " + look.warning(one.getDetail()));
      }
    }
  }

  private void title(String title, String note) {
    line("");
    line("  " + look.strong(title) + (note.isEmpty() ? "" : "  " + look.soft(note)));
  }

  private void row(String name, String value) {
    line(String.format(Locale.ROOT, "    %-20s %s", name, value));
  }

  private void barRow(String name, String figure, double share) {
    figureRow(name, figure, look.tint(Bars.of(share, BAR, look.unicode())));
  }

  private void figureRow(String name, String figure, String bar) {
    line(String.format(Locale.ROOT, "    %-14s %10s  %s", name, figure, bar));
  }

  private void line(String text) {
    out.append(look.spelled(text).stripTrailing()).append('\n');
  }
}
