package io.semlink.codec.bundle;

import io.semlink.codec.network.ComputeDevice;
import io.semlink.codec.network.DeviceChoice;
import io.semlink.codec.network.Gpus;
import io.semlink.codec.network.Network;
import io.semlink.codec.network.NetworkException;
import io.semlink.codec.network.TorchNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A verified set of trained models in a folder.
 *
 * <p>Loading checks the size and SHA-256 of every file named in {@code bundle.json}. Networks are
 * opened when asked for and closed with the bundle.
 */
public final class Bundle implements AutoCloseable {
  private static final int FINGERPRINT_BYTES = 8;
  private static final long MAX_FILE_BYTES = 4L << 30;

  private final Path folder;
  private final BundleManifest manifest;
  private final byte[] digest;
  private final DeviceChoice device;
  private final List<Network> opened = new ArrayList<>();

  private Bundle(Path folder, BundleManifest manifest, byte[] digest, DeviceChoice device) {
    this.folder = folder;
    this.manifest = manifest;
    this.digest = digest;
    this.device = device;
  }

  /**
   * Loads and verifies a bundle; its networks run on the GPU where there is one.
   *
   * @throws BundleException if a file is missing, has another size or hash, or the manifest is
   *     wrong
   */
  public static Bundle load(Path folder) {
    return load(folder, DeviceChoice.AUTO);
  }

  /**
   * Loads and verifies a bundle.
   *
   * @param device where its networks run
   * @throws BundleException if a file is missing, has another size or hash, or the manifest is
   *     wrong
   */
  public static Bundle load(Path folder, DeviceChoice device) {
    BundleManifest manifest = BundleManifest.parse(read(folder.resolve("bundle.json")));
    MessageDigest all = sha256();
    for (Map.Entry<String, BundleManifest.FileEntry> entry : manifest.files().entrySet()) {
      verify(folder, entry.getKey(), entry.getValue());
      String line = entry.getKey() + ":" + entry.getValue().sha256() + "\n";
      all.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return new Bundle(folder, manifest, all.digest(), device);
  }

  private static void verify(Path folder, String name, BundleManifest.FileEntry entry) {
    Path file = folder.resolve(name).normalize();
    if (!file.startsWith(folder.normalize())) {
      throw new BundleException("bundle.json: " + name + " lies outside the bundle");
    }
    byte[] content = read(file);
    String hash = HexFormat.of().formatHex(sha256().digest(content));
    if (content.length != entry.bytes() || !hash.equals(entry.sha256())) {
      throw new BundleException(
          file
              + " is damaged: "
              + content.length
              + " bytes with SHA-256 "
              + hash
              + ", bundle.json says "
              + entry.bytes()
              + " bytes with "
              + entry.sha256());
    }
  }

  private static byte[] read(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new BundleException(file + " is larger than " + MAX_FILE_BYTES + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BundleException("cannot read " + file, e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public BundleManifest manifest() {
    return manifest;
  }

  /** Folder that the bundle was loaded from. */
  public Path folder() {
    return folder;
  }

  /** First bytes of the SHA-256 over all file names and hashes: what containers carry. */
  public byte[] fingerprint() {
    return Arrays.copyOf(digest, FINGERPRINT_BYTES);
  }

  /** Hexadecimal SHA-256 over all file names and hashes. */
  public String fingerprintHex() {
    return HexFormat.of().formatHex(digest);
  }

  /** Content of a file of the bundle, by the name the manifest gives it. */
  public byte[] file(String name) {
    requireListed(name);
    return read(folder.resolve(name));
  }

  /**
   * Opens a network of the bundle.
   *
   * @param name file name, as the manifest gives it
   * @throws BundleException if the file is not of the bundle or not a network
   * @throws IllegalArgumentException if it is to run on a GPU and there is none
   */
  public synchronized Network network(String name) {
    requireListed(name);
    try {
      Network network = TorchNetwork.load(folder.resolve(name), device());
      opened.add(network);
      return network;
    } catch (NetworkException e) {
      throw new BundleException(name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Where its networks run.
   *
   * @throws IllegalArgumentException if they are to run on a GPU and there is none
   */
  public ComputeDevice device() {
    return device.among(Gpus.count());
  }

  private void requireListed(String name) {
    if (!manifest.files().containsKey(name)) {
      throw new BundleException("bundle.json: files does not list " + name);
    }
  }

  /** Closes all networks that were opened. */
  @Override
  public synchronized void close() {
    opened.forEach(Network::close);
    opened.clear();
  }
}
