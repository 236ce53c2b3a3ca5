package org.huizhen.server.imaging.query;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.huizhen.server.core.ApiException;
import org.jdbi.v3.core.statement.Query;

/** Matching of attributes (PS3.4 C.2.2.2) as SQL conditions with bound values. */
final class Conditions {
    private static final int LONGEST_VALUE = 4096;
    private final List<String> sql = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, List<String>> lists = new LinkedHashMap<>();

    /** Adds one; an empty value or {@code *} matches everything. */
    Conditions add(Attribute attribute, String value) {
        String wanted = value.strip();
        if (wanted.length() > LONGEST_VALUE) {
            throw ApiException.invalid(attribute.name(), "length", "0–" + LONGEST_VALUE);
        }
        if (!wanted.isEmpty() && !wanted.equals("*")) {
            add(attribute, wanted, "value" + sql.size());
        }
        return this;
    }

    private void add(Attribute attribute, String wanted, String name) {
        String column = attribute.sought();
        switch (attribute.match()) {
            case UID -> {
                lists.put(name, Arrays.asList(wanted.split("[,\\\\]")));
                sql.add(column + " = any(:" + name + ")");
            }
            case ANY_OF -> {
                lists.put(name, Arrays.asList(wanted.split("[,\\\\]")));
                sql.add(column + " && cast(:" + name + " as text[])");
            }
            case TEXT -> text(column, wanted, name);
            case NAME -> text(column, nameKey(wanted), name);
            case DATE -> date(attribute, wanted, name);
            case NUMBER -> {
                try {
                    values.put(name, Integer.parseInt(wanted));
                } catch (NumberFormatException e) {
                    throw ApiException.invalid(attribute.name(), "number", "IS");
                }
                sql.add(column + " = :" + name);
            }
            case SEX -> {
                values.put(
                        name,
                        switch (wanted) {
                            case "M" -> "male";
                            case "F" -> "female";
                            case "O" -> "other";
                            default -> "unknown";
                        });
                sql.add(column + " = :" + name);
            }
            case NONE -> throw ApiException.invalid(attribute.name(), "not-matched", attribute.name());
        }
    }

    /** As the keys are made that are stored, but for the wildcards. */
    private static String nameKey(String wanted) {
        return Normalizer.normalize(wanted, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .codePoints()
                .filter(letter -> Character.isLetterOrDigit(letter) || letter == '*' || letter == '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private void text(String column, String wanted, String name) {
        if (!wanted.contains("*") && !wanted.contains("?")) {
            values.put(name, wanted);
            sql.add(column + " = :" + name);
            return;
        }
        values.put(
                name,
                wanted.replace("\\", "\\\\")
                        .replace("%", "\\%")
                        .replace("_", "\\_")
                        .replace('*', '%')
                        .replace('?', '_'));
        sql.add(column + " like :" + name);
    }

    private void date(Attribute attribute, String wanted, String name) {
        int dash = wanted.indexOf('-');
        String from = dash < 0 ? wanted : wanted.substring(0, dash);
        String to = dash < 0 ? wanted : wanted.substring(dash + 1);
        if (!from.isBlank()) {
            values.put(name + "from", day(attribute, from));
            sql.add(attribute.sql() + " >= :" + name + "from");
        }
        if (!to.isBlank()) {
            values.put(name + "to", day(attribute, to));
            sql.add(attribute.sql() + " <= :" + name + "to");
        }
    }

    private static LocalDate day(Attribute attribute, String text) {
        try {
            return LocalDate.parse(text.strip(), DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeException e) {
            throw ApiException.invalid(attribute.name(), "date", "yyyyMMdd | yyyyMMdd-yyyyMMdd");
        }
    }

    /** Conditions parted by {@code and}, beginning with one; empty without any. */
    String sql() {
        return sql.stream().map(condition -> " and " + condition).reduce("", String::concat);
    }

    void bind(Query query) {
        values.forEach(query::bind);
        lists.forEach((name, list) -> query.bindArray(name, String.class, list));
    }
}
