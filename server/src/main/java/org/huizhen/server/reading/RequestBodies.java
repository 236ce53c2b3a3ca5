package org.huizhen.server.reading;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.Purpose;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.http.IfMatch;

/** The bodies and headers of the routes, checked. */
final class RequestBodies {
    private static final int LONGEST_REASON = 2_000;
    private static final int LONGEST_CLINICAL_INFO = 4_000;

    record Filing(
            @JsonProperty(required = true) StudyId studyId,
            @JsonProperty(required = true) Priority priority,
            Purpose purpose,
            String clinicalInfo,
            Boolean draft) {}

    record Resubmission(String clinicalInfo, String note) {}

    private record Reason(String reason) {}

    private RequestBodies() {}

    static RequestFiling.Filing filing(Context context) {
        Filing body = context.bodyAsClass(Filing.class);
        if (body.studyId() == null) {
            throw ApiException.invalid("studyId", "required", "studyId");
        }
        if (body.priority() == null) {
            throw ApiException.invalid("priority", "required", "emergency | urgent | routine");
        }
        return new RequestFiling.Filing(
                body.studyId(),
                body.priority(),
                Optional.ofNullable(body.purpose()),
                bounded("clinicalInfo", body.clinicalInfo() == null ? "" : body.clinicalInfo(), LONGEST_CLINICAL_INFO),
                Boolean.TRUE.equals(body.draft()));
    }

    static Resubmission resubmission(Context context) {
        if (context.body().isEmpty()) {
            return new Resubmission(null, null);
        }
        Resubmission body = context.bodyAsClass(Resubmission.class);
        bounded("clinicalInfo", body.clinicalInfo(), LONGEST_CLINICAL_INFO);
        bounded("note", body.note(), LONGEST_REASON);
        return body;
    }

    static String reason(Context context) {
        String reason = context.bodyAsClass(Reason.class).reason();
        if (reason == null || reason.isBlank()) {
            throw ApiException.invalid("reason", "required", "reason");
        }
        return bounded("reason", reason.strip(), LONGEST_REASON);
    }

    static ReportReview.Verdict verdict(Context context) {
        ReportReview.Verdict verdict = context.bodyAsClass(ReportReview.Verdict.class);
        bounded("comment", verdict.comment(), LONGEST_REASON);
        bounded("incompleteReason", verdict.incompleteReason(), LONGEST_REASON);
        bounded("confirmReason", verdict.confirmReason(), LONGEST_REASON);
        return verdict;
    }

    private record Confirmation(List<String> confirm, String confirmReason) {}

    /** The body of a preliminary report, which may be left out. */
    static SigningChecks.Confirmed confirmed(Context context) {
        if (context.body().isEmpty()) {
            return SigningChecks.Confirmed.NOTHING;
        }
        Confirmation body = context.bodyAsClass(Confirmation.class);
        bounded("confirmReason", body.confirmReason(), LONGEST_REASON);
        return confirmed(body.confirm(), body.confirmReason());
    }

    static SigningChecks.Confirmed confirmed(List<String> rules, String reason) {
        return rules == null
                ? SigningChecks.Confirmed.NOTHING
                : new SigningChecks.Confirmed(Set.copyOf(rules), reason == null ? null : reason.strip());
    }

    /** What the reader makes of images that came after the signature. */
    record LateImages(@JsonProperty(required = true) String decision, String reason) {}

    static LateImages lateImages(Context context) {
        LateImages body = context.bodyAsClass(LateImages.class);
        if (!Set.of("unchanged", "amend").contains(String.valueOf(body.decision()))) {
            throw ApiException.invalid("decision", "unknown", "unchanged | amend");
        }
        if (body.reason() == null || body.reason().isBlank()) {
            throw ApiException.invalid("reason", "required", "reason");
        }
        return new LateImages(body.decision(), bounded("reason", body.reason().strip(), LONGEST_REASON));
    }

    /** The version in {@code If-Match}, if any. @throws ApiException {@code stale-version} for what is no version */
    static OptionalLong ifMatch(Context context) {
        return IfMatch.version(context);
    }

    static Actor.Person person(Actor actor) {
        if (actor instanceof Actor.Person person) {
            return person;
        }
        throw new ApiException(ErrorCode.NOT_ALLOWED);
    }

    private static String bounded(String field, String text, int longest) {
        if (text != null && text.length() > longest) {
            throw ApiException.invalid(field, "too-long", "≤ " + longest);
        }
        return text;
    }
}
