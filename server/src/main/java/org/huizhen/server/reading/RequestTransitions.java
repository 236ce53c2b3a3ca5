package org.huizhen.server.reading;

import static org.huizhen.server.reading.RequestAction.*;
import static org.huizhen.server.reading.RequestState.*;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;

/** The state machine of reading requests as data: state × action → state; what is absent is refused. */
final class RequestTransitions {
    private static final Map<RequestState, Map<RequestAction, RequestState>> TABLE = table();

    private RequestTransitions() {}

    static Optional<RequestState> next(RequestState state, RequestAction action) {
        return Optional.ofNullable(TABLE.get(state).get(action));
    }

    /** @throws ApiException {@code wrong-state} naming the state, the states that may follow and what leads there */
    static RequestState require(RequestState state, RequestAction action) {
        return next(state, action).orElseThrow(() -> refusal(state));
    }

    private static ApiException refusal(RequestState state) {
        Map<RequestAction, RequestState> row = TABLE.get(state);
        List<String> allowed = row.values().stream()
                .filter(next -> next != state)
                .map(RequestState::status)
                .distinct()
                .toList();
        List<String> actions = row.keySet().stream()
                .filter(action -> action != EXPIRE)
                .map(RequestAction::identifier)
                .distinct()
                .toList();
        return new ApiException(
                ErrorCode.WRONG_STATE, Map.of("state", state.status(), "allowed", allowed, "actions", actions));
    }

    private static Map<RequestState, Map<RequestAction, RequestState>> table() {
        Map<RequestState, Map<RequestAction, RequestState>> table = new EnumMap<>(RequestState.class);
        for (RequestState state : RequestState.values()) {
            table.put(state, new EnumMap<>(RequestAction.class));
        }
        row(table, DRAFT, SUBMIT, SUBMITTED, CANCEL, CANCELLED);
        row(table, SUBMITTED, CLAIM, CLAIMED, RETURN, RETURNED, CANCEL, CANCELLED);
        held(table, CLAIMED, SUBMITTED);
        row(table, CLAIMED, SAVE_DRAFT, CLAIMED, ISSUE_PRELIMINARY, PRELIMINARY, WRITE, WRITTEN);
        row(table, CLAIMED, RETURN, RETURNED, CANCEL, CANCELLED);
        held(table, PRELIMINARY, PRELIMINARY);
        row(table, PRELIMINARY, SAVE_DRAFT, PRELIMINARY, ISSUE_PRELIMINARY, PRELIMINARY, WRITE, WRITTEN, VOID, VOIDED);
        held(table, WRITTEN, WRITTEN);
        row(table, WRITTEN, APPROVE, FINAL, SEND_BACK_TO_WRITER, CLAIMED, SEND_BACK_TO_LIST, SUBMITTED);
        row(table, WRITTEN, RETURN, RETURNED, CANCEL, CANCELLED);
        row(table, FINAL, AMEND, AMENDING, VOID, VOIDED);
        held(table, AMENDING, AMENDING);
        row(table, AMENDING, SAVE_DRAFT, AMENDING, WRITE, AMENDMENT_WRITTEN, VOID, VOIDED);
        row(table, AMENDING, WITHDRAW_AMENDMENT, FINAL);
        held(table, AMENDMENT_WRITTEN, AMENDMENT_WRITTEN);
        row(table, AMENDMENT_WRITTEN, APPROVE, FINAL, SEND_BACK_TO_WRITER, AMENDING, SEND_BACK_TO_LIST, AMENDING);
        row(table, AMENDMENT_WRITTEN, VOID, VOIDED, WITHDRAW_AMENDMENT, FINAL);
        row(table, RETURNED, RESUBMIT, SUBMITTED, CANCEL, CANCELLED);
        return table;
    }

    /** States in which a lease may be held; {@code released} is where the request falls when it ends. */
    private static void held(
            Map<RequestState, Map<RequestAction, RequestState>> table, RequestState state, RequestState released) {
        row(table, state, CLAIM, state, RENEW, state, TAKE_OVER, state, RELEASE, released, EXPIRE, released);
    }

    private static void row(
            Map<RequestState, Map<RequestAction, RequestState>> table, RequestState state, Enum<?>... cells) {
        for (int i = 0; i < cells.length; i += 2) {
            table.get(state).put((RequestAction) cells[i], (RequestState) cells[i + 1]);
        }
    }
}
