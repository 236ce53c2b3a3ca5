package org.huizhen.server.reading;

import java.util.HashSet;
import java.util.Set;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.UserId;

/** The two-person rule: whoever wrote some of a version does not review it, unless policy allows one signature. */
final class SecondPerson {
    private final Reports reports;
    private final boolean singleSignatureEverywhere;

    SecondPerson(Reports reports, boolean singleSignatureEverywhere) {
        this.reports = reports;
        this.singleSignatureEverywhere = singleSignatureEverywhere;
    }

    /** @throws ApiException {@code same-person} */
    void require(RequestDesk.Case open, Actor.Person reviewer) {
        if (wrote(open, reviewer.userId()) && !policyAllows(open)) {
            throw new ApiException(ErrorCode.SAME_PERSON);
        }
    }

    boolean wrote(RequestDesk.Case open, UserId person) {
        Set<UserId> writers = new HashSet<>();
        if (open.request().written != null) {
            writers.add(open.request().written.person().id());
        }
        reports.ofRequest(open.transaction().handle(), open.request().id())
                .flatMap(head -> reports.draft(open.transaction().handle(), head.id()))
                .ifPresent(draft -> writers.addAll(draft.contributors()));
        return writers.contains(person);
    }

    private boolean policyAllows(RequestDesk.Case open) {
        return singleSignatureEverywhere
                || ReadingRules.singleSignature(
                        open.transaction().handle(), open.request().origin.organization(), open.request().modality);
    }
}
