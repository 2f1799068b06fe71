package io.github.wxpaycore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way the library can be found or not, each in a JVM of its own. */
class LoaderTest {
    private static final String RIGHT = "9A0A8659F005D6984697E2CA0A9CF3B7\n9A0A8659F005D6984697E2CA0A9CF3B7\n";
    private static final Path LIBRARY = library(Fork.CLASSES);

    @TempDir
    Path tmp;

    @Test
    void copyInTheJarLeavesNothingBehind() throws Exception {
        assertEquals(RIGHT, once(Fork.CLASSES, "-Djava.io.tmpdir=" + tmp));
        assertEquals(List.of(), listing(tmp));
    }

    @Test
    void givenPath() throws Exception {
        Path library = Files.copy(LIBRARY, tmp.resolve("renamed.so"));
        assertEquals(RIGHT, once(Fork.CLASSES, "-Dwxpay.native.path=" + library));
        assertEquals(RIGHT, once(Fork.CLASSES, "-Dwxpay.native.path=" + Path.of("").toAbsolutePath().relativize(library)));
    }

    @Test
    void wrongGivenPathHasNoFallback() throws Exception {
        String text = once(Fork.CLASSES, "-Dwxpay.native.path=" + tmp.resolve("nothing.so"));
        assertTrue(text.contains("- -Dwxpay.native.path=" + tmp.resolve("nothing.so") + ": "), text);
        assertFalse(text.contains("java.library.path"), text);
        assertEquals(2, text.split("wxpay-core cannot load its native library", -1).length - 1, "the whole story each time: " + text);
    }

    @Test
    void libraryPath() throws Exception {
        Files.copy(LIBRARY, tmp.resolve(LIBRARY.getFileName()));
        assertEquals(RIGHT, once(without(LIBRARY.getFileName().toString()), "-Djava.library.path=" + tmp));
    }

    /** Another library of this name is noticed, and the one in the jar taken. */
    @Test
    void strangerInLibraryPath() throws Exception {
        Path stranger = Path.of(System.getProperty("java.home"), "lib", "libzip.so");
        Files.copy(stranger, tmp.resolve(LIBRARY.getFileName()));
        assertEquals(RIGHT, once(Fork.CLASSES, "-Djava.library.path=" + tmp));
    }

    @Test
    void nextFolderIsTried() throws Exception {
        Path planted = Files.writeString(tmp.resolve("planted"), "a file where a folder should be");
        Path home = Files.createDirectories(tmp.resolve("home"));
        Files.createDirectories(home.resolve(".cache"));
        for (String bad : List.of(tmp.resolve("missing").toString(), planted.toString(), "/proc")) {
            assertEquals(RIGHT, once(Fork.CLASSES, "-Djava.io.tmpdir=" + bad, "-Duser.home=" + home), bad);
            assertEquals(List.of(), listing(home.resolve(".cache")));
        }
        assertEquals(RIGHT, once(Fork.CLASSES, "-Djava.io.tmpdir=" + planted, "-Duser.home=" + planted), "the working directory");
    }

    @Test
    void chosenFolderIsTheOnlyOne() throws Exception {
        assertEquals(RIGHT, once(Fork.CLASSES, "-Djava.io.tmpdir=/proc", "-Dwxpay.native.dir=" + tmp));
        assertEquals(List.of(), listing(tmp));
        String text = once(Fork.CLASSES, "-Dwxpay.native.dir=" + tmp.resolve("missing"));
        assertTrue(text.contains("- java.library.path: "), text);
        assertTrue(text.contains("- the copy in the jar, unpacked in " + tmp.resolve("missing") + ": java.nio.file.NoSuchFileException"), text);
        assertFalse(text.contains("/.cache"), text);
        assertTrue(text.contains("-Dwxpay.native.dir=FOLDER"), text);
    }

    @Test
    void noexecFolder() throws Exception {
        Process mount = new ProcessBuilder("unshare", "-m", "true").start();
        assumeTrue(mount.waitFor() == 0, "no right to mount here, so no noexec folder");
        Path noexec = Files.createDirectories(tmp.resolve("noexec"));
        Path fine = Files.createDirectories(tmp.resolve("fine/.cache"));
        String java = String.join(" ", System.getProperty("java.home") + "/bin/java", "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + noexec, "-Duser.home=" + fine.getParent(), "-cp", Fork.CLASSES + ":" + Fork.TESTS);
        String once = " " + Scenario.class.getName() + " once";
        assertEquals(RIGHT, shell("mount -t tmpfs -o noexec tmpfs " + noexec + " && " + java + once));
        assertEquals(List.of(), listing(fine));
        String text = shell("mount -t tmpfs -o noexec tmpfs " + noexec + " && " + java + " -Dwxpay.native.dir=" + noexec + once + " && ls " + noexec);
        assertTrue(text.contains("unpacked in " + noexec + ": ") && text.contains("noexec with -Dwxpay.native.dir=FOLDER"), text);
        assertFalse(text.contains("\nwxpay-jni-"), text);
        String full = shell("mount -t tmpfs -o size=16k tmpfs " + noexec + " && " + java + " -Dwxpay.native.dir=" + noexec + once + " && ls " + noexec);
        assertTrue(full.contains("unpacked in " + noexec + ": java.io.IOException: No space left on device"), full);
        assertFalse(full.contains("\nwxpay-jni-"), full);
    }

    private static String shell(String script) throws Exception {
        Process process = new ProcessBuilder("unshare", "-m", "sh", "-c", script).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    @Test
    void damagedJarIsNotLoaded() throws Exception {
        byte[] bytes = Files.readAllBytes(LIBRARY);
        Path cut = copyOfClasses("cut");
        Files.write(library(cut), Arrays.copyOf(bytes, bytes.length / 2));
        String text = once(cut, "-Dwxpay.native.dir=" + tmp);
        assertTrue(text.contains("the copy (" + bytes.length / 2 + " bytes) does not have the SHA-256 written in the jar"), text);

        Path changed = copyOfClasses("changed");
        bytes[bytes.length / 2] ^= 1;
        Files.write(library(changed), bytes);
        text = once(changed, "-Dwxpay.native.dir=" + tmp);
        assertTrue(text.contains("the copy (" + bytes.length + " bytes) does not have the SHA-256 written in the jar"), text);
        assertTrue(listing(tmp).stream().noneMatch(name -> name.startsWith("wxpay-jni-")), "nothing left");
    }

    @Test
    void jarForOtherSystemsSaysSo() throws Exception {
        String text = once(without(LIBRARY.getFileName().toString()), "-Dwxpay.native.dir=" + tmp);
        assertTrue(text.contains("the jar has no /io/github/wxpaycore/native/" + LIBRARY.getParent().getFileName() + "/"), text);
    }

    @Test
    void leftoversOfKilledProcessesGo() throws Exception {
        Path old = Files.createDirectories(tmp.resolve("wxpay-jni-123"));
        Files.writeString(old.resolve(LIBRARY.getFileName()), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path young = Files.createDirectories(tmp.resolve("wxpay-jni-456"));
        Path foreign = Files.createDirectories(tmp.resolve("wxpay-jni-789"));
        Files.writeString(foreign.resolve("not ours"), "keep");
        Files.setLastModifiedTime(foreign, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        assertEquals(RIGHT, once(Fork.CLASSES, "-Dwxpay.native.dir=" + tmp));
        assertEquals(List.of(young.getFileName().toString(), foreign.getFileName().toString()), listing(tmp));
    }

    @Test
    void deniedNativeAccessNamesTheOption() throws Exception {
        if (Fork.VERSION < 24) {
            return; // An older Java denies nothing, and does not know the option.
        }
        String text = once(Fork.CLASSES, "--illegal-native-access=deny");
        assertTrue(text.contains("--enable-native-access=ALL-UNNAMED"), text);
        assertTrue(text.contains("- java.library.path: Illegal native access"), text);
    }

    @Test
    void twoClassLoadersAtOnce() throws Exception {
        for (int i = 0; i < 5; i++) {
            Fork fork = Fork.run(Fork.CLASSES, List.of("-Djava.io.tmpdir=" + tmp), Scenario.class, "pair", Fork.CLASSES.toString());
            assertEquals("right: 2\n", fork.output);
            assertEquals(List.of(), listing(tmp));
        }
    }

    @Test
    void twoHundredReloads() throws Exception {
        Fork fork = Fork.run(Fork.CLASSES, List.of("-Xmx64m", "-Djava.io.tmpdir=" + tmp), Scenario.class, "reloads", Fork.CLASSES.toString(), "200");
        assertEquals("mappings left: 0\n", fork.output);
        assertEquals(0, fork.exit);
        assertEquals(List.of(), listing(tmp));
    }

    private static String once(Path classes, String... options) throws Exception {
        Fork fork = Fork.run(classes, List.of(options), Scenario.class, "once");
        assertEquals(0, fork.exit, fork.output);
        return fork.output.replace("WARNING: java.io.tmpdir directory does not exist\n", "");
    }

    private static Path library(Path classes) {
        try (Stream<Path> all = Files.walk(classes)) {
            return all.filter(file -> file.endsWith(System.mapLibraryName("wxpay_jni"))).findAny().orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path without(String file) throws IOException {
        Path copy = copyOfClasses("without");
        Files.delete(library(copy));
        return copy;
    }

    private Path copyOfClasses(String name) throws IOException {
        Path target = tmp.resolve(name);
        List<Path> files;
        try (Stream<Path> all = Files.walk(Fork.CLASSES)) {
            files = all.collect(Collectors.toCollection(ArrayList::new));
        }
        for (Path file : files) {
            Files.copy(file, target.resolve(Fork.CLASSES.relativize(file)));
        }
        return target;
    }

    private static List<String> listing(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }
}
