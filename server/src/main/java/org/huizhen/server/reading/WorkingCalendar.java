package org.huizhen.server.reading;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The hours in which routine work is done: {@code config/catalog/working-calendar.yaml}, with the year's holidays and the
 * weekends that are worked instead. Without the file every hour counts.
 */
final class WorkingCalendar {
    private static final int LONGEST_DAYS = 3_700;

    /** @param from local time, inside one day; @param to after {@code from} */
    private record Shift(LocalTime from, LocalTime to) {
        static Shift parse(String text) {
            String[] ends = text.split("-", -1);
            Shift shift = new Shift(LocalTime.parse(ends[0].strip()), LocalTime.parse(ends[1].strip()));
            if (!shift.from.isBefore(shift.to)) {
                throw new IllegalArgumentException("working-calendar.yaml: hours " + text + " end before they begin");
            }
            return shift;
        }
    }

    private record File(List<String> hours, List<DayOfWeek> weekdays, List<String> holidays, List<String> workdays) {}

    private final ZoneId zone;
    private final List<Shift> shifts;
    private final Set<DayOfWeek> weekdays;
    private final Set<LocalDate> holidays;
    private final Set<LocalDate> workdays;
    private final List<String> hours;
    private volatile Map<Integer, WorkingYear> confirmed = Map.of();

    private WorkingCalendar(ZoneId zone, File file) {
        this.zone = zone;
        this.shifts = file.hours().stream().map(Shift::parse).toList();
        this.hours = List.copyOf(file.hours());
        this.weekdays = Set.copyOf(file.weekdays());
        this.holidays = days(file.holidays());
        this.workdays = days(file.workdays());
        if (!shifts.isEmpty() && weekdays.isEmpty() && workdays.isEmpty()) {
            throw new IllegalArgumentException("working-calendar.yaml: no day is a working day");
        }
    }

    static WorkingCalendar load(Path catalog, ZoneId zone) {
        Path path = catalog.resolve("working-calendar.yaml");
        if (!Files.exists(path)) {
            return new WorkingCalendar(zone, new File(List.of(), List.of(), List.of(), List.of()));
        }
        try (var text = Files.newBufferedReader(path)) {
            return new WorkingCalendar(zone, new YAMLMapper().readValue(text, File.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isWorkingDay(LocalDate day) {
        WorkingYear year = confirmed.get(day.getYear());
        Set<LocalDate> worked = year == null ? workdays : year.workdays();
        Set<LocalDate> free = year == null ? holidays : year.holidays();
        return worked.contains(day) || (weekdays.contains(day.getDayOfWeek()) && !free.contains(day));
    }

    /** Years that the administrator has confirmed count instead of the file's. */
    void confirmed(List<WorkingYear> years) {
        confirmed = years.stream().collect(Collectors.toUnmodifiableMap(WorkingYear::year, Function.identity()));
    }

    /** What counts in a year; version 0 where nobody has confirmed it. */
    WorkingYear year(int number) {
        WorkingYear known = confirmed.get(number);
        return known != null
                ? known
                : new WorkingYear(number, 0, of(number, holidays), of(number, workdays), null, null);
    }

    /** Local times, {@code 08:00-12:00}. */
    List<String> hours() {
        return hours;
    }

    List<DayOfWeek> weekdays() {
        return weekdays.stream().sorted().toList();
    }

    private static Set<LocalDate> of(int year, Set<LocalDate> days) {
        return days.stream().filter(day -> day.getYear() == year).collect(Collectors.toSet());
    }

    /** The moment at which so much working time has passed since {@code from}. */
    Instant after(Instant from, Duration work) {
        if (shifts.isEmpty()) {
            return from.plus(work);
        }
        Duration left = work;
        LocalDate day = from.atZone(zone).toLocalDate();
        for (int tried = 0; tried < LONGEST_DAYS; tried++, day = day.plusDays(1)) {
            if (!isWorkingDay(day)) {
                continue;
            }
            for (Shift shift : shifts) {
                Instant begins = day.atTime(shift.from()).atZone(zone).toInstant();
                Instant ends = day.atTime(shift.to()).atZone(zone).toInstant();
                Instant start = from.isAfter(begins) ? from : begins;
                if (!start.isBefore(ends)) {
                    continue;
                }
                Duration here = Duration.between(start, ends);
                if (left.compareTo(here) <= 0) {
                    return start.plus(left);
                }
                left = left.minus(here);
            }
        }
        throw new IllegalStateException("the working calendar has no working time left");
    }

    private static Set<LocalDate> days(List<String> texts) {
        Set<LocalDate> days = new HashSet<>();
        for (String text : texts == null ? List.<String>of() : texts) {
            String[] ends = text.split("/", -1);
            LocalDate last = LocalDate.parse(ends[ends.length - 1].strip());
            LocalDate.parse(ends[0].strip()).datesUntil(last.plusDays(1)).forEach(days::add);
        }
        return Set.copyOf(days);
    }
}
