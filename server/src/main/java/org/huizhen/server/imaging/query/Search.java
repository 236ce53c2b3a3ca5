package org.huizhen.server.imaging.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.StudyId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** One search of the index: rows as DICOM JSON objects. */
final class Search {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");
    private final String publicUrl;

    Search(String publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** @param study narrows to a study that the caller has opened; its scope has been asked then */
    List<ObjectNode> run(
            Handle handle,
            Attribute.Level level,
            Optional<Scope> scope,
            Optional<StudyId> study,
            Conditions conditions,
            int limit,
            int offset) {
        List<Attribute> shown = Arrays.stream(Attribute.values())
                .filter(attribute -> attribute.level().compareTo(level) <= 0)
                .toList();
        String columns = shown.stream()
                .map(attribute -> attribute.sql() + " as \"" + attribute.name() + "\"")
                .collect(Collectors.joining(", "));
        StringBuilder sql =
                new StringBuilder("select " + columns + " from study s left join patient p on p.id = s.patient_id");
        if (level != Attribute.Level.STUDY) {
            sql.append(" join series r on r.study_id = s.id");
        }
        if (level == Attribute.Level.INSTANCE) {
            sql.append(" join instance i on i.series_id = r.id");
        }
        sql.append(" where ")
                .append(scope.map(known ->
                                known.condition("s.organization_id", "s.id", "s.patient_id", "p.master_patient_id"))
                        .orElse("true"));
        study.ifPresent(ignored -> sql.append(" and s.id = :study"));
        sql.append(conditions.sql()).append(order(level)).append(" limit :limit offset :offset");
        Query query = handle.createQuery(sql.toString()).bind("limit", limit).bind("offset", offset);
        scope.ifPresent(known -> known.bind(query));
        study.ifPresent(id -> query.bind("study", id));
        conditions.bind(query);
        return query.map((row, context) -> object(row, shown, level)).list();
    }

    private static String order(Attribute.Level level) {
        return switch (level) {
            case STUDY -> " order by s.study_date desc nulls last, s.id desc";
            case SERIES -> " order by s.id desc, r.number, r.id";
            case INSTANCE -> " order by s.id desc, r.number, r.id, i.number, i.id";
        };
    }

    private ObjectNode object(ResultSet row, List<Attribute> shown, Attribute.Level level) throws SQLException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Attribute attribute : shown) {
            put(object, attribute, row);
        }
        String url = publicUrl + "/dicomweb/studies/" + row.getString("StudyInstanceUID");
        if (level != Attribute.Level.STUDY) {
            url += "/series/" + row.getString("SeriesInstanceUID");
        }
        if (level == Attribute.Level.INSTANCE) {
            url += "/instances/" + row.getString("SOPInstanceUID");
        }
        object.putObject("00080056").put("vr", "CS").putArray("Value").add("ONLINE");
        object.putObject("00081190").put("vr", "UR").putArray("Value").add(url);
        return object;
    }

    private static void put(ObjectNode object, Attribute attribute, ResultSet row) throws SQLException {
        ObjectNode element = JsonNodeFactory.instance.objectNode().put("vr", attribute.vr());
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        String name = attribute.name();
        switch (attribute.match()) {
            case DATE ->
                Optional.ofNullable(row.getObject(name, LocalDate.class))
                        .ifPresent(date -> values.add(date.format(DateTimeFormatter.BASIC_ISO_DATE)));
            case NONE ->
                Optional.ofNullable(row.getObject(name, LocalTime.class))
                        .ifPresent(time -> values.add(time.format(TIME)));
            case NUMBER -> {
                int number = row.getInt(name);
                if (!row.wasNull()) {
                    values.add(number);
                }
            }
            case ANY_OF -> {
                Array array = row.getArray(name);
                if (array != null) {
                    Arrays.stream((String[]) array.getArray()).forEach(values::add);
                }
            }
            case SEX ->
                Optional.ofNullable(row.getString(name)).map(Search::sex).ifPresent(values::add);
            case NAME -> text(row, name).ifPresent(text -> values.addObject().put("Alphabetic", text));
            case UID, TEXT -> text(row, name).ifPresent(values::add);
        }
        if (!values.isEmpty()) {
            element.set("Value", values);
        }
        object.set(attribute.tag(), element);
    }

    private static Optional<String> text(ResultSet row, String name) throws SQLException {
        return Optional.ofNullable(row.getString(name)).filter(text -> !text.isEmpty());
    }

    /** Patient's Sex (0010,0040); nothing where unknown. */
    private static String sex(String stored) {
        return switch (stored) {
            case "male" -> "M";
            case "female" -> "F";
            case "other" -> "O";
            default -> null;
        };
    }
}
