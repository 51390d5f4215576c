package io.semlink.launcher.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Photographs in rows and columns.
 *
 * @param title headline
 * @param columns what each column shows
 * @param rows top to bottom
 */
public record ContactSheet(String title, List<String> columns, List<Row> rows) {
  private static final int MARGIN = 24;
  private static final int GAP = 8;
  private static final int SIDE = 224;
  private static final int HEADER = 100;
  private static final int NOTE = 30;
  private static final Color PAPER = new Color(0xfbfbfa);
  private static final Color INK = new Color(0x1b1f24);
  private static final Color SOFT = new Color(0x68707a);

  /**
   * Pictures of one photo.
   *
   * @param note a line above them
   * @param pictures one per column, all of one size
   */
  public record Row(String note, List<BufferedImage> pictures) {
    /** Copies the pictures. */
    public Row {
      pictures = List.copyOf(pictures);
    }

    private int height() {
      BufferedImage first = pictures.get(0);
      return Math.min(SIDE, Math.max(1, SIDE * first.getHeight() / first.getWidth()));
    }

    private int width() {
      BufferedImage first = pictures.get(0);
      return Math.min(SIDE, Math.max(1, SIDE * first.getWidth() / first.getHeight()));
    }
  }

  /** Checks that every row has a picture for every column. */
  public ContactSheet {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      if (row.pictures().size() != columns.size()) {
        throw new IllegalArgumentException(row.pictures().size() + " pictures for " + columns);
      }
    }
  }

  /** Draws it. */
  public BufferedImage draw() {
    int inner = columns.size() * (SIDE + GAP) - GAP;
    int height = HEADER + rows.stream().mapToInt(row -> NOTE + row.height() + GAP).sum() + MARGIN;
    Sheet sheet = new Sheet(inner + 2 * MARGIN, height, PAPER);
    sheet.text(Typeface.BOLD, title, 26, INK, MARGIN, 48);
    for (int i = 0; i < columns.size(); i++) {
      sheet.text(Typeface.BOLD, columns.get(i), 18, INK, MARGIN + i * (SIDE + GAP), 84);
    }
    int top = HEADER;
    for (Row row : rows) {
      String note = Typeface.REGULAR.fit(row.note(), 16, inner);
      sheet.text(Typeface.REGULAR, note, 16, SOFT, MARGIN, top + 18);
      top += NOTE;
      for (int i = 0; i < columns.size(); i++) {
        int left = MARGIN + i * (SIDE + GAP);
        sheet.image(row.pictures().get(i), left, top, row.width(), row.height());
      }
      top += row.height() + GAP;
    }
    return sheet.image();
  }
}
