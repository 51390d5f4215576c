package io.semlink.codec.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semlink.codec.bundle.BundleException;
import io.semlink.codec.hyperprior.Gains;
import io.semlink.codec.mask.CellOrder;
import io.semlink.codec.mask.KeepMask;
import io.semlink.codec.network.Input;
import io.semlink.codec.network.IntTensor;
import io.semlink.codec.network.Tensor;
import io.semlink.codec.testing.CompactBundle;
import io.semlink.codec.testing.Npz;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextCoderTest {
  private static final Gains GAINS = Gains.parse(CompactBundle.get().file("gains.bin"));
  private static final byte[] FILE = CompactBundle.get().file("context.bin");
  private static final ContextModel MODEL = ContextModel.parse(FILE);

  @Test
  void tablesAndSymbolsEqualTheReferenceExactly() throws IOException {
    Npz reference = Npz.read(CompactBundle.folder().resolve("reference/context.npz"));
    Input[] in = reference.inputs();
    Tensor keep = (Tensor) in[2];
    int rows = (int) keep.shape()[2];
    int columns = (int) keep.shape()[3];
    boolean[] kept = new boolean[rows * columns];
    for (int cell = 0; cell < kept.length; cell++) {
      kept[cell] = keep.data()[cell] != 0;
    }
    int[] symbols = byCell((Tensor) in[0], kept.length);
    byte[] indices = bytes(byCell((Tensor) in[1], kept.length));
    int[] tables = byCell(reference.outputs().get(0), kept.length);
    int[] coded = byCell(reference.outputs().get(1), kept.length);
    int point = (int) ((IntTensor) in[3]).data()[0];
    ContextCoder walk = MODEL.start(GAINS, point, rows, columns);

    int count = 0;
    for (int cell : CellOrder.of(new KeepMask(rows, columns, kept))) {
      int from = cell * Scan.CHANNELS;
      Deque<int[]> expected = new ArrayDeque<>();
      for (int channel : Scan.ORDER) {
        if (indices[from + channel] != 0) {
          expected.add(new int[] {tables[from + channel], coded[from + channel]});
        }
      }
      count += expected.size();
      walk.code(
          cell,
          indices,
          symbols,
          (table, symbol) -> {
            assertThat(new int[] {table, symbol}).isEqualTo(expected.remove());
            return symbol;
          });
      assertThat(expected).isEmpty();
    }
    assertThat(count).isGreaterThan(1000);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 18})
  void decoderRetracesTheEncoder(int point) {
    long seed = 40 + point;
    Random random = new Random(seed);
    int rows = 5;
    int columns = 7;
    boolean[] kept = new boolean[rows * columns];
    byte[] indices = new byte[kept.length * Scan.CHANNELS];
    int[] symbols = new int[indices.length];
    for (int cell = 0; cell < kept.length; cell++) {
      kept[cell] = random.nextInt(4) > 0;
    }
    for (int i = 0; i < indices.length; i++) {
      indices[i] = (byte) Math.max(0, random.nextInt(64 + 40) - 40);
      boolean coded = indices[i] != 0 && kept[i / Scan.CHANNELS];
      symbols[i] = coded ? (int) (random.nextGaussian() * random.nextInt(900)) : 0;
    }
    int[] order = CellOrder.of(new KeepMask(rows, columns, kept));
    Deque<int[]> stream = new ArrayDeque<>();
    ContextCoder encoder = MODEL.start(GAINS, point, rows, columns);
    int[] sent = symbols.clone();
    for (int cell : order) {
      encoder.code(
          cell,
          indices,
          sent,
          (table, symbol) -> {
            stream.add(new int[] {table, symbol});
            return symbol;
          });
    }

    ContextCoder decoder = MODEL.start(GAINS, point, rows, columns);
    int[] received = new int[symbols.length];
    for (int cell : order) {
      decoder.code(
          cell,
          indices,
          received,
          (table, unused) -> {
            assertThat(table).as("seed %d", seed).isEqualTo(stream.element()[0]);
            return stream.remove()[1];
          });
    }

    assertThat(stream).isEmpty();
    assertThat(received).as("seed %d", seed).isEqualTo(symbols);
  }

  @Test
  void hostileSymbolsDoNoHarm() {
    Random random = new Random(3);
    byte[] indices = new byte[9 * Scan.CHANNELS];
    Arrays.fill(indices, (byte) 63);
    int[] symbols = new int[indices.length];
    ContextCoder decoder = MODEL.start(GAINS, 18, 3, 3);
    for (int cell = 0; cell < 9; cell++) {
      decoder.code(cell, indices, symbols, (table, unused) -> random.nextInt(1 << 21) - (1 << 20));
    }
    assertThat(Arrays.stream(symbols).map(Math::abs).max().orElse(0)).isLessThan(1 << 21);
  }

  @Test
  void damagedFilesAreRefused() {
    assertThatThrownBy(() -> ContextModel.parse(Arrays.copyOf(FILE, FILE.length - 1)))
        .isInstanceOf(BundleException.class);
    assertThatThrownBy(() -> ContextModel.parse(Arrays.copyOf(FILE, FILE.length + 1)))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("too many");
    byte[] other = FILE.clone();
    other[0]++;
    assertThatThrownBy(() -> ContextModel.parse(other)).isInstanceOf(BundleException.class);
  }

  /** A [1, channels, rows, columns] tensor as [cells][channels]. */
  private static int[] byCell(Tensor tensor, int cells) {
    int[] values = new int[tensor.data().length];
    for (int i = 0; i < values.length; i++) {
      values[i % cells * Scan.CHANNELS + i / cells] = (int) tensor.data()[i];
    }
    return values;
  }

  private static byte[] bytes(int[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
