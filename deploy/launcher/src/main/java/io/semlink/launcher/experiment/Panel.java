package io.semlink.launcher.experiment;

import io.semlink.codec.control.ControlOptions;
import io.semlink.codec.control.InfeasibleException;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.fidelity.GvifMap;
import io.semlink.codec.fidelity.MsSsim;
import io.semlink.codec.fidelity.Psnr;
import io.semlink.codec.fidelity.Ssim;
import io.semlink.codec.fidelity.Vif;
import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.Pixels;
import io.semlink.codec.image.PngWriter;
import io.semlink.codec.mask.KeepMask;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.codec.scheme.EncodeOptions;
import io.semlink.codec.scheme.EncodedPhoto;
import io.semlink.codec.scheme.PhotoAnalysis;
import io.semlink.codec.scheme.Schemes;
import io.semlink.codec.scheme.StageListener;
import io.semlink.launcher.eval.EvalPhoto;
import io.semlink.launcher.picture.ContactSheet;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/** One photo, sent in every way there is over the same links. */
final class Panel {
  /** Best GVIF with the floor of Fig. 9. */
  static final String CIE = Schemes.CIE;

  /** All bits to the most important cells: alpha_th, at the finest point that fits. */
  static final String CRITICAL = "CIE_CRITICAL";

  static final String VAE_FULL = Schemes.VAE_FULL;
  static final String JPEG2000 = "JPEG2000";
  private static final List<String> FILE_SCHEMES = List.of(JPEG2000, "JPEG", "WEBP", "HEVC");
  private static final List<String> SHOWN =
      List.of(CIE, CRITICAL, VAE_FULL, JPEG2000, Schemes.TEXT_ONLY);

  private final Workbench bench;
  private final EvalPhoto photo;
  private final PhotoAnalysis analysis;
  private final double limitMs;

  /** A picture with what was sent for it. */
  private record Received(EncodedPhoto coded, Photo picture, KeepMask mask, double gvif) {}

  /** All ways over one link, CIE among them. */
  private record Link(double snrDb, Received cie, Received critical, Map<String, Received> ways) {}

  Panel(Workbench bench, EvalPhoto photo, double limitMs) throws IOException {
    this.bench = bench;
    this.photo = photo;
    this.limitMs = limitMs;
    this.analysis = bench.analyse(photo);
  }

  List<Panels.Row> rows(double[] snrsDb) throws IOException, InterruptedException {
    Received text = text();
    List<Link> links = new ArrayList<>();
    for (double snrDb : snrsDb) {
      links.add(link(snrDb, text));
    }
    List<Panels.Row> rows = new ArrayList<>();
    links.forEach(link -> link.ways().forEach((way, it) -> rows.add(row(link, way, it))));
    if (photo.file().startsWith(bench.settings().examples())) {
      String drawing = Base64.getEncoder().encodeToString(PngWriter.write(draw(links)));
      rows.set(0, rows.get(0).withDrawing(drawing));
    }
    return rows;
  }

  private Link link(double snrDb, Received text) throws InterruptedException {
    LinkBudget budget = bench.settings().budget(snrDb, limitMs);
    Received cie = cie(budget);
    Map<String, Received> ways = new LinkedHashMap<>();
    ways.put(CIE, cie);
    Received critical = critical(budget);
    ways.put(CRITICAL, critical);
    ways.put(VAE_FULL, vaeFull(budget, text));
    for (String scheme : FILE_SCHEMES) {
      if (bench.schemes().ids().contains(scheme)) {
        file(scheme, budget).ifPresent(received -> ways.put(scheme, received));
      }
    }
    ways.put(Schemes.TEXT_ONLY, text);
    return new Link(snrDb, cie, critical, ways);
  }

  /** Best GVIF with the floor of Fig. 9; where no choice meets the floor, without it. */
  private Received cie(LinkBudget budget) throws InterruptedException {
    for (double floorDb : new double[] {Settings.FLOOR_DB, 0}) {
      ControlOptions bounds =
          new ControlOptions(Settings.ALPHA_TH, floorDb, Settings.GAMMA_SQUARED);
      Optional<EncodedPhoto> coded =
          bench.encode(CIE, analysis, new Control.Exact(budget, bounds, true));
      if (coded.isPresent()) {
        return received(coded.get(), bench.decode(coded.get()));
      }
    }
    throw new IllegalStateException(photo.key() + ": not even one cell crosses the link");
  }

  private Received critical(LinkBudget budget) throws InterruptedException {
    for (int point = bench.points() - 1; point >= 0; point--) {
      Control fixed = new Control.Fixed(new OperatingChoice(point, Settings.ALPHA_TH));
      EncodedPhoto coded = bench.schemes().encode(CIE, analysis, fixed);
      if (coded.ledger().total() <= budget.bits()) {
        return received(coded, bench.decode(coded));
      }
    }
    return cie(budget);
  }

  /** The whole photo at the best point that fits; if none does, what of the coarsest arrives. */
  private Received vaeFull(LinkBudget budget, Received text) throws InterruptedException {
    ControlOptions bounds = new ControlOptions(0, 0, Settings.GAMMA_SQUARED);
    Optional<EncodedPhoto> fits =
        bench.encode(VAE_FULL, analysis, new Control.Exact(budget, bounds));
    if (fits.isPresent()) {
      return received(fits.get(), bench.decode(fits.get()));
    }
    Control coarsest = new Control.Fixed(new OperatingChoice(0, 0));
    EncodedPhoto coded = bench.schemes().encode(VAE_FULL, analysis, coarsest);
    Optional<DecodedPhoto> cut = bench.decodeCut(coded, budget);
    if (cut.isEmpty()) {
      return new Received(coded, text.picture(), text.mask(), 0);
    }
    KeepMask arrived = cut.get().mask();
    return new Received(
        coded, bench.receive(cut.get()), arrived, bench.wholeGvif(analysis, 0, arrived));
  }

  private Optional<Received> file(String scheme, LinkBudget budget) throws InterruptedException {
    EncodeOptions options = EncodeOptions.of(new Control.Exact(budget, ControlOptions.DEFAULT));
    try {
      EncodedPhoto coded =
          bench.schemes().encoder(scheme).encode(analysis.photo(), options, StageListener.NONE);
      DecodedPhoto decoded = bench.decode(coded);
      return Optional.of(new Received(coded, decoded.photo(), decoded.mask(), Double.NaN));
    } catch (InfeasibleException e) {
      return Optional.empty();
    }
  }

  private Received text() throws InterruptedException {
    EncodedPhoto coded = bench.encodeText(analysis);
    return received(coded, bench.decode(coded));
  }

  private Received received(EncodedPhoto coded, DecodedPhoto decoded) throws InterruptedException {
    return new Received(
        coded, bench.receive(decoded), decoded.mask(), coded.decision().gvif().value());
  }

  private Panels.Row row(Link link, String way, Received it) {
    Photo original = analysis.photo();
    return new Panels.Row(
        photo.key(),
        link.snrDb(),
        way,
        it.coded().decision().alpha(),
        it.coded().decision().operatingPoint(),
        it.mask().fraction(),
        it.coded().ledger().total(),
        it.gvif(),
        psnrWithin(link.cie().mask(), it),
        psnrWithin(link.critical().mask(), it),
        Psnr.of(original, it.picture()),
        Ssim.of(original, it.picture()),
        MsSsim.of(original, it.picture()),
        Vif.of(original, it.picture()),
        "");
  }

  private double psnrWithin(KeepMask mask, Received it) {
    return Workbench.maskPsnrDb(analysis, it.picture(), mask);
  }

  /** A drawing that was kept in a row. */
  static BufferedImage drawn(String drawing) {
    try {
      return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(drawing)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BufferedImage draw(List<Link> links) {
    List<String> shown =
        SHOWN.stream()
            .filter(way -> links.stream().allMatch(link -> link.ways().containsKey(way)))
            .toList();
    List<String> columns = new ArrayList<>(List.of("photo", "information", "sent by CIE"));
    columns.addAll(shown);
    List<ContactSheet.Row> rows = new ArrayList<>();
    for (Link link : links) {
      List<BufferedImage> pictures = new ArrayList<>();
      pictures.add(Pixels.toImage(analysis.photo()));
      pictures.add(information());
      pictures.add(Pixels.toImage(bench.decode(link.cie().coded()).photo()));
      List<String> notes = new ArrayList<>();
      link.ways()
          .forEach(
              (way, it) -> {
                if (shown.contains(way)) {
                  pictures.add(Pixels.toImage(it.picture()));
                  notes.add(
                      String.format(
                          Locale.ROOT, "%s %.1f", way, psnrWithin(link.cie().mask(), it)));
                }
              });
      rows.add(new ContactSheet.Row(note(link, notes), pictures));
    }
    return new ContactSheet("The same bits, sent in different ways", columns, rows).draw();
  }

  private String note(Link link, List<String> notes) {
    return String.format(
        Locale.ROOT,
        "%.0f dB, %.0f ms. PSNR in dB within what CIE sent: %s. CIE: GVIF %.3f, alpha %.2f, %.0f %%"
            + " of the cells",
        link.snrDb(),
        limitMs,
        String.join(", ", notes),
        link.cie().gvif(),
        link.cie().coded().decision().alpha(),
        100 * link.cie().mask().fraction());
  }

  /** Mean information of the cells, as in Fig. 6: white is the most. */
  private BufferedImage information() {
    int rows = analysis.latent().rows();
    int columns = analysis.latent().columns();
    GvifMap map =
        GvifMap.meanInformation(analysis.reference(), rows, columns, Settings.GAMMA_SQUARED);
    double most = 1e-9;
    for (double value : map.values()) {
      most = Math.max(most, value);
    }
    BufferedImage image =
        new BufferedImage(
            analysis.photo().width(), analysis.photo().height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        double value = map.value(y / HyperpriorCodec.CELL_PIXELS, x / HyperpriorCodec.CELL_PIXELS);
        int grey = (int) Math.round(255 * value / most);
        image.setRGB(x, y, grey << 16 | grey << 8 | grey);
      }
    }
    return image;
  }
}
