package org.huizhen.dicom.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TransitionTableTest {
    /** PS3.8 table 9-10 as printed: rows are events 1 to 19, columns states 1 to 13, - is an empty cell. */
    private static final String TABLE = """
            AE-1 -    -    -    -    -    -    -    -    -     -    -    -
            -    -    -    AE-2 -    -    -    -    -    -     -    -    -
            -    AA-1 AA-8 -    AE-3 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
            -    AA-1 AA-8 -    AE-4 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
            AE-5 -    -    -    -    -    -    -    -    -     -    -    -
            -    AE-6 AA-8 -    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7
            -    -    AE-7 -    -    -    -    -    -    -     -    -    -
            -    -    AE-8 -    -    -    -    -    -    -     -    -    -
            -    -    -    -    -    DT-1 -    AR-7 -    -     -    -    -
            -    AA-1 AA-8 -    AA-8 DT-2 AR-6 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
            -    -    -    -    -    AR-1 -    -    -    -     -    -    -
            -    AA-1 AA-8 -    AA-8 AR-2 AR-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
            -    AA-1 AA-8 -    AA-8 AA-8 AR-3 AA-8 AA-8 AR-10 AR-3 AA-8 AA-6
            -    -    -    -    -    -    -    AR-4 AR-9 -     -    AR-4 -
            -    -    AA-1 AA-2 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1  AA-1 AA-1 -
            -    AA-2 AA-3 -    AA-3 AA-3 AA-3 AA-3 AA-3 AA-3  AA-3 AA-3 AA-2
            -    AA-5 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4  AA-4 AA-4 AR-5
            -    AA-2 -    -    -    -    -    -    -    -     -    -    AA-2
            -    AA-1 AA-8 -    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7
            """;

    /** PS3.8 tables 9-6 to 9-9: the state each action leads to. */
    private static final String NEXT = """
            AE-1 4, AE-2 5, AE-3 6, AE-4 1, AE-5 2, AE-6 3 13, AE-7 6, AE-8 13, DT-1 6, DT-2 6, AR-1 7, AR-2 8, AR-3 1,
            AR-4 13, AR-5 1, AR-6 7, AR-7 8, AR-8 9 10, AR-9 11, AR-10 12, AA-1 13, AA-2 1, AA-3 1, AA-4 1, AA-5 1, AA-6 13,
            AA-7 13, AA-8 13""";

    /** Events 1 to 19. */
    private static final List<Event> EVENTS = List.of(
            Event.ASSOCIATE_REQUEST,
            Event.TRANSPORT_CONFIRMATION,
            Event.ASSOCIATE_AC_RECEIVED,
            Event.ASSOCIATE_RJ_RECEIVED,
            Event.TRANSPORT_INDICATION,
            Event.ASSOCIATE_RQ_RECEIVED,
            Event.ASSOCIATE_RESPONSE_ACCEPT,
            Event.ASSOCIATE_RESPONSE_REJECT,
            Event.DATA_REQUEST,
            Event.DATA_RECEIVED,
            Event.RELEASE_REQUEST,
            Event.RELEASE_RQ_RECEIVED,
            Event.RELEASE_RP_RECEIVED,
            Event.RELEASE_RESPONSE,
            Event.ABORT_REQUEST,
            Event.ABORT_RECEIVED,
            Event.TRANSPORT_CLOSED,
            Event.ARTIM_EXPIRED,
            Event.INVALID_PDU_RECEIVED);

    static List<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        List<String> rows = TABLE.lines().toList();
        assertThat(rows).hasSize(19);
        for (int event = 0; event < 19; event++) {
            String[] row = rows.get(event).trim().split(" +");
            assertThat(row).hasSize(13);
            for (int state = 0; state < 13; state++) {
                cells.add(Arguments.of(event + 1, state + 1, row[state]));
            }
        }
        return cells;
    }

    @ParameterizedTest(name = "event {0} in state {1}: {2}")
    @MethodSource("cells")
    void actsAsTheStandardSays(int event, int state, String action) {
        Optional<Action> expected =
                action.equals("-") ? Optional.empty() : Optional.of(Action.valueOf(action.replace('-', '_')));
        assertThat(TransitionTable.find(State.valueOf("STA" + state), EVENTS.get(event - 1)))
                .isEqualTo(expected);
    }

    @Test
    void leadsToTheStatesTheStandardSays() {
        String[] actions = NEXT.replace("\n", " ").split(", ");
        assertThat(actions).hasSize(Action.values().length);
        for (String line : actions) {
            String[] words = line.trim().split(" ");
            Action action = Action.valueOf(words[0].replace('-', '_'));
            assertThat(action.next()).as(line).isEqualTo(State.valueOf("STA" + words[1]));
            assertThat(action.alternative()).as(line).isEqualTo(State.valueOf("STA" + words[words.length - 1]));
        }
    }
}
