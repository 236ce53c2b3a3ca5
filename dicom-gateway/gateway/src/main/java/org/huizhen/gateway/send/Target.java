package org.huizhen.gateway.send;

import java.util.List;

/** Where files are sent to. */
sealed interface Target permits DicomTarget, WebTarget {
    /** Sends them all and enters each into the tally. */
    void send(List<SendFiles.SendFile> files);
}
