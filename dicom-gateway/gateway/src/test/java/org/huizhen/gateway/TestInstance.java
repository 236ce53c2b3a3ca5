package org.huizhen.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.SpecificCharacterSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.encoding.DataSetWriter;
import org.huizhen.dicom.encoding.FileMeta;
import org.huizhen.dicom.encoding.TransferSyntax;
import org.huizhen.dicom.scu.InstanceSource;

/** A small synthetic CT image, or whatever bytes a test wants to pass off as one. */
public record TestInstance(String sopInstanceUid, byte[] data) implements InstanceSource {
    static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    static final String EXPLICIT = "1.2.840.10008.1.2.1";

    /** An image of the study whose pixels follow from the seed. */
    public static TestInstance ct(String uid, String study, int seed, int side) {
        byte[] pixels = new byte[side * side * 2];
        new Random(seed).nextBytes(pixels);
        DataSet dataSet = new DataSet();
        dataSet.putCharacterSet(SpecificCharacterSet.CHINESE);
        dataSet.putString(Tag.SOPClassUID, CT);
        dataSet.putString(Tag.SOPInstanceUID, uid);
        dataSet.putString(Tag.StudyDate, "20261122");
        dataSet.putString(Tag.Modality, "CT");
        dataSet.putString(Tag.PatientName, "Zhang^San=张^三");
        dataSet.putString(Tag.PatientID, "P1");
        dataSet.putString(Tag.PatientSex, "M");
        dataSet.putString(Tag.PatientBirthDate, "19700101");
        dataSet.putString(Tag.StudyInstanceUID, study);
        dataSet.putString(Tag.SeriesInstanceUID, study + ".1");
        dataSet.putInteger(Tag.Rows, side);
        dataSet.putInteger(Tag.Columns, side);
        dataSet.putBytes(Tag.PixelData, Vr.OW, pixels);
        return new TestInstance(uid, DataSetWriter.toBytes(dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN));
    }

    Path write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (var out = Files.newOutputStream(file)) {
            out.write(FileMeta.encode(CT, sopInstanceUid, EXPLICIT));
            out.write(data);
        }
        return file;
    }

    @Override
    public String sopClassUid() {
        return CT;
    }

    @Override
    public String transferSyntaxUid() {
        return EXPLICIT;
    }

    @Override
    public long dataSetLength() {
        return data.length;
    }

    @Override
    public ReadableByteChannel open() {
        return Channels.newChannel(new ByteArrayInputStream(data));
    }
}
