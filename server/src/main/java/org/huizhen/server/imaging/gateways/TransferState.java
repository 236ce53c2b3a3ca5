package org.huizhen.server.imaging.gateways;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far the transfer of a study is, by count and by digest: SHA-256 over UID and digest of the instances held without
 * conflict, in order of UID.
 */
record TransferState(
        int announced, int received, List<String> missing, List<String> conflicts, boolean confirmed, String digest) {

    static TransferState of(List<Manifests.Standing> standings) {
        Map<String, Boolean> held = new TreeMap<>();
        Map<String, Boolean> conflicts = new TreeMap<>();
        MessageDigest digest = sha256();
        for (Manifests.Standing standing : standings) {
            String uid = standing.sopInstanceUid();
            if (standing.held() && !held.getOrDefault(uid, false)) {
                digest.update(uid.getBytes(StandardCharsets.US_ASCII));
                digest.update(standing.digest());
            }
            held.merge(uid, standing.held(), Boolean::logicalOr);
            // Delivered is what is held or quarantined; an entry that is neither keeps its UID missing.
            conflicts.merge(uid, standing.conflict(), Boolean::logicalOr);
        }
        List<String> missing = standings.stream()
                .filter(standing -> !standing.held() && !standing.conflict())
                .map(Manifests.Standing::sopInstanceUid)
                .distinct()
                .toList();
        return new TransferState(
                held.size(),
                (int) held.values().stream().filter(is -> is).count(),
                missing,
                conflicts.entrySet().stream()
                        .filter(Map.Entry::getValue)
                        .map(Map.Entry::getKey)
                        .toList(),
                !held.isEmpty() && missing.isEmpty(),
                HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
