package io.semlink.channel.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semlink.channel.link.InvalidLinkException;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.Preset;
import io.semlink.channel.link.Sharing;
import io.semlink.channel.physics.CorrelatedRician;
import io.semlink.channel.physics.SnrSchedule;
import io.semlink.channel.physics.StateInformation;
import io.semlink.channel.physics.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinksFileTest {
  @TempDir private Path folder;

  @Test
  void entriesChangeTheirPresetOrTheDefaults() throws Exception {
    Files.writeString(folder.resolve("drive.csv"), "time_s,snr_db\n0,10\n0.5,0\n1,10\n");
    List<LinkConfig> links =
        read(
            """
            {"links": [
              {"name": "default", "preset": "pedestrian", "snr_db": 15},
              {"name": "north", "bandwidth_hz": 2e6, "sharing": "fair", "seed": "9",
               "fading": {"model": "jakes", "doppler_hz": 30, "rician_k_db": 3,
                          "coherence_time": "0.005s"},
               "state_information": {"knowledge": "STATE_KNOWLEDGE_DELAYED", "delay_blocks": 2},
               "snr_schedule": {"ramp": {"from_db": 20, "to_db": 0, "duration": "60s"}}},
              {"name": "drive", "fading": {"model": "trace", "trace_file": "drive.csv"}}
            ]}
            """);

    assertThat(links.get(0)).isEqualTo(Preset.PEDESTRIAN.config("default", 1).withSnrDb(15));
    LinkConfig north = links.get(1);
    assertThat(north.bandwidthHz()).isEqualTo(2e6);
    assertThat(north.sharing()).isEqualTo(Sharing.FAIR);
    assertThat(north.seed()).isEqualTo(9);
    assertThat(north.fading()).isEqualTo(new CorrelatedRician(3, 30, 90));
    assertThat(north.coherenceTime()).isEqualTo(Duration.ofMillis(5));
    assertThat(north.stateInformation()).isEqualTo(new StateInformation.Delayed(2));
    assertThat(north.snr()).isEqualTo(new SnrSchedule.Ramp(20, 0, Duration.ofMinutes(1), false));
    assertThat(links.get(2).fading()).isInstanceOf(Trace.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '$',
      value = {
        "nonsense | links",
        "{\"links\": 3} | links",
        "{\"links\": [], \"more\": 1} | links",
        "{\"links\": [3]} | links[0]",
        "{\"links\": [{\"name\": \"a\"}, {\"name\": \"a\"}]} | links[1].name",
        "{\"links\": [{\"name\": \"a\", \"preset\": \"moon\"}]} | links[0].preset",
        "{\"links\": [{\"name\": \"a\", \"preset\": 4}]} | links[0].preset",
        "{\"links\": [{\"name\": \"a\", \"snr\": 4}]} | links[0].settings",
        "{\"links\": [{\"name\": \"a\", \"sharing\": \"greedy\"}]} | links[0].settings",
        "{\"links\": [{\"name\": \"A\"}]} | links[0].name",
        "{\"links\": [{\"name\": \"a\", \"snr_db\": 400}]} | links[0].snr_db",
      })
  void mistakesAreNamed(String json, String field) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            InvalidLinkException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  private List<LinkConfig> read(String json) throws IOException {
    return LinksFile.read(Files.writeString(folder.resolve("links.json"), json));
  }
}
