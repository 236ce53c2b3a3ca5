package org.huizhen.server.reading;

/** What may be done with a reading request; the identifier names it in refusals, audit and events. */
enum RequestAction {
    SUBMIT("submit"),
    CLAIM("claim"),
    RENEW("renew"),
    RELEASE("release"),
    /** The lease ran out in silence. */
    EXPIRE("expire"),
    TAKE_OVER("takeOver"),
    SAVE_DRAFT("saveDraft"),
    ISSUE_PRELIMINARY("preliminary"),
    WRITE("write"),
    APPROVE("approve"),
    /** Back to a writer whose lease would still stand. */
    SEND_BACK_TO_WRITER("sendBack"),
    /** Back to the list, draft kept, since the writer's lease has run out. */
    SEND_BACK_TO_LIST("sendBack"),
    RETURN("return"),
    RESUBMIT("resubmit"),
    CANCEL("cancel"),
    AMEND("amend"),
    WITHDRAW_AMENDMENT("withdrawAmendment"),
    VOID("void");

    private final String identifier;

    RequestAction(String identifier) {
        this.identifier = identifier;
    }

    String identifier() {
        return identifier;
    }
}
