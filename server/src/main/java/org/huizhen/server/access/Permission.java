package org.huizhen.server.access;

/** What may be done; routes and messages name the one they need. The slug stands in the OpenAPI contract. */
public enum Permission {
    SESSION_OWN("session.own"),
    PATIENT_READ("patient.read"),
    PATIENT_WRITE("patient.write"),
    PATIENT_LINK("patient.link"),
    STUDY_READ("study.read"),
    STUDY_SEND("study.send"),
    STUDY_MATCH("study.match"),
    STUDY_CONFIRM("study.confirm"),
    STUDY_RAW("study.raw"),
    ORDER_READ("order.read"),
    ORDER_WRITE("order.write"),
    READING_LIST("reading.list"),
    READING_REQUEST("reading.request"),
    READING_CLAIM("reading.claim"),
    READING_WRITE("reading.write"),
    READING_REVIEW("reading.review"),
    READING_TAKE_OVER("reading.takeOver"),
    READING_VOID("reading.void"),
    REPORT_READ("report.read"),
    CRITICAL_READ("critical.read"),
    CRITICAL_RAISE("critical.raise"),
    CRITICAL_CALL("critical.call"),
    CRITICAL_ANSWER("critical.answer"),
    RECOGNITION_READ("recognition.read"),
    RECOGNITION_DECIDE("recognition.decide"),
    RECOGNITION_ADMINISTER("recognition.administer"),
    /** Opens rooms and invites. */
    ROOM_OPEN("room.open"),
    /** Enters rooms one is invited to, or knocks. */
    ROOM_JOIN("room.join"),
    /** Sees rooms, attendance included, without being invited. */
    ROOM_OVERSEE("room.oversee"),
    GATEWAY_ADMINISTER("gateway.administer"),
    GATEWAY_SELF("gateway.self"),
    USER_ADMINISTER("user.administer"),
    ORGANIZATION_READ("organization.read"),
    ORGANIZATION_ADMINISTER("organization.administer"),
    AUDIT_READ("audit.read");

    private final String slug;

    Permission(String slug) {
        this.slug = slug;
    }

    public String slug() {
        return slug;
    }
}
