package io.github.wxpaycore;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Objects;
import java.util.Scanner;

/**
 * Finds and loads the native library, as described at the package. The copy in the jar goes to a folder of its own that only
 * this user can enter, because every class loader (web app) must load a file of its own; its SHA-256 is compared
 * with the jar before it is loaded, because half a library kills the JVM; it is deleted as soon as it is loaded.
 */
final class NativeLoader {
    private static final String LIBRARY = "wxpay_jni";
    private static final String FILE = System.mapLibraryName(LIBRARY);
    private static final String FOLDER = "wxpay-jni-";
    private static final String PLATFORM = platform();
    private static final long HOUR = 3_600_000;

    private final StringBuilder attempts = new StringBuilder();
    private boolean loaded;
    private boolean denied;

    /** Null when the library is loaded, else what was tried, why it failed and what to do. */
    String load() {
        String path = System.getProperty("wxpay.native.path");
        String chosen = System.getProperty("wxpay.native.dir");
        if (path != null) {
            attempt("-Dwxpay.native.path=" + path, () -> System.load(new File(path).getAbsolutePath()));
        } else {
            attempt("java.library.path", () -> System.loadLibrary(LIBRARY));
            String[] folders = chosen != null ? new String[] {chosen} : new String[] {
                System.getProperty("java.io.tmpdir"), System.getProperty("user.home") + "/.cache", System.getProperty("user.dir")};
            for (String folder : folders) {
                attempt("the copy in the jar, unpacked in " + folder, () -> unpack(Paths.get(folder)));
            }
        }
        return loaded ? null : "wxpay-core cannot load its native library " + FILE + " for " + PLATFORM + " (Java "
            + System.getProperty("java.version") + "). Tried:" + attempts + "\nWhat to do: " + (denied
                ? "start Java with --enable-native-access=ALL-UNNAMED (on the module path: --enable-native-access=io.github.wxpaycore)."
                : "name a folder that is writable and not mounted noexec with -Dwxpay.native.dir=FOLDER, or the library itself"
                    + " with -Dwxpay.native.path=FILE.");
    }

    private interface Step {
        void run() throws Exception;
    }

    private void attempt(String what, Step step) {
        if (loaded) {
            return;
        }
        String why;
        try {
            step.run();
            int abi = Native.abi();
            loaded = abi == Native.ABI;
            why = "this library has ABI " + abi + ", the jar needs " + Native.ABI + "; take both from one version";
        } catch (Exception | UnsatisfiedLinkError e) {
            // Java 24+ without native access throws IllegalCallerException, a class that Java 8 does not know.
            denied |= e.getClass().getSimpleName().equals("IllegalCallerException");
            why = e instanceof IOException ? e.toString() : e.getMessage();
        }
        attempts.append("\n- ").append(what).append(": ").append(why);
    }

    private static void unpack(Path base) throws Exception {
        // New, with a name nobody can know before, and on POSIX systems for this user alone.
        Path folder = Files.createTempDirectory(base, FOLDER);
        Path file = folder.resolve(FILE);
        try (InputStream library = resource(FILE); Scanner sum = new Scanner(resource(FILE + ".sha256"), "US-ASCII")) {
            Files.copy(library, file);
            byte[] written = Files.readAllBytes(file);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(written);
            if (!String.format("%064x", new BigInteger(1, digest)).equals(sum.next())) {
                throw new IOException("the copy (" + written.length + " bytes) does not have the SHA-256 written in the jar");
            }
            System.load(file.toAbsolutePath().toString());
            sweep(base, folder);
        } finally {
            delete(folder);
        }
    }

    private static InputStream resource(String name) {
        String path = "/io/github/wxpaycore/native/" + PLATFORM + "/" + name;
        return Objects.requireNonNull(NativeLoader.class.getResourceAsStream(path), "the jar has no " + path);
    }

    /** Removes what killed processes left behind, and Windows, which deletes no file in use. */
    private static void sweep(Path base, Path mine) {
        FileTime old = FileTime.fromMillis(System.currentTimeMillis() - HOUR);
        try (DirectoryStream<Path> found = Files.newDirectoryStream(base, FOLDER + "*")) {
            for (Path folder : found) {
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && Files.getOwner(folder).equals(Files.getOwner(mine))
                    && Files.getLastModifiedTime(folder).compareTo(old) < 0) {
                    delete(folder);
                }
            }
        } catch (IOException | RuntimeException later) {
            // Another process may be sweeping too; what is left is found next time.
        }
    }

    private static void delete(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(FILE));
            Files.deleteIfExists(folder);
        } catch (IOException inUse) {
            // On Windows, until the JVM ends: left to a later sweep.
        }
    }

    /** {@code linux-x86_64}, {@code macos-aarch64}, {@code windows-x86_64}: the folder of this system in the jar. */
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String system = os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "macos" : os.replace(' ', '_');
        return system + "-" + (arch.equals("amd64") ? "x86_64" : arch.equals("arm64") ? "aarch64" : arch);
    }
}
