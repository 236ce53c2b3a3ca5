package org.huizhen.dicom.encoding;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;

/** Data sets as lines such as {@code dcmdump} prints, from ours and from its output, to be compared. */
final class Dump {
    private static final Pattern START =
            Pattern.compile("^( *)\\(([0-9a-f]{4}),([0-9a-f]{4})\\) (\\S\\S) (.*)$", Pattern.DOTALL);
    private static final Pattern END = Pattern.compile("^(.*?) *# *(\\S+), *\\d+ [^#]*$", Pattern.DOTALL);

    /** {@code value} is null where dcmdump did not print it; {@code length} -1 for containers. */
    record Line(int depth, int tag, String vr, long length, String value) {}

    private Dump() {}

    static List<Line> parse(String output) {
        List<Line> lines = new ArrayList<>();
        Matcher current = null;
        StringBuilder rest = new StringBuilder();
        for (String line : (output + "\n# end").split("\n", -1)) {
            if (line.stripLeading().startsWith("#  offset=")) {
                continue; // where a directory record lies
            }
            Matcher start = START.matcher(line);
            if (start.matches()
                    || line.startsWith("# ")
                    || (line.isEmpty() && END.matcher(rest).matches())) {
                if (current != null) {
                    add(lines, current, rest.toString());
                }
                current = start.matches() ? start : null;
                rest.setLength(0);
                rest.append(current == null ? "" : current.group(5));
            } else if (current != null) {
                rest.append('\n').append(line);
            }
        }
        return lines;
    }

    private static void add(List<Line> lines, Matcher start, String rest) {
        Matcher end = END.matcher(rest);
        if (!end.matches()) {
            throw new IllegalStateException("can't read the line of " + start.group(2) + "," + start.group(3));
        }
        int tag = Integer.parseUnsignedInt(start.group(2) + start.group(3), 16);
        String vr = start.group(4).equals("up") ? "UL" : start.group(4);
        if (tag == Tag.ItemDelimitationItem || tag == Tag.SequenceDelimitationItem) {
            return;
        }
        String value = end.group(1);
        boolean container = value.startsWith("(Sequence")
                || value.startsWith("(Item with")
                || value.startsWith("(PixelSequence")
                || value.startsWith("\"Directory Record\"");
        String text = container
                ? value.replaceAll(".*#=(\\d+)\\)?$", "#$1")
                : value.equals("(not loaded)") ? null : value.equals("(no value available)") ? "" : value;
        if (text != null && text.startsWith("[") && text.endsWith("]")) {
            text = strip(text.substring(1, text.length() - 1));
        }
        long length = container || !end.group(2).matches("\\d+") ? -1 : Long.parseLong(end.group(2));
        lines.add(new Line(start.group(1).length() / 2, tag, vr, length, text));
    }

    static List<Line> of(DicomFile file) {
        List<Line> lines = new ArrayList<>();
        add(lines, file.meta(), 0);
        add(lines, file.dataSet(), 0);
        return lines;
    }

    private static void add(List<Line> lines, DataSet dataSet, int depth) {
        for (Element element : dataSet) {
            // dcmdump calls a sequence behind UN an SQ and encapsulated pixel data OB, whatever the file says.
            String vr = element instanceof Element.Sequence
                    ? "SQ"
                    : element instanceof Element.Fragments ? "OB" : element.vr().name();
            switch (element) {
                case Element.Sequence sequence -> {
                    lines.add(new Line(
                            depth, element.tag(), vr, -1, "#" + sequence.items().size()));
                    for (DataSet item : sequence.items()) {
                        lines.add(new Line(depth + 1, Tag.Item, "na", -1, "#" + item.size()));
                        add(lines, item, depth + 2);
                    }
                }
                case Element.Fragments fragments -> {
                    lines.add(new Line(
                            depth,
                            element.tag(),
                            vr,
                            -1,
                            "#" + (fragments.fragments().size() + 1)));
                    lines.add(new Line(
                            depth + 1,
                            Tag.Item,
                            "pi",
                            fragments.offsetTable().length,
                            hex(fragments.offsetTable(), 1)));
                    for (Element.Fragment fragment : fragments.fragments()) {
                        lines.add(new Line(depth + 1, Tag.Item, "pi", fragment.length(), hex(fragment.bytes(), 1)));
                    }
                }
                case Element.Bulk bulk -> lines.add(new Line(depth, element.tag(), vr, bulk.length(), null));
                case Element.Value value ->
                    lines.add(new Line(depth, element.tag(), vr, value.bytes().length, text(dataSet, value)));
            }
        }
    }

    private static String text(DataSet dataSet, Element.Value value) {
        int tag = value.tag();
        return switch (value.vr().kind()) {
            case TEXT, LOCAL_TEXT -> strip(new String(value.bytes(), StandardCharsets.ISO_8859_1));
            case INTEGER ->
                LongStream.of(dataSet.longs(tag))
                        .mapToObj(number -> value.vr() == Vr.AT
                                ? Tag.format((int) number).toLowerCase(Locale.ROOT)
                                : Long.toString(number))
                        .collect(Collectors.joining("\\"));
            case FLOAT -> decimals(dataSet, tag);
            case BYTES ->
                switch (value.vr()) {
                    case OF, OD -> decimals(dataSet, tag);
                    case OL ->
                        LongStream.of(dataSet.longs(tag))
                                .mapToObj(Long::toString)
                                .collect(Collectors.joining("\\"));
                    default -> hex(value.bytes(), value.vr().unit());
                };
            case SEQUENCE -> "";
        };
    }

    private static String decimals(DataSet dataSet, int tag) {
        return DoubleStream.of(dataSet.decimals(tag)).mapToObj(Double::toString).collect(Collectors.joining("\\"));
    }

    private static String hex(byte[] bytes, int unit) {
        StringBuilder text = new StringBuilder(bytes.length * 3);
        for (int at = 0; at + unit <= bytes.length; at += unit) {
            text.append(at == 0 ? "" : "\\");
            for (int i = unit - 1; i >= 0; i--) {
                text.append(Character.forDigit((bytes[at + i] >> 4) & 15, 16))
                        .append(Character.forDigit(bytes[at + i] & 15, 16));
            }
        }
        return text.toString();
    }

    static String strip(String text) {
        return text.replaceAll("^[ \0]+|[ \0]+$", "");
    }
}
