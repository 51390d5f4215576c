package io.semlink.codec.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleTest {
  /** SHA-256 of the letter a; this and the fingerprint below are by coreutils' sha256sum. */
  private static final String SHA_A =
      "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

  private static final String MANIFEST =
      """
      {
        "format": 2, "name": "test", "version": "0.1.0", "licence": "Apache-2.0",
        "a_later_field": {"ignored": true},
        "files": {
          "b.bin": {"sha256": "SHA", "bytes": 1},
          "a.bin": {"sha256": "SHA", "bytes": 1}
        },
        "codec": {
          "transforms": "a.bin", "hyper_synthesis": "a.bin", "entropy_tables": "a.bin",
          "context": "a.bin", "gains": "a.bin", "latent_channels": 8, "latent_stride": 16, "hyper_channels": 4,
          "hyper_stride": 4,
          "operating_points": [
            {"index": 0, "lambda": 0.002, "kodak_bpp": 0.1, "kodak_psnr_db": 27.5}
          ]
        },
        "classifier": {
          "network": "a.bin", "labels": "a.bin", "input_short_side": 160, "size_multiple": 32
        },
        "denoiser": {
          "network": "b.bin", "vocabulary": "a.bin", "resolution": 128, "size_multiple": 16,
          "max_tokens": 32
        }
      }
      """
          .replace("SHA", SHA_A);

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("bundle.json"), MANIFEST);
    Files.writeString(folder.resolve("a.bin"), "a");
    Files.writeString(folder.resolve("b.bin"), "a");
  }

  @Test
  void fingerprintNamesTheFiles() {
    try (Bundle bundle = Bundle.load(folder)) {
      assertThat(bundle.fingerprintHex())
          .isEqualTo("1b98573f992f07a834605e53d65222507d958b48c0b2c2fa34d485eda2508ed3");
      assertThat(bundle.fingerprint()).startsWith(0x1b, 0x98);
      assertThat(bundle.manifest().codec().operatingPoints().get(0).lambda()).isEqualTo(0.002);
      assertThat(bundle.file("a.bin")).isEqualTo("a".getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Test
  void otherMetadataDoesNotChangeTheFingerprint() throws IOException {
    String before = fingerprint();
    edit("\"version\": \"0.1.0\"", "\"version\": \"0.2.0\"");
    assertThat(fingerprint()).isEqualTo(before);
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    Files.writeString(folder.resolve("b.bin"), "c");
    assertThatThrownBy(() -> Bundle.load(folder))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("b.bin")
        .hasMessageContaining(SHA_A);
    Files.delete(folder.resolve("b.bin"));
    assertThatThrownBy(() -> Bundle.load(folder))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("b.bin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\": 2 | \"format\": 1 | format 1",
        "\"licence\" | \"license\" | licence",
        "\"gains\": | \"gain\": | codec.gains",
        "\"context\": | \"contexts\": | codec.context",
        "\"latent_stride\": 16 | \"latent_stride\": 8 | codec.latent_stride",
        "\"max_tokens\": 32 | \"max_tokens\": 0 | denoiser.max_tokens",
        "\"b.bin\": { | \"../b.bin\": { | outside",
        "\"resolution\": 128 | \"resolution\": \"big\" | resolution",
        "\"size_multiple\": 16, | \"size_multiple\": 16 | bundle.json"
      })
  void saysWhatIsWrongWithTheManifest(String from, String to, String message) throws IOException {
    edit(from, to);
    assertThatThrownBy(() -> Bundle.load(folder))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(message);
  }

  @Test
  void onlyListedFilesAndNetworksAreOpened() {
    try (Bundle bundle = Bundle.load(folder)) {
      assertThatThrownBy(() -> bundle.file("bundle.json")).isInstanceOf(BundleException.class);
      assertThatThrownBy(() -> bundle.network("a.bin"))
          .isInstanceOf(BundleException.class)
          .hasMessageContaining("a.bin");
    }
  }

  private String fingerprint() {
    try (Bundle bundle = Bundle.load(folder)) {
      return bundle.fingerprintHex();
    }
  }

  private void edit(String from, String to) throws IOException {
    assertThat(MANIFEST).contains(from);
    Files.writeString(folder.resolve("bundle.json"), MANIFEST.replace(from, to));
  }
}
