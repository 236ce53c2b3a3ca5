package org.huizhen.gateway.send;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.huizhen.config.ConfigException;
import org.huizhen.dicom.encoding.DicomFormatException;
import org.huizhen.dicom.scu.InstanceFile;

/** Finds the instances under files, folders and zip archives; archives are unpacked to a temporary folder. */
final class SendFiles implements AutoCloseable {
    private static final String MEDIA_DIRECTORY = "1.2.840.10008.1.3.10";
    private static final long LARGEST_UNPACKED = 64L << 30;

    /** @param name as the caller would recognize it */
    record SendFile(String name, InstanceFile instance) {}

    private final Tally tally;
    private final List<SendFile> found = new ArrayList<>();
    private final List<Path> unpacked = new ArrayList<>();
    private long unpackedBytes;

    SendFiles(Tally tally) {
        this.tally = tally;
    }

    /**
     * Looks through the paths, folders in order of name.
     *
     * @throws ConfigException when a path does not exist or cannot be read
     */
    List<SendFile> find(List<Path> paths) throws IOException {
        for (Path path : paths) {
            if (!Files.isReadable(path)) {
                throw new ConfigException(path + (Files.exists(path) ? " cannot be read" : " does not exist"));
            }
            try (Stream<Path> walk = Files.walk(path)) {
                for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                    if (file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".zip")) {
                        unpack(file);
                    } else {
                        add(file.toString(), file);
                    }
                }
            }
        }
        return found;
    }

    private void add(String name, Path file) {
        try {
            InstanceFile instance = InstanceFile.read(file);
            if (instance.sopClassUid().equals(MEDIA_DIRECTORY)) {
                return; // the directory of a medium: its instances are among the files
            }
            if (instance.dataSetLength() < 1) {
                tally.refused(name, "empty");
            } else {
                found.add(new SendFile(name, instance));
            }
        } catch (IOException | DicomFormatException e) {
            tally.notDicom();
        }
    }

    private void unpack(Path archive) throws IOException {
        Path folder = Files.createTempDirectory("huizhen-send");
        unpacked.add(folder);
        int number = 0;
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    // Named by number: names inside archives may point anywhere.
                    Path file = folder.resolve(Integer.toString(number++));
                    copy(zip, file);
                    add(archive + "!" + entry.getName(), file);
                }
            }
        } catch (ZipException | IllegalArgumentException e) {
            tally.refused(archive.toString(), "damaged archive");
        }
    }

    private void copy(InputStream in, Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                unpackedBytes += read;
                if (unpackedBytes > LARGEST_UNPACKED) {
                    throw new IOException("the archives unpack to more than " + LARGEST_UNPACKED + " bytes");
                }
                out.write(buffer, 0, read);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Path folder : unpacked) {
            try (Stream<Path> walk = Files.walk(folder)) {
                for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
