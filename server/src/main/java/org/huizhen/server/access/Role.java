package org.huizhen.server.access;

import static org.huizhen.server.access.Permission.*;
import static org.huizhen.server.access.Reach.OWN;
import static org.huizhen.server.access.Reach.SUBTREE;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What each role may do, and how far. A person's rights are the sum of their roles. System, security and audit
 * administration are three roles that are never given to one person (三员分立).
 */
public enum Role {
    TECHNICIAN(
            "technician",
            own(
                    PATIENT_READ,
                    PATIENT_WRITE,
                    ORDER_READ,
                    ORDER_WRITE,
                    STUDY_READ,
                    STUDY_SEND,
                    READING_LIST,
                    READING_REQUEST,
                    REPORT_READ,
                    CRITICAL_READ,
                    CRITICAL_ANSWER,
                    ROOM_OPEN,
                    ROOM_JOIN,
                    ORGANIZATION_READ)),
    PHYSICIAN(
            "physician",
            own(
                    PATIENT_READ,
                    PATIENT_WRITE,
                    ORDER_READ,
                    ORDER_WRITE,
                    STUDY_READ,
                    READING_LIST,
                    READING_REQUEST,
                    REPORT_READ,
                    RECOGNITION_READ,
                    RECOGNITION_DECIDE,
                    CRITICAL_READ,
                    CRITICAL_ANSWER,
                    ROOM_OPEN,
                    ROOM_JOIN,
                    ORGANIZATION_READ)),
    READER(
            "reader",
            subtree(
                    PATIENT_READ,
                    ORDER_READ,
                    STUDY_READ,
                    READING_LIST,
                    READING_REQUEST,
                    READING_CLAIM,
                    READING_WRITE,
                    REPORT_READ,
                    RECOGNITION_READ,
                    CRITICAL_READ,
                    CRITICAL_RAISE,
                    CRITICAL_CALL,
                    ROOM_OPEN,
                    ROOM_JOIN,
                    ORGANIZATION_READ)),
    REVIEWER(
            "reviewer",
            subtree(
                    PATIENT_READ,
                    ORDER_READ,
                    STUDY_READ,
                    STUDY_CONFIRM,
                    READING_LIST,
                    READING_REQUEST,
                    READING_CLAIM,
                    READING_WRITE,
                    READING_REVIEW,
                    READING_TAKE_OVER,
                    READING_VOID,
                    REPORT_READ,
                    RECOGNITION_READ,
                    CRITICAL_READ,
                    CRITICAL_RAISE,
                    CRITICAL_CALL,
                    ROOM_OPEN,
                    ROOM_JOIN,
                    ORGANIZATION_READ)),
    SPECIALIST(
            "specialist",
            own(
                    PATIENT_READ,
                    STUDY_READ,
                    REPORT_READ,
                    RECOGNITION_READ,
                    RECOGNITION_DECIDE,
                    ROOM_OPEN,
                    ROOM_JOIN,
                    ORGANIZATION_READ)),
    COORDINATOR(
            "coordinator",
            subtree(
                    READING_LIST,
                    REPORT_READ,
                    PATIENT_READ,
                    CRITICAL_READ,
                    CRITICAL_CALL,
                    ROOM_OPEN,
                    ROOM_JOIN,
                    ROOM_OVERSEE,
                    ORGANIZATION_READ)),
    ARCHIVIST(
            "archivist",
            subtree(
                    PATIENT_READ,
                    PATIENT_WRITE,
                    PATIENT_LINK,
                    ORDER_READ,
                    STUDY_READ,
                    STUDY_MATCH,
                    STUDY_CONFIRM,
                    STUDY_RAW,
                    READING_LIST,
                    REPORT_READ,
                    ORGANIZATION_READ)),
    ADMIN(
            "admin",
            subtree(
                    GATEWAY_ADMINISTER,
                    USER_ADMINISTER,
                    ORGANIZATION_READ,
                    ORGANIZATION_ADMINISTER,
                    RECOGNITION_ADMINISTER)),
    SECURITY_ADMIN("securityAdmin", subtree(USER_ADMINISTER, ORGANIZATION_READ)),
    AUDITOR("auditor", subtree(AUDIT_READ, ORGANIZATION_READ));

    private final String identifier;

    @SuppressWarnings("ImmutableEnumChecker") // made by Map.copyOf
    private final Map<Permission, Reach> permissions;

    Role(String identifier, Map<Permission, Reach> permissions) {
        this.identifier = identifier;
        this.permissions = permissions;
    }

    public String identifier() {
        return identifier;
    }

    public Map<Permission, Reach> permissions() {
        return permissions;
    }

    public static Optional<Role> of(String identifier) {
        return Arrays.stream(values())
                .filter(role -> role.identifier.equals(identifier))
                .findFirst();
    }

    private static Map<Permission, Reach> own(Permission... granted) {
        return reach(OWN, granted);
    }

    private static Map<Permission, Reach> subtree(Permission... granted) {
        return reach(SUBTREE, granted);
    }

    private static Map<Permission, Reach> reach(Reach reach, Permission... granted) {
        Map<Permission, Reach> map = new EnumMap<>(Permission.class);
        for (Permission permission : granted) {
            map.put(permission, reach);
        }
        map.put(SESSION_OWN, OWN);
        return Map.copyOf(map);
    }
}
