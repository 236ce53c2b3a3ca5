package org.huizhen.server.reading;

import static org.huizhen.server.access.Permission.ORGANIZATION_ADMINISTER;
import static org.huizhen.server.access.Permission.ORGANIZATION_READ;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Subject;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.IfMatch;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;
import org.huizhen.server.http.Validation;

/** {@code /api/v1/working-calendar/{year}} and {@code /api/v1/turnaround-targets}: the clocks of reading. */
final class WorkingCalendarResource {
    private static final String YEAR = "/api/v1/working-calendar/{year}";
    private static final int MOST_DAYS = 200;

    /** A year as the clocks see it. @param confirmedAt null while nobody has confirmed what the file says */
    private record YearView(
            int year,
            long version,
            List<String> hours,
            List<DayOfWeek> weekdays,
            Collection<LocalDate> holidays,
            Collection<LocalDate> workdays,
            String confirmedBy,
            Instant confirmedAt) {}

    private record YearBody(
            @JsonProperty(required = true) List<LocalDate> holidays,
            @JsonProperty(required = true) List<LocalDate> workdays) {}

    private final Database database;
    private final Access access;
    private final AuditLog audit;
    private final TurnaroundTargets targets;

    WorkingCalendarResource(Database database, Access access, AuditLog audit, TurnaroundTargets targets) {
        this.database = database;
        this.access = access;
        this.audit = audit;
        this.targets = targets;
    }

    void register(Routes routes) {
        routes.get(YEAR, ORGANIZATION_READ, this::one);
        routes.put(YEAR, ORGANIZATION_ADMINISTER, this::confirm);
        routes.get(
                "/api/v1/turnaround-targets",
                ORGANIZATION_READ,
                (context, actor) -> context.json(new Page<>(targets.targets(), java.util.Optional.empty())));
    }

    private void one(Context context, Actor actor) {
        refresh();
        answer(context, year(context));
    }

    /** The whole year at once; the calendar is one for the consortium, so its root's administrator keeps it. */
    private void confirm(Context context, Actor actor) {
        int year = year(context);
        YearBody body = context.bodyAsClass(YearBody.class);
        Set<LocalDate> holidays = days(body.holidays());
        Set<LocalDate> workdays = days(body.workdays());
        new Validation()
                .errorIf(outside(holidays, year), "holidays", "year", Integer.toString(year))
                .errorIf(outside(workdays, year), "workdays", "year", Integer.toString(year))
                .errorIf(workdays.stream().anyMatch(holidays::contains), "workdays", "contradiction", "holidays")
                .errorIf(holidays.size() > MOST_DAYS, "holidays", "too-many", "≤ " + MOST_DAYS)
                .orThrow();
        if (!(actor instanceof Actor.Person person)) {
            throw new ApiException(ErrorCode.NOT_ALLOWED);
        }
        database.run(transaction -> {
            access.require(transaction.handle(), actor, ORGANIZATION_ADMINISTER, Subject.of(person.organizationId()));
            boolean root = transaction
                    .handle()
                    .createQuery("select parent_id is null from organization where id = :id")
                    .bind("id", person.organizationId())
                    .mapTo(Boolean.class)
                    .one();
            if (!root) {
                throw new ApiException(ErrorCode.NOT_ALLOWED);
            }
            IfMatch.check(
                    context,
                    WorkingYear.lock(transaction, year)
                            .map(WorkingYear::version)
                            .orElse(0L));
            WorkingYear.confirm(transaction, person, year, holidays, workdays);
            audit.record(
                    transaction,
                    AuditEntry.success(actor, "workingCalendar.confirm")
                            .about("organization", person.organizationId())
                            .with("year", Integer.toString(year)));
        });
        refresh();
        answer(context, year);
    }

    /** Takes over what this node or another has confirmed. */
    void refresh() {
        targets.calendar().confirmed(database.read(WorkingYear::all));
    }

    private void answer(Context context, int number) {
        WorkingCalendar calendar = targets.calendar();
        WorkingYear year = calendar.year(number);
        context.header("ETag", "\"" + year.version() + "\"");
        context.json(new YearView(
                number,
                year.version(),
                calendar.hours(),
                calendar.weekdays(),
                year.holidays(),
                year.workdays(),
                year.confirmedBy(),
                year.confirmedAt()));
    }

    private static boolean outside(Set<LocalDate> days, int year) {
        return days.stream().anyMatch(day -> day.getYear() != year);
    }

    private static Set<LocalDate> days(List<LocalDate> days) {
        return days == null ? Set.of() : new TreeSet<>(days);
    }

    private static int year(Context context) {
        try {
            return java.time.Year.parse(context.pathParam("year")).getValue();
        } catch (DateTimeException e) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
    }
}
