package org.huizhen.server.patient;

/** The rules that link two local patients to one master patient; all of them want equal name, sex and birth date as well. */
enum LinkRule {
    /** The same identity number, whose checksum holds; across organizations too. */
    IDENTITY_NUMBER("identityNumber"),
    /** The same Patient ID inside one organization, given by two of its devices or its registration desk. */
    SAME_PATIENT_ID("samePatientId");

    private final String identifier;

    LinkRule(String identifier) {
        this.identifier = identifier;
    }

    /** How the rule is named in the link and in the audit trail. */
    String identifier() {
        return identifier;
    }
}
