package org.huizhen.dicom.association;

import static org.huizhen.dicom.association.Action.*;
import static org.huizhen.dicom.association.Event.*;
import static org.huizhen.dicom.association.State.*;

import java.util.EnumMap;
import java.util.Optional;

/** PS3.8 table 9-10: which action an event causes in a state. */
final class TransitionTable {
    private static final EnumMap<Event, EnumMap<State, Action>> TABLE = new EnumMap<>(Event.class);

    static {
        row(ASSOCIATE_REQUEST).put(STA1, AE_1);
        row(TRANSPORT_CONFIRMATION).put(STA4, AE_2);
        received(ASSOCIATE_AC_RECEIVED, AA_1, AA_6).put(STA5, AE_3);
        received(ASSOCIATE_RJ_RECEIVED, AA_1, AA_6).put(STA5, AE_4);
        row(TRANSPORT_INDICATION).put(STA1, AE_5);
        received(ASSOCIATE_RQ_RECEIVED, AE_6, AA_7);
        row(ASSOCIATE_RESPONSE_ACCEPT).put(STA3, AE_7);
        row(ASSOCIATE_RESPONSE_REJECT).put(STA3, AE_8);
        EnumMap<State, Action> dataRequest = row(DATA_REQUEST);
        dataRequest.put(STA6, DT_1);
        dataRequest.put(STA8, AR_7);
        EnumMap<State, Action> data = received(DATA_RECEIVED, AA_1, AA_6);
        data.put(STA6, DT_2);
        data.put(STA7, AR_6);
        row(RELEASE_REQUEST).put(STA6, AR_1);
        EnumMap<State, Action> releaseRq = received(RELEASE_RQ_RECEIVED, AA_1, AA_6);
        releaseRq.put(STA6, AR_2);
        releaseRq.put(STA7, AR_8);
        EnumMap<State, Action> releaseRp = received(RELEASE_RP_RECEIVED, AA_1, AA_6);
        releaseRp.put(STA7, AR_3);
        releaseRp.put(STA10, AR_10);
        releaseRp.put(STA11, AR_3);
        EnumMap<State, Action> releaseResponse = row(RELEASE_RESPONSE);
        releaseResponse.put(STA8, AR_4);
        releaseResponse.put(STA9, AR_9);
        releaseResponse.put(STA12, AR_4);
        EnumMap<State, Action> abortRequest = established(ABORT_REQUEST, AA_1);
        abortRequest.put(STA4, AA_2);
        EnumMap<State, Action> abort = established(ABORT_RECEIVED, AA_3);
        abort.put(STA2, AA_2);
        abort.put(STA13, AA_2);
        EnumMap<State, Action> closed = established(TRANSPORT_CLOSED, AA_4);
        closed.put(STA2, AA_5);
        closed.put(STA4, AA_4);
        closed.put(STA13, AR_5);
        EnumMap<State, Action> artim = row(ARTIM_EXPIRED);
        artim.put(STA2, AA_2);
        artim.put(STA13, AA_2);
        received(INVALID_PDU_RECEIVED, AA_1, AA_7);
    }

    private TransitionTable() {}

    /** Empty where the table has an empty cell: the event cannot happen, or the local user may not ask for it. */
    static Optional<Action> find(State state, Event event) {
        return Optional.ofNullable(TABLE.get(event).get(state));
    }

    private static EnumMap<State, Action> row(Event event) {
        return TABLE.computeIfAbsent(event, e -> new EnumMap<>(State.class));
    }

    /** Same action in each state with an association, requested or established: 3 and 5 to 12. */
    private static EnumMap<State, Action> established(Event event, Action action) {
        EnumMap<State, Action> row = row(event);
        row.put(STA3, action);
        for (State state : State.values()) {
            if (state.compareTo(STA5) >= 0 && state.compareTo(STA12) <= 0) {
                row.put(state, action);
            }
        }
        return row;
    }

    /** A received PDU: out of place wherever the caller does not say otherwise. */
    private static EnumMap<State, Action> received(Event event, Action whenAwaitingRequest, Action whenClosing) {
        EnumMap<State, Action> row = established(event, AA_8);
        row.put(STA2, whenAwaitingRequest);
        row.put(STA13, whenClosing);
        return row;
    }
}
