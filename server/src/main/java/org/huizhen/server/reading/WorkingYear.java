package org.huizhen.server.reading;

import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.huizhen.server.core.Actor;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/**
 * Holidays and moved workdays of a year as the administrator has confirmed them.
 *
 * @param version 0 while only the file speaks of the year
 */
record WorkingYear(
        int year,
        long version,
        Set<LocalDate> holidays,
        Set<LocalDate> workdays,
        String confirmedBy,
        Instant confirmedAt) {
    WorkingYear {
        holidays = new TreeSet<>(holidays);
        workdays = new TreeSet<>(workdays);
    }

    static List<WorkingYear> all(Handle handle) {
        return handle.createQuery(
                        "select year, version, holidays, workdays, confirmed_by_name, confirmed_at from working_year")
                .map((row, context) -> year(row))
                .list();
    }

    static Optional<WorkingYear> lock(Transaction transaction, int year) {
        return transaction
                .handle()
                .createQuery(
                        "select year, version, holidays, workdays, confirmed_by_name, confirmed_at from working_year"
                                + " where year = :year for update")
                .bind("year", year)
                .map((row, context) -> year(row))
                .findOne();
    }

    static void confirm(
            Transaction transaction, Actor.Person person, int year, Set<LocalDate> holidays, Set<LocalDate> workdays) {
        transaction
                .handle()
                .createUpdate("""
                        insert into working_year (year, version, holidays, workdays, confirmed_by, confirmed_by_name,
                          confirmed_at)
                        values (:year, 1, cast(:holidays as date[]), cast(:workdays as date[]), :by, :name, :now)
                        on conflict (year) do update set version = working_year.version + 1,
                          holidays = excluded.holidays, workdays = excluded.workdays, confirmed_by = excluded.confirmed_by,
                          confirmed_by_name = excluded.confirmed_by_name, confirmed_at = excluded.confirmed_at
                        """)
                .bind("year", year)
                .bindArray(
                        "holidays",
                        String.class,
                        holidays.stream().map(LocalDate::toString).toList())
                .bindArray(
                        "workdays",
                        String.class,
                        workdays.stream().map(LocalDate::toString).toList())
                .bind("by", person.userId())
                .bind("name", person.displayName())
                .bind("now", transaction.now())
                .execute();
    }

    private static WorkingYear year(ResultSet row) throws SQLException {
        return new WorkingYear(
                row.getInt("year"),
                row.getLong("version"),
                days(row.getArray("holidays")),
                days(row.getArray("workdays")),
                row.getString("confirmed_by_name"),
                row.getTimestamp("confirmed_at").toInstant());
    }

    private static Set<LocalDate> days(Array array) throws SQLException {
        Set<LocalDate> days = new TreeSet<>();
        Arrays.stream((Date[]) array.getArray()).map(Date::toLocalDate).forEach(days::add);
        return days;
    }
}
