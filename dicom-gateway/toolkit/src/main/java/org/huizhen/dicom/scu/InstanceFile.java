package org.huizhen.dicom.scu;

import java.nio.file.Path;

/**
 * A Part 10 file with what sending it needs.
 *
 * @param dataSetOffset where the data set begins, after the file meta information
 * @param dataSetLength bytes from there to the end
 */
public record InstanceFile(
        Path path,
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid,
        long dataSetOffset,
        long dataSetLength) {}
