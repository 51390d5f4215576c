package io.semlink.launcher;

import io.semlink.launcher.picture.Figure;
import io.semlink.launcher.picture.Overview;
import io.semlink.launcher.picture.Panel;
import io.semlink.launcher.picture.StackedBar;
import io.semlink.launcher.picture.StackedBar.Share;
import io.semlink.launcher.report.CodingWords;
import io.semlink.launcher.report.Figures;
import io.semlink.launcher.report.Waterfall;
import io.semlink.link.v1.BitLedger;
import io.semlink.link.v1.ChannelReport;
import io.semlink.link.v1.Decision;
import io.semlink.link.v1.FadingModel;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.TransmissionReport;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts a report and its pictures into the words of the overview. */
final class RunOverview {
  private static final int MOST_TIME_SHARES = 12;

  private RunOverview() {}

  static Overview of(
      String photo, TransmissionReport report, Map<PictureKind, BufferedImage> images) {
    Decision decision = report.getDecision();
    String caption = decision.getCaption();
    return new Overview(
        "A photograph in " + Figures.time(report.getAirTime()) + " of air",
        subtitle(photo, report),
        caption.isEmpty() ? "" : "“" + caption + "”",
        panels(report, images),
        figures(report),
        List.of(bits(report), time(report)));
  }

  private static String subtitle(String photo, TransmissionReport report) {
    Decision decision = report.getDecision();
    ChannelReport channel = report.getChannel();
    List<String> parts = new ArrayList<>();
    parts.add(photo + ", " + decision.getWidthPx() + " × " + decision.getHeightPx());
    FadingModel fading = channel.getTrueState().getFading();
    boolean constant =
        fading == FadingModel.FADING_MODEL_NONE || fading == FadingModel.FADING_MODEL_UNSPECIFIED;
    parts.add(
        Figures.significant(channel.getSnrDb())
            + " dB SNR"
            + (constant
                ? ""
                : " under fading ("
                    + Figures.significant(channel.getTrueState().getBlockSnrDb())
                    + " dB in this block)"));
    parts.add(
        Figures.si(channel.getBandwidthHz(), "Hz")
            + ", "
            + Figures.si(channel.getCapacityBps(), "bit/s"));
    if (channel.getDelivery().hasCoding()) {
      parts.add(CodingWords.scheme(channel.getDelivery().getCoding()));
    }
    String scheme = decision.getScheme();
    parts.add(
        decision.getKeptCells() == 0 || decision.getPictureFile()
            ? scheme
            : scheme
                + ", operating point "
                + decision.getOperatingPoint()
                + String.format(Locale.ROOT, ", α = %.2f", decision.getAlpha()));
    return String.join("  ·  ", parts);
  }

  private static List<Panel> panels(
      TransmissionReport report, Map<PictureKind, BufferedImage> images) {
    Decision decision = report.getDecision();
    String label =
        decision.getLabelsCount() == 0
            ? decision.getPictureFile() ? "all alike: the scheme has none" : "what matters, bright"
            : "of “"
                + decision.getLabels(0).getName()
                + "”, "
                + Figures.percent(decision.getLabels(0).getProbability())
                + " sure";
    List<Panel> panels = new ArrayList<>();
    add(panels, images, PictureKind.PICTURE_KIND_SENT, "Photo", "what the transmitter sees");
    add(panels, images, PictureKind.PICTURE_KIND_IMPORTANCE, "Importance", label);
    add(
        panels,
        images,
        PictureKind.PICTURE_KIND_MASK,
        "Mask",
        Figures.percent(decision.getKeptFraction()) + " of the cells travel (white)");
    add(
        panels,
        images,
        PictureKind.PICTURE_KIND_DECODED,
        "Decoded",
        report.hasMaskPsnrDb()
            ? "what arrived, at " + Figures.decibels(report.getMaskPsnrDb())
            : "nothing but the caption arrived");
    int steps = report.getReceiver().getRunSteps();
    add(
        panels,
        images,
        PictureKind.PICTURE_KIND_RECEIVED,
        "Received",
        steps == 0 ? "nothing was painted" : "the rest painted in " + steps + " steps");
    return panels;
  }

  private static void add(
      List<Panel> panels,
      Map<PictureKind, BufferedImage> images,
      PictureKind kind,
      String title,
      String note) {
    BufferedImage image = images.get(kind);
    if (image != null) {
      panels.add(new Panel(title, note, image));
    }
  }

  private static List<Figure> figures(TransmissionReport report) {
    Decision decision = report.getDecision();
    BitLedger bits = report.getBits();
    List<Figure> figures = new ArrayList<>();
    figures.add(
        decision.getPictureFile()
            ? new Figure(decision.getScheme(), "has no GVIF")
            : new Figure(
                String.format(Locale.ROOT, "%.3f", decision.getGvif()), "GVIF, information kept"));
    String of =
        decision.hasBudgetBits()
            ? "of " + Figures.si(decision.getBudgetBits(), "bit")
            : "on the air";
    figures.add(new Figure(Figures.si(bits.getTotalBits(), "bit"), of + " available"));
    long pixels = (long) decision.getWidthPx() * decision.getHeightPx();
    figures.add(
        new Figure(
            String.format(Locale.ROOT, "%.3f bpp", (double) bits.getTotalBits() / pixels),
            "1/"
                + Math.round(24.0 * pixels / Math.max(1, bits.getTotalBits()))
                + " of the raw photo"));
    String limit =
        report.getChannel().hasLatencyLimit()
            ? ", limit " + Figures.limit(report.getChannel().getLatencyLimit())
            : "";
    figures.add(
        new Figure(
            Figures.time(report.getAirTime()),
            report.getChannel().getOutage() ? "on the air, then cut" : "on the air" + limit));
    figures.add(new Figure(Figures.time(report.getTotalTime()), "from photo to picture"));
    return figures;
  }

  private static StackedBar bits(TransmissionReport report) {
    BitLedger bits = report.getBits();
    List<Share> shares = new ArrayList<>();
    addBits(shares, "framing", bits.getFramingBits());
    addBits(shares, "prompt", bits.getPromptBits());
    addBits(shares, "mask", bits.getMaskBits());
    addBits(shares, "hyper", bits.getHyperBits());
    addBits(shares, "latent", bits.getLatentBits());
    bits.getSchemeBitsList().forEach(part -> addBits(shares, part.getKind(), part.getBits()));
    Decision decision = report.getDecision();
    return new StackedBar(
        "Where the bits went",
        Figures.count(bits.getTotalBits()) + " bits in all",
        shares,
        decision.hasBudgetBits() ? decision.getBudgetBits() : 0);
  }

  private static void addBits(List<Share> shares, String kind, long bits) {
    shares.add(new Share(kind, bits, Figures.count(bits)));
  }

  private static StackedBar time(TransmissionReport report) {
    List<Share> shares = new ArrayList<>();
    for (Waterfall.Step step : Waterfall.of(report)) {
      double length = step.endMs() - step.startMs();
      shares.add(new Share(step.name().replace('_', ' '), length, Figures.time(length)));
    }
    List<Share> shown = shares.size() <= MOST_TIME_SHARES ? shares : longest(shares);
    return new StackedBar(
        "Where the time went", Figures.time(report.getTotalTime()) + " in all", shown, 0);
  }

  /** The longest, in their order, and the rest as one. */
  private static List<Share> longest(List<Share> shares) {
    double least =
        shares.stream()
            .mapToDouble(Share::amount)
            .sorted()
            .toArray()[shares.size() - MOST_TIME_SHARES + 1];
    List<Share> shown = new ArrayList<>(shares.stream().filter(s -> s.amount() >= least).toList());
    double rest = shares.stream().mapToDouble(Share::amount).filter(a -> a < least).sum();
    shown.add(new Share("others", rest, Figures.time(rest)));
    return shown;
  }
}
