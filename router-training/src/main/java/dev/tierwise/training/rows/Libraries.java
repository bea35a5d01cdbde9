package dev.tierwise.training.rows;

import ai.onnxruntime.OrtEnvironment;
import java.util.Map;
import java.util.TreeMap;

/** What a run was made with. */
public final class Libraries {
    private Libraries() {}

    /** Versions by name, in the order of names. */
    public static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        versions.put("java", System.getProperty("java.vm.version", "unknown"));
        versions.put("onnxruntime", version(OrtEnvironment.class));
        versions.put("tribuo", org.tribuo.Tribuo.VERSION);
        versions.put("tierwise", version(Libraries.class));
        return versions;
    }

    /** The version in the jar of a class, {@code development} where it is in none. */
    static String version(Class<?> type) {
        String version = type.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
