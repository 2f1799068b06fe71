import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Build step: copies FROM/OS-ARCH/FILE to TO/OS-ARCH/FILE and writes FILE.sha256 beside each. */
class Natives {
    public static void main(String[] args) throws Exception {
        Path from = Path.of(args[0]);
        Path to = Path.of(args[1]);
        List<Path> files = files(from);
        if (files.isEmpty()) {
            System.err.println("no native library in " + from + " (OS-ARCH/FILE); run `cargo xtask jar`, or name the folder with -Dwxpay.natives=FOLDER");
            System.exit(1);
        }
        for (Path file : files) {
            Path copy = to.resolve(from.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            byte[] bytes = Files.readAllBytes(file);
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
            Files.writeString(Path.of(copy + ".sha256"), String.format("%064x%n", new BigInteger(1, sum)));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.find(folder, 2, (path, attributes) -> attributes.isRegularFile())) {
            return all.collect(Collectors.toList());
        }
    }
}
