package org.huizhen.server.order;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Subject;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.ExamOrderId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.Purpose;
import org.huizhen.server.core.RecognitionResultId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.patient.Patient;
import org.huizhen.server.patient.PatientFeature;

/**
 * Orders and cancels examinations. Before an order stands, recognized results of the person are looked up: where there are
 * some, the order says why the examination is repeated, and that is kept with it.
 */
final class Ordering {
    static final String ORDERED = "examOrder.ordered";
    static final String CANCELLED = "examOrder.cancelled";

    private final Database database;
    private final Access access;
    private final AuditLog audit;
    private final PatientFeature patients;
    private final PriorResults results;
    private final ZoneId zone;
    private final OrderTies ties;
    private final ExamOrders orders = new ExamOrders();

    /** What ordering stands on. */
    record Ground(Database database, Access access, AuditLog audit, PatientFeature patients) {}

    Ordering(Ground ground, PriorResults results, OrderTies ties, ZoneId zone) {
        this.database = ground.database();
        this.access = ground.access();
        this.audit = ground.audit();
        this.patients = ground.patients();
        this.results = results;
        this.ties = ties;
        this.zone = zone;
    }

    /** @param accessionNumber the HIS's; empty to be given one of ours */
    record Wish(
            PatientId patient,
            ExamOrder.Examination examination,
            Purpose purpose,
            Optional<String> accessionNumber,
            Optional<PriorResults.Repeat> repeat) {}

    /**
     * @throws ApiException {@code invalid-request}; {@code decision-required} naming the results while there are recognized
     *     ones and no reason to repeat; {@code conflict} for an accession number that is taken
     */
    ExamOrder order(Actor.Person actor, Wish wish) {
        return database.write(transaction -> {
            Patient patient = patient(transaction, actor, wish.patient());
            ExamOrderId id = ExamOrderId.next();
            decide(transaction, actor, patient, wish, id);
            ExamOrder order = insert(transaction, actor, patient, wish, id);
            audit.record(
                    transaction,
                    AuditEntry.success(actor, "examOrder.order")
                            .about("examOrder", id)
                            .ofPatient(patient.id()));
            publish(transaction, ORDERED, order, 1);
            ties.tieEarlier(transaction, id);
            return orders.find(transaction.handle(), id).orElseThrow();
        });
    }

    /** @throws ApiException {@code wrong-state} unless it is still to be performed */
    ExamOrder cancel(Actor.Person actor, ExamOrderId id, String reason) {
        return database.write(transaction -> {
            ExamOrder order =
                    orders.lock(transaction.handle(), id).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
            access.require(transaction.handle(), actor, Permission.ORDER_WRITE, Subject.of(order.organization()));
            if (!order.status().equals("ordered")) {
                throw new ApiException(ErrorCode.WRONG_STATE, Map.of("state", order.status(), "allowed", List.of()));
            }
            orders.cancel(transaction, id, actor.userId(), reason);
            audit.record(
                    transaction,
                    AuditEntry.success(actor, "examOrder.cancel")
                            .about("examOrder", id)
                            .ofPatient(order.patient())
                            .with("reason", reason));
            publish(transaction, CANCELLED, order, order.version() + 1);
            return orders.find(transaction.handle(), id).orElseThrow();
        });
    }

    /** Two identifiers, so that whoever examines can ask for the second one; but nobody asks an unknown patient. */
    private Patient patient(Transaction transaction, Actor.Person actor, PatientId id) {
        Patient named = patients.find(transaction.handle(), id)
                .orElseThrow(() -> ApiException.invalid("patientId", "unknown", "patientId"));
        Patient patient = named.mergedInto()
                .flatMap(survivor -> patients.find(transaction.handle(), survivor))
                .orElse(named);
        access.require(
                transaction.handle(),
                actor,
                Permission.ORDER_WRITE,
                patients.subject(transaction.handle(), patient.id()));
        boolean second = patient.birthDate().isPresent()
                || patient.identityMask().isPresent()
                || patient.localId().isPresent();
        if (!second && !patient.identityKind().equals("unknown")) {
            throw ApiException.invalid("patientId", "two-identifiers", "birthDate, idNumber, localId");
        }
        return patient;
    }

    private void decide(Transaction transaction, Actor.Person actor, Patient patient, Wish wish, ExamOrderId id) {
        ExamOrder.Examination wanted = wish.examination();
        List<String> items = wanted.itemCode()
                .map(List::of)
                .orElseGet(() -> results.fitting(wanted.modality(), wanted.bodyPart(), wanted.contrast()).stream()
                        .map(PriorResults.Item::code)
                        .toList());
        List<RecognitionResultId> there = results.recognizable(transaction.handle(), patient.id(), items);
        if (there.isEmpty()) {
            return;
        }
        PriorResults.Repeat why = wish.repeat()
                .orElseThrow(() -> new ApiException(
                        ErrorCode.DECISION_REQUIRED,
                        Map.of(
                                "results",
                                there.stream()
                                        .map(RecognitionResultId::toString)
                                        .toList())));
        access.require(
                transaction.handle(),
                actor,
                Permission.RECOGNITION_DECIDE,
                patients.subject(transaction.handle(), patient.id()));
        results.repeat(transaction, actor, there, why, id);
    }

    private ExamOrder insert(Transaction transaction, Actor.Person actor, Patient patient, Wish wish, ExamOrderId id) {
        LocalDate today = LocalDate.ofInstant(transaction.now(), zone);
        for (int attempt = 0; attempt < 100; attempt++) {
            String number = wish.accessionNumber()
                    .orElseGet(() -> orders.nextNumber(transaction, patient.organizationId(), today));
            ExamOrder order = new ExamOrder(
                    id,
                    1,
                    patient.organizationId(),
                    patient.id(),
                    number,
                    "ordered",
                    wish.examination(),
                    wish.purpose(),
                    actor.userId(),
                    actor.displayName(),
                    transaction.now(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of());
            if (orders.insert(transaction, order)) {
                return order;
            }
            if (wish.accessionNumber().isPresent()) {
                break;
            }
        }
        throw new ApiException(ErrorCode.CONFLICT);
    }

    private static void publish(Transaction transaction, String type, ExamOrder order, long version) {
        transaction.publish(Event.of(type, "examOrder", order.id(), version, order.organization(), transaction.now()));
    }
}
