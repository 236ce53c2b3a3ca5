package org.huizhen.server.imaging.gateways;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.huizhen.server.access.Permission;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.GatewayId;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Routes;
import org.huizhen.server.imaging.ingest.Completeness;

/** Deltas of manifests and the state of transfers. */
final class ManifestResource {
    private static final int LARGEST_DELTA = 10_000;

    private final Database database;
    private final Manifests manifests;
    private final Completeness completeness;

    ManifestResource(Database database, Manifests manifests, Completeness completeness) {
        this.database = database;
        this.manifests = manifests;
        this.completeness = completeness;
    }

    void register(Routes routes) {
        routes.post("/api/v1/gateways/{id}/studies/{studyUid}/manifest", Permission.GATEWAY_SELF, this::append);
        routes.get("/api/v1/gateways/{id}/studies/{studyUid}", Permission.GATEWAY_SELF, this::state);
    }

    record Delta(long seq, List<AnnouncedInstance> add, Boolean finished) {}

    record AnnouncedInstance(
            String sopInstanceUid, String sopClassUid, String transferSyntaxUid, long bytes, String sha256) {}

    record Answer(List<String> have, List<String> missing) {}

    private void append(Context context, Actor actor) {
        Actor.Gateway gateway = self(context, actor);
        String studyUid = studyUid(context);
        Delta delta = context.bodyAsClass(Delta.class);
        List<Manifests.Entry> entries = entries(delta);
        List<Manifests.Standing> standings = database.write(transaction -> {
            manifests.open(transaction, gateway.gatewayId(), studyUid);
            if (manifests.append(transaction, gateway.gatewayId(), studyUid, delta.seq(), entries)) {
                manifests.noteOtherEncodings(transaction, gateway, studyUid);
                boolean finished = Boolean.TRUE.equals(delta.finished());
                if (finished || !entries.isEmpty()) {
                    manifests.finished(transaction, gateway.gatewayId(), studyUid, finished);
                }
                completeness.announced(transaction, studyUid, gateway.organizationId());
            }
            return manifests.standings(
                    transaction.handle(),
                    gateway,
                    studyUid,
                    entries.stream().map(Manifests.Entry::sopInstanceUid).toList());
        });
        List<String> have = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        standings.forEach(
                standing -> (standing.held() || standing.conflict() ? have : missing).add(standing.sopInstanceUid()));
        have.removeAll(missing);
        context.json(new Answer(
                have.stream().distinct().toList(), missing.stream().distinct().toList()));
    }

    private void state(Context context, Actor actor) {
        Actor.Gateway gateway = self(context, actor);
        String studyUid = studyUid(context);
        context.json(database.read(handle -> {
            if (!manifests.exists(handle, gateway.gatewayId(), studyUid)) {
                throw new ApiException(ErrorCode.NOT_FOUND);
            }
            return TransferState.of(manifests.standings(handle, gateway, studyUid, List.of()));
        }));
    }

    /** A gateway speaks for itself only. */
    static Actor.Gateway self(Context context, Actor actor) {
        if (actor instanceof Actor.Gateway gateway
                && gateway.gatewayId().equals(GatewayId.parse(context.pathParam("id")))) {
            return gateway;
        }
        throw new ApiException(ErrorCode.NOT_ALLOWED);
    }

    private static String studyUid(Context context) {
        return uid("studyUid", context.pathParam("studyUid"));
    }

    private static List<Manifests.Entry> entries(Delta delta) {
        if (delta.seq() < 0) {
            throw ApiException.invalid("seq", "range", "0…");
        }
        if (delta.add() == null || delta.add().size() > LARGEST_DELTA) {
            throw ApiException.invalid("add", "range", "0–" + LARGEST_DELTA);
        }
        return delta.add().stream()
                .map(instance -> new Manifests.Entry(
                        uid("add.sopInstanceUid", instance.sopInstanceUid()),
                        uid("add.sopClassUid", instance.sopClassUid()),
                        uid("add.transferSyntaxUid", instance.transferSyntaxUid()),
                        instance.bytes(),
                        digest(instance.sha256())))
                .toList();
    }

    private static byte[] digest(String hex) {
        if (hex == null || !hex.matches("[0-9a-f]{64}")) {
            throw ApiException.invalid("add.sha256", "pattern", "64 × 0-9a-f");
        }
        return HexFormat.of().parseHex(hex);
    }

    // Wider than PS3.5 9.1: devices write leading zeros, and a UID need not be right to be announced.
    private static String uid(String field, String text) {
        if (text == null || !text.matches("[0-9.]{1,64}")) {
            throw ApiException.invalid(field, "pattern", "UID");
        }
        return text;
    }
}
