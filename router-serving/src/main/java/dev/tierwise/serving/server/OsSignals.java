package dev.tierwise.serving.server;

import java.lang.reflect.Proxy;

/**
 * The signals of the operating system. The JDK has no supported API for signals; {@code sun.misc.Signal} is the one it keeps open for everybody
 * (JEP 260), and the compiler warns about it in a way that cannot be silenced, hence the reflection.
 */
public final class OsSignals {
    private OsSignals() {}

    /**
     * Runs the action on each such signal, in place of what the JVM would do; does nothing where the system knows none.
     *
     * @param name without its prefix, such as {@code HUP}
     */
    @SuppressWarnings("ReferenceEquality") // What equals means for a proxy object.
    public static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    OsSignals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, args) -> {
                        return switch (method.getName()) {
                            case "handle" -> {
                                action.run();
                                yield null;
                            }
                            case "equals" -> self == args[0];
                            case "hashCode" -> System.identityHashCode(self);
                            default -> "signals";
                        };
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
        } catch (ReflectiveOperationException e) {
            // Windows has no SIGHUP; the JVM keeps SIGTERM for itself under -Xrs.
        }
    }
}
