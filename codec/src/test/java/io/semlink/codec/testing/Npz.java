package io.semlink.codec.testing;

import io.semlink.codec.network.Input;
import io.semlink.codec.network.IntTensor;
import io.semlink.codec.network.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads NumPy archives of little-endian float32 and int64 arrays in C order. */
public final class Npz {
  private static final Pattern HEADER =
      Pattern.compile("'descr': '(<f4|<i8)'.*'fortran_order': False.*'shape': \\(([^)]*)\\)");

  private final Map<String, Input> arrays = new TreeMap<>();

  private Npz() {}

  /** Reads all arrays of an archive. */
  public static Npz read(Path file) throws IOException {
    Npz npz = new Npz();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        npz.arrays.put(e.getName().replace(".npy", ""), array(zip.readAllBytes()));
      }
    }
    return npz;
  }

  /** The arrays named in_0, in_1, ... */
  public Input[] inputs() {
    return numbered("in_").toArray(Input[]::new);
  }

  /** The arrays named out_0, out_1, ... */
  public List<Tensor> outputs() {
    return numbered("out_").stream().map(Tensor.class::cast).toList();
  }

  private List<Input> numbered(String prefix) {
    List<Input> found = new ArrayList<>();
    for (int i = 0; arrays.containsKey(prefix + i); i++) {
      found.add(arrays.get(prefix + i));
    }
    return found;
  }

  private static Input array(byte[] npy) {
    ByteBuffer in = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = Short.toUnsignedInt(in.getShort(8));
    String header = new String(npy, 10, headerLength, StandardCharsets.US_ASCII);
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException("unsupported array " + header);
    }
    long[] shape =
        Arrays.stream(matcher.group(2).split(","))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    int count = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
    in.position(10 + headerLength);
    if (matcher.group(1).equals("<f4")) {
      float[] data = new float[count];
      in.asFloatBuffer().get(data);
      return new Tensor(data, shape);
    }
    long[] data = new long[count];
    in.asLongBuffer().get(data);
    return new IntTensor(data, shape);
  }
}
