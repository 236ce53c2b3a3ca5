package org.huizhen.server.reading;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.ReportId;

/**
 * One issued version of a report.
 *
 * @param review absent from a preliminary one
 */
record SignedReport(
        ReportId reportId,
        int number,
        boolean preliminary,
        ReportContent content,
        String itemName,
        Signature written,
        OrganizationId writerOrganization,
        Signature review,
        boolean singleSignature,
        String incompleteReason,
        String amendReason) {

    record Signature(PersonRef person, Instant at) {}

    /** SHA-256 of everything the signatures stand for, in a fixed order. */
    byte[] digest(String contentJson) {
        String text = String.join(
                "\n",
                reportId.toString(),
                Integer.toString(number),
                preliminary ? "preliminary" : "final",
                written.person().id().toString(),
                written.at().toString(),
                review == null ? "" : review.person().id() + " " + review.at(),
                incompleteReason == null ? "" : incompleteReason,
                amendReason == null ? "" : amendReason,
                contentJson);
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
