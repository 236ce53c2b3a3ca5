package org.huizhen.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** The organizations and people of the demo. */
final class Cast {
    static final String CENTER = "CENTER";
    static final String CLINIC1 = "CLINIC1";
    static final String CLINIC2 = "CLINIC2";

    /** @param parent code of the organization above, empty for the center */
    record Place(String code, String name, String level, String parent) {}

    /** A department of the center. */
    record Department(String code, String name) {}

    static final Department IMAGING = new Department("IMG", "影像诊断中心");
    static final Department ECG = new Department("ECG", "心电诊断中心");
    static final List<Department> DEPARTMENTS = List.of(IMAGING, ECG);

    /**
     * @param role the one role of this person
     * @param department code of a department of the center, empty for none
     */
    record Person(String username, String role, String place, String department, String displayName) {
        Person(String username, String role, String place, String displayName) {
            this(username, role, place, "", displayName);
        }
    }

    static final List<Place> PLACES = List.of(
            new Place(CENTER, "安和县人民医院", "center", ""),
            new Place(CLINIC1, "清河镇中心卫生院", "township", CENTER),
            new Place(CLINIC2, "石桥乡卫生院", "township", CENTER),
            new Place("VILLAGE1", "云岭村卫生室", "village", CLINIC1));

    /** The first of each role is the one that {@code accounts.tsv} names first. */
    static final List<Person> PEOPLE = List.of(
            new Person("technician1", "technician", CLINIC1, "李敏"),
            new Person("physician1", "physician", CLINIC1, "王建军"),
            new Person("reader1", "reader", CENTER, IMAGING.code(), "陈思远"),
            new Person("reviewer1", "reviewer", CENTER, IMAGING.code(), "赵文博"),
            new Person("specialist1", "specialist", CENTER, ECG.code(), "孙立群"),
            new Person("coordinator1", "coordinator", CENTER, "周晓琳"),
            new Person("archivist1", "archivist", CENTER, "吴海燕"),
            new Person("admin", "admin", CENTER, "系统管理员"),
            new Person("security1", "securityAdmin", CENTER, "安全管理员"),
            new Person("auditor1", "auditor", CENTER, "审计管理员"),
            new Person("technician2", "technician", CLINIC2, "郑强"),
            new Person("physician2", "physician", CLINIC2, "冯玉兰"),
            new Person("reader2", "reader", CENTER, IMAGING.code(), "韩雪"),
            new Person("reviewer2", "reviewer", CENTER, IMAGING.code(), "高明哲"));

    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXYZ23456789";

    private Cast() {}

    static List<String> usernames() {
        return PEOPLE.stream().map(Person::username).toList();
    }

    static String placeName(String code) {
        return PLACES.stream()
                .filter(place -> place.code().equals(code))
                .findFirst()
                .orElseThrow()
                .name();
    }

    /** Sixteen characters in groups of four that follow from the seed, about 90 bits where the seed is unknown. */
    static String password(long seed, String username) {
        byte[] digest = sha256(seed + "/password/" + username);
        StringBuilder password = new StringBuilder();
        for (int at = 0; at < 16; at++) {
            if (at > 0 && at % 4 == 0) {
                password.append('-');
            }
            int index = (digest[at] & 0xff) | (digest[at + 16] & 0xff) << 8;
            password.append(LETTERS.charAt(index % LETTERS.length()));
        }
        return password.toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
