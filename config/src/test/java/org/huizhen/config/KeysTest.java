package org.huizhen.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    @TempDir
    Path folder;

    @Test
    void makesKeysOnceAndKeepsThemPrivate() throws IOException {
        Path file = folder.resolve("secret/keys.yaml");
        byte[] first = Keys.open(file).current(KeyPurpose.AUDIT).hmac(MESSAGE);

        assertThat(Keys.open(file).current(KeyPurpose.AUDIT).hmac(MESSAGE)).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void purposesHaveDifferentKeys() {
        Keys keys = Keys.open(folder.resolve("keys.yaml"));

        assertThat(keys.current(KeyPurpose.AUDIT).hmac(MESSAGE))
                .isNotEqualTo(keys.current(KeyPurpose.SESSION).hmac(MESSAGE));
    }

    @Test
    void rotationKeepsTheOlderVersionReadable() {
        Path file = folder.resolve("keys.yaml");
        VersionedKey old = Keys.open(file).current(KeyPurpose.IDENTITY_ENCRYPTION);
        Keys.rotate(file, KeyPurpose.IDENTITY_ENCRYPTION);
        Keys keys = Keys.open(file);

        assertThat(keys.current(KeyPurpose.IDENTITY_ENCRYPTION).version()).isEqualTo(2);
        assertThat(keys.version(KeyPurpose.IDENTITY_ENCRYPTION, 1).orElseThrow().aes())
                .isEqualTo(old.aes());
        assertThat(keys.all(KeyPurpose.IDENTITY_ENCRYPTION))
                .extracting(VersionedKey::version)
                .containsExactly(2, 1);
        assertThat(keys.current(KeyPurpose.SESSION).version()).isEqualTo(1);
    }

    @Test
    void refusesAFileOthersMayReadAndADamagedOne() throws IOException {
        Path file = folder.resolve("keys.yaml");
        Keys.open(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> Keys.open(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("chmod 600");

        PrivateFiles.write(file, "audit:\n  1: c2hvcnQ=\n");
        assertThatThrownBy(() -> Keys.open(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("audit.1");
    }
}
