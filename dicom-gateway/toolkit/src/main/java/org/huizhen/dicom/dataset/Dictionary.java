package org.huizhen.dicom.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The data dictionary of PS3.6 and PS3.7: elements by tag and keyword, UIDs by value. */
public final class Dictionary {

    /**
     * @param tag the tag; of a repeating group its first
     * @param vrs the representations the standard allows, at least one
     * @param vm value multiplicity as the standard writes it: {@code 1}, {@code 1-n}, {@code 2-2n}
     */
    public record Entry(int tag, List<Vr> vrs, String vm, String keyword, String name, boolean retired) {}

    /** @param type as PS3.6 Annex A names it: {@code SOP Class}, {@code Transfer Syntax} … */
    public record Uid(String uid, String type, String keyword, String name, boolean retired) {}

    private record Repeating(int mask, int value, Entry entry) {}

    private static final Dictionary STANDARD = load();

    private final String edition;
    private final int[] tags;
    private final Entry[] entries;
    private final List<Repeating> repeating;
    private final Map<String, Entry> byKeyword;
    private final Map<String, Uid> uids;

    private Dictionary(String edition, List<Entry> sorted, List<Repeating> repeating, Map<String, Uid> uids) {
        this.edition = edition;
        this.entries = sorted.toArray(Entry[]::new);
        this.tags = sorted.stream()
                .mapToInt(entry -> entry.tag() ^ Integer.MIN_VALUE)
                .toArray();
        this.repeating = repeating;
        this.uids = uids;
        this.byKeyword = new HashMap<>(sorted.size() * 2);
        sorted.forEach(entry -> byKeyword.put(entry.keyword(), entry));
        repeating.forEach(each -> byKeyword.put(each.entry().keyword(), each.entry()));
    }

    /** The edition of the standard the dictionary was generated from, such as {@code 2024c}. */
    public static String edition() {
        return STANDARD.edition;
    }

    /** The entry of a standard element, repeating groups included; empty for private and unknown tags. */
    public static Optional<Entry> find(int tag) {
        return Optional.ofNullable(STANDARD.entry(tag));
    }

    /** The entry of a keyword such as {@code PatientID}. */
    public static Optional<Entry> find(String keyword) {
        return Optional.ofNullable(STANDARD.byKeyword.get(keyword));
    }

    /** The UID's entry; empty where PS3.6 Annex A does not list it. */
    public static Optional<Uid> uid(String uid) {
        return Optional.ofNullable(STANDARD.uids.get(uid));
    }

    /** All UIDs of a type, such as {@code Transfer Syntax}. */
    public static List<Uid> uids(String type) {
        return STANDARD.uids.values().stream()
                .filter(uid -> uid.type().equals(type))
                .toList();
    }

    /** The UID's name, or the UID where it has none. */
    public static String uidName(String uid) {
        Uid entry = STANDARD.uids.get(uid);
        return entry == null ? uid : entry.name();
    }

    /**
     * The representation an element has in an implicit encoding: where the standard allows several, OW before others and US before SS
     * (PS3.5 A.1); UL for group lengths, LO for private creators, UN for what is unknown.
     */
    public static Vr vr(int tag) {
        if ((tag & 0xFFFF) == 0) {
            return Vr.UL;
        }
        if (Tag.isPrivate(tag)) {
            return Tag.isPrivateCreator(tag) ? Vr.LO : Vr.UN;
        }
        Entry entry = STANDARD.entry(tag);
        if (entry == null) {
            return Vr.UN;
        }
        List<Vr> vrs = entry.vrs();
        return vrs.size() > 1 && vrs.contains(Vr.OW) ? Vr.OW : vrs.getFirst();
    }

    /** Whether the element is US or SS depending on Pixel Representation. */
    public static boolean signedByPixels(int tag) {
        Entry entry = STANDARD.entry(tag);
        return entry != null && entry.vrs().size() == 2 && entry.vrs().contains(Vr.SS);
    }

    private Entry entry(int tag) {
        int index = Arrays.binarySearch(tags, tag ^ Integer.MIN_VALUE);
        if (index >= 0) {
            return entries[index];
        }
        for (Repeating each : repeating) {
            if ((tag & each.mask()) == each.value() && (tag & 0x10000) == 0) {
                return each.entry();
            }
        }
        return null;
    }

    private static Dictionary load() {
        String edition = "";
        List<Entry> entries = new ArrayList<>(6000);
        List<Repeating> repeating = new ArrayList<>();
        Map<String, Uid> uids = new HashMap<>(1000);
        try (InputStream in = Dictionary.class.getResourceAsStream("dictionary.tsv");
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] columns = line.split("\t", -1);
                boolean retired = columns.length > columnsOf(columns[0]);
                if (line.startsWith("#")) {
                    edition = columns[0].equals("# edition") ? columns[1] : edition;
                } else if (columns[0].indexOf('.') > 0) {
                    uids.put(columns[0], new Uid(columns[0], columns[1], columns[2], columns[3], retired));
                } else if (columns[0].indexOf('x') >= 0) {
                    int mask = Integer.parseUnsignedInt(
                            columns[0].replaceAll("[^x]", "F").replace('x', '0'), 16);
                    Entry entry = entry(columns, retired);
                    repeating.add(new Repeating(mask, entry.tag(), entry));
                } else {
                    entries.add(entry(columns, retired));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("data dictionary", e);
        }
        return new Dictionary(edition, entries, List.copyOf(repeating), Map.copyOf(uids));
    }

    private static int columnsOf(String key) {
        return key.indexOf('.') > 0 ? 4 : 5;
    }

    private static Entry entry(String[] columns, boolean retired) {
        int tag = Integer.parseUnsignedInt(columns[0].replace('x', '0'), 16);
        List<Vr> vrs = Arrays.stream(columns[1].split(",")).map(Vr::valueOf).toList();
        return new Entry(tag, vrs, columns[2].intern(), columns[3], columns[4], retired);
    }
}
