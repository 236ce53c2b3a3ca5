package org.huizhen.dicom.scp;

import java.util.Optional;

/**
 * A C-STORE-RQ whose data set is about to arrive (PS3.7 9.3.1.1).
 *
 * @param messageId as the peer numbered it
 * @param sopClassUid affected SOP class
 * @param sopInstanceUid affected SOP instance; a well-formed UID
 * @param transferSyntaxUid how the data set that follows is encoded
 * @param priority 0 medium, 1 high, 2 low
 * @param moveOriginatorAeTitle who asked for the C-MOVE this belongs to
 * @param moveOriginatorMessageId the message of that C-MOVE
 */
public record StoreRequest(
        int messageId,
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid,
        int priority,
        Optional<String> moveOriginatorAeTitle,
        Optional<Integer> moveOriginatorMessageId) {}
