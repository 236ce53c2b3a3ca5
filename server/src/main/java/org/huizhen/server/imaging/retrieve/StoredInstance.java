package org.huizhen.server.imaging.retrieve;

import java.util.Optional;
import org.huizhen.server.blob.BlobId;

/** An instance as it lies on disk. {@code bytes}: length of the file; {@code patientKey}: see {@code PatientWords};
 * {@code characterSet}: what the text is really in, where it is labelled wrongly. */
record StoredInstance(
        String seriesUid,
        String sopInstanceUid,
        String sopClassUid,
        String transferSyntaxUid,
        long bytes,
        BlobId blob,
        long patientKey,
        Optional<String> characterSet) {}
