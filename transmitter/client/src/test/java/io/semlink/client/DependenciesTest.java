package io.semlink.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An edge device needs the contracts and gRPC, and nothing of what a transmitter needs. */
class DependenciesTest {
  @Test
  void clientUsesTheContractsAndGrpcAlone() {
    JavaClasses client =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.semlink.client");
    assertThat(client).isNotEmpty();
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.semlink.client",
            "io.semlink.transmitter.v1",
            "io.semlink.link.v1",
            "io.grpc..",
            "com.google.protobuf",
            "org.jspecify..",
            "java..")
        .check(client);
  }

  /** The class path of this test is that of the artifact and of the test libraries. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.semlink.codec.image.Photo",
        "io.semlink.chassis.Peer",
        "io.semlink.transmitter.TransmitterServer",
        "ai.djl.engine.Engine",
        "io.micrometer.core.instrument.MeterRegistry",
        "io.github.resilience4j.circuitbreaker.CircuitBreaker",
        "ch.qos.logback.classic.Logger"
      })
  void artifactBringsNoneOf(String type) {
    assertThatThrownBy(() -> Class.forName(type)).isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void artifactBringsNoNativeLibrary() {
    assertThat(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)))
        .anyMatch(entry -> entry.contains("grpc-stub"))
        .noneMatch(entry -> entry.contains("pytorch") || entry.contains("native"));
  }
}
