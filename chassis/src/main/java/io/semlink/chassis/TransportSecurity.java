package io.semlink.chassis;

import static java.util.Objects.requireNonNull;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a connection is encrypted, and with what. Plaintext has to be asked for by name. */
public sealed interface TransportSecurity {

  /** No encryption: for loopback and for tests. */
  static TransportSecurity plaintext() {
    return new Plaintext();
  }

  /** Whether the clients of a TLS server show certificates of their own. */
  enum ClientCertificates {
    /** They must, if the server has roots to check them by. */
    REQUIRE,
    /** They need not: the server alone shows one. */
    NONE
  }

  /** TLS with files in PEM form, for clients with certificates; see {@link Tls}. */
  static TransportSecurity tls(
      Optional<Path> certificateChain, Optional<Path> privateKey, Optional<Path> trust) {
    return new Tls(certificateChain, privateKey, trust, ClientCertificates.REQUIRE);
  }

  /**
   * What a server presents.
   *
   * @throws IOException if a file cannot be read
   */
  ServerCredentials serverCredentials() throws IOException;

  /**
   * What a client presents and trusts.
   *
   * @throws IOException if a file cannot be read
   */
  ChannelCredentials channelCredentials() throws IOException;

  /** No encryption. */
  record Plaintext() implements TransportSecurity {
    @Override
    public ServerCredentials serverCredentials() {
      return InsecureServerCredentials.create();
    }

    @Override
    public ChannelCredentials channelCredentials() {
      return InsecureChannelCredentials.create();
    }
  }

  /**
   * TLS. A server needs chain and key; with {@code trust} it also demands a certificate of its
   * clients, unless they need not show one. A client needs nothing, checks servers against {@code
   * trust} or else the JVM's roots, and presents chain and key if it has them.
   *
   * @param certificateChain own certificate and those up to the root, PEM
   * @param privateKey key of the own certificate, PKCS#8 PEM; given if and only if the chain is
   * @param trust roots to trust, PEM
   * @param clients whether clients of a server show certificates
   */
  record Tls(
      Optional<Path> certificateChain,
      Optional<Path> privateKey,
      Optional<Path> trust,
      ClientCertificates clients)
      implements TransportSecurity {
    public Tls {
      requireNonNull(certificateChain, "certificateChain");
      requireNonNull(privateKey, "privateKey");
      requireNonNull(trust, "trust");
      requireNonNull(clients, "clients");
      if (certificateChain.isPresent() != privateKey.isPresent()) {
        throw new IllegalArgumentException("TLS certificate chain and private key go together");
      }
      readable(certificateChain);
      readable(privateKey);
      readable(trust);
    }

    private static void readable(Optional<Path> file) {
      file.ifPresent(
          path -> {
            if (!Files.isReadable(path)) {
              throw new IllegalArgumentException("TLS file cannot be read: " + path);
            }
          });
    }

    @Override
    public ServerCredentials serverCredentials() throws IOException {
      if (certificateChain.isEmpty() || privateKey.isEmpty()) {
        throw new IllegalArgumentException("a TLS server needs a certificate chain and its key");
      }
      TlsServerCredentials.Builder builder =
          TlsServerCredentials.newBuilder()
              .keyManager(certificateChain.get().toFile(), privateKey.get().toFile());
      if (trust.isPresent() && clients == ClientCertificates.REQUIRE) {
        builder
            .trustManager(trust.get().toFile())
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
      }
      return builder.build();
    }

    @Override
    public ChannelCredentials channelCredentials() throws IOException {
      TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
      if (certificateChain.isPresent() && privateKey.isPresent()) {
        builder.keyManager(certificateChain.get().toFile(), privateKey.get().toFile());
      }
      if (trust.isPresent()) {
        builder.trustManager(trust.get().toFile());
      }
      return builder.build();
    }
  }
}
