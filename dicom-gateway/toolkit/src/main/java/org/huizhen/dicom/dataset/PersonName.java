package org.huizhen.dicom.dataset;

import java.util.List;

/**
 * A person name in its three groups (PS3.5 6.2.1.1); a group that is absent is the empty string.
 *
 * @param alphabetic five components parted by ^: family, given, middle, prefix, suffix
 * @param ideographic the same, written in ideographs
 * @param phonetic the same, as spoken
 */
public record PersonName(String alphabetic, String ideographic, String phonetic) {

    private static final int MOST_COMPONENTS = 5;

    public static final PersonName EMPTY = new PersonName("", "", "");

    /** Takes {@code alphabetic=ideographic=phonetic}; what follows a third = stays with the phonetic group. */
    public static PersonName parse(String text) {
        String[] groups = text.split("=", 3);
        return new PersonName(
                trim(groups[0]), groups.length > 1 ? trim(groups[1]) : "", groups.length > 2 ? trim(groups[2]) : "");
    }

    public boolean isEmpty() {
        return alphabetic.isEmpty() && ideographic.isEmpty() && phonetic.isEmpty();
    }

    /** The name for people to read: ideographic where present, else alphabetic; components parted by a space, none between ideographs. */
    public String display() {
        String group = !ideographic.isEmpty() ? ideographic : alphabetic.isEmpty() ? phonetic : alphabetic;
        List<String> parts =
                components(group).stream().filter(part -> !part.isEmpty()).toList();
        boolean joined = parts.stream().allMatch(part -> part.codePoints().allMatch(Character::isIdeographic));
        return String.join(joined ? "" : " ", parts);
    }

    /** The components of a group: up to five, trailing ones may be missing. */
    public static List<String> components(String group) {
        return List.of(group.split("\\^", -1)).stream().map(String::strip).toList();
    }

    /**
     * A group of up to five components (family, given, middle, prefix, suffix), without trailing ^.
     *
     * @throws IllegalArgumentException for more, or for a component with a delimiter or control character
     */
    public static String group(String... components) {
        if (components.length > MOST_COMPONENTS) {
            throw new IllegalArgumentException(components.length + " components, expected up to " + MOST_COMPONENTS);
        }
        for (String component : components) {
            if (component.chars().anyMatch(c -> c < 0x20 || "\\^=".indexOf(c) >= 0)) {
                throw new IllegalArgumentException("a component has a delimiter or control character");
            }
        }
        return trim(String.join("^", components));
    }

    /** The DICOM form, without trailing = . */
    @Override
    public String toString() {
        if (!phonetic.isEmpty()) {
            return alphabetic + "=" + ideographic + "=" + phonetic;
        }
        return ideographic.isEmpty() ? alphabetic : alphabetic + "=" + ideographic;
    }

    private static String trim(String group) {
        int end = group.length();
        while (end > 0 && (group.charAt(end - 1) == '^' || blank(group.charAt(end - 1)))) {
            end--;
        }
        int start = 0;
        while (start < end && blank(group.charAt(start))) {
            start++;
        }
        return group.substring(start, end);
    }

    private static boolean blank(char character) {
        return character == 0 || Character.isWhitespace(character);
    }
}
