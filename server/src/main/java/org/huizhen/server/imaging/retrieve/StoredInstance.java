package org.huizhen.server.imaging.retrieve;

import org.huizhen.server.blob.BlobId;

/** An instance as it lies on disk. {@code bytes}: length of the file; {@code patientKey}: see {@code PatientWords}. */
record StoredInstance(
        String seriesUid,
        String sopInstanceUid,
        String sopClassUid,
        String transferSyntaxUid,
        long bytes,
        BlobId blob,
        long patientKey) {}
