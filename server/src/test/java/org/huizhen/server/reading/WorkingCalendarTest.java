package org.huizhen.server.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.huizhen.server.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkingCalendarTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final WorkingCalendar SHIPPED =
            WorkingCalendar.load(TestServer.projectFolder().resolve("config/catalog"), ZONE);

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} + {1} min = {2}")
    @CsvSource({
        "2026-11-23T09:00, 120, 2026-11-23T11:00",
        "2026-11-23T11:00, 120, 2026-11-23T14:30", // over noon
        "2026-11-23T16:30, 120, 2026-11-24T09:00", // over night
        "2026-11-23T03:00, 60, 2026-11-23T09:00", // before the day begins
        "2026-11-27T17:00, 60, 2026-11-30T08:30", // over the weekend
        "2026-09-30T17:00, 60, 2026-10-08T08:30", // over the national holiday
        "2026-10-09T17:00, 60, 2026-10-10T08:30", // Saturday that is worked instead
        "2026-11-23T12:00, 0, 2026-11-23T13:30"
    })
    void countsOnlyWorkingHours(LocalDateTime from, long minutes, LocalDateTime due) {
        assertThat(SHIPPED.after(from.atZone(ZONE).toInstant(), Duration.ofMinutes(minutes)))
                .isEqualTo(due.atZone(ZONE).toInstant());
    }

    @Test
    void knowsHolidaysAndMovedWorkdays() {
        assertThat(SHIPPED.isWorkingDay(LocalDate.of(2026, 10, 5))).isFalse();
        assertThat(SHIPPED.isWorkingDay(LocalDate.of(2026, 2, 14))).isTrue();
        assertThat(SHIPPED.isWorkingDay(LocalDate.of(2026, 11, 22))).isFalse();
    }

    @Test
    void countsAConfirmedYearInsteadOfTheFiles() {
        WorkingCalendar calendar =
                WorkingCalendar.load(TestServer.projectFolder().resolve("config/catalog"), ZONE);
        LocalDate monday = LocalDate.of(2026, 11, 23);
        LocalDate october = LocalDate.of(2026, 10, 5);
        assertThat(calendar.year(2026).version()).isZero();
        calendar.confirmed(List.of(
                new WorkingYear(2026, 1, Set.of(monday), Set.of(LocalDate.of(2026, 11, 21)), "管理员", Instant.EPOCH)));
        assertThat(calendar.isWorkingDay(monday)).isFalse();
        assertThat(calendar.isWorkingDay(LocalDate.of(2026, 11, 21))).isTrue();
        assertThat(calendar.isWorkingDay(october))
                .as("the file no longer speaks of 2026")
                .isTrue();
    }

    @Test
    void runsOnTheWallWithoutAFile() {
        Instant night = Instant.parse("2026-11-22T18:00:00Z");
        assertThat(WorkingCalendar.load(folder, ZONE).after(night, Duration.ofHours(2)))
                .isEqualTo(night.plus(Duration.ofHours(2)));
    }

    @Test
    void refusesHoursThatEndBeforeTheyBegin() throws IOException {
        Files.writeString(folder.resolve("working-calendar.yaml"), "hours: [\"17:00-08:00\"]\nweekdays: [MONDAY]\n");
        assertThatThrownBy(() -> WorkingCalendar.load(folder, ZONE)).hasMessageContaining("end before they begin");
    }
}
