package org.huizhen.server.imaging.ingest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The answer to a STOW-RS request: the data set of PS3.18 annex I.2 as DICOM JSON. Each item also carries a stable slug of
 * what happened in the private element (0009,1001), creator HUIZHEN.
 */
final class StowAnswer {
    private final ObjectNode body = JsonNodeFactory.instance.objectNode();
    private final int status;

    private StowAnswer(String root, List<Arrival> arrivals, List<Outcome> outcomes) {
        ArrayNode stored = JsonNodeFactory.instance.arrayNode();
        ArrayNode failed = JsonNodeFactory.instance.arrayNode();
        ArrayNode other = JsonNodeFactory.instance.arrayNode();
        boolean full = false;
        for (int i = 0; i < arrivals.size(); i++) {
            Arrival.Uids uids = arrivals.get(i).uids();
            switch (outcomes.get(i)) {
                case Outcome.Stored ignored -> stored.add(stored(root, arrivals.get(i), "stored"));
                case Outcome.AlreadyStored ignored -> stored.add(stored(root, arrivals.get(i), "already-stored"));
                case Outcome.OtherEncoding ignored -> stored.add(stored(root, arrivals.get(i), "otherEncoding"));
                case Outcome.Failed failure -> {
                    full |= failure.reason() == FailureReason.OUT_OF_SPACE;
                    (uids.sopInstance().isEmpty() ? other : failed).add(failed(uids, failure.reason()));
                }
            }
        }
        put(body, "00081190", "UR", root);
        sequence("00081199", stored);
        sequence("00081198", failed);
        sequence("0008119A", other);
        boolean anyFailed = !failed.isEmpty() || !other.isEmpty();
        this.status = !anyFailed ? 200 : !stored.isEmpty() ? 202 : full ? 507 : 409;
    }

    /** @param root the address of the study where the request named one, else of all studies */
    static StowAnswer of(String root, List<Arrival> arrivals, List<Outcome> outcomes) {
        return new StowAnswer(root, arrivals, outcomes);
    }

    /** 200 all stored, 202 some, 409 none, 507 none and the disk is full. */
    int status() {
        return status;
    }

    byte[] json() {
        return body.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private void sequence(String tag, ArrayNode items) {
        if (!items.isEmpty()) {
            body.putObject(tag).put("vr", "SQ").set("Value", items);
        }
    }

    private static ObjectNode stored(String root, Arrival arrival, String slug) {
        ObjectNode item = reference(arrival.uids());
        arrival.readable()
                .ifPresent(readable -> put(
                        item,
                        "00081190",
                        "UR",
                        root.replaceFirst("/studies.*$", "") + "/studies/"
                                + arrival.uids().study() + "/series/"
                                + readable.index().series().uid() + "/instances/"
                                + arrival.uids().sopInstance()));
        return slug(item, slug);
    }

    private static ObjectNode failed(Arrival.Uids uids, FailureReason reason) {
        ObjectNode item = reference(uids);
        item.putObject("00081197").put("vr", "US").putArray("Value").add(reason.code());
        return slug(item, reason.slug());
    }

    private static ObjectNode reference(Arrival.Uids uids) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        if (!uids.sopClass().isEmpty()) {
            put(item, "00081150", "UI", uids.sopClass());
        }
        if (!uids.sopInstance().isEmpty()) {
            put(item, "00081155", "UI", uids.sopInstance());
        }
        return item;
    }

    private static ObjectNode slug(ObjectNode item, String slug) {
        put(item, "00090010", "LO", "HUIZHEN");
        put(item, "00091001", "LO", slug);
        return item;
    }

    private static void put(ObjectNode item, String tag, String vr, String value) {
        item.putObject(tag).put("vr", vr).putArray("Value").add(value);
    }
}
