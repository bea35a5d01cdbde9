package dev.tierwise.serving.server;

import java.lang.reflect.Proxy;

/**
 * SIGHUP. The JDK has no supported API for signals; {@code sun.misc.Signal} is the one it keeps open for everybody
 * (JEP 260), and the compiler warns about it in a way that cannot be silenced, hence the reflection.
 */
final class Hangup {
    private Hangup() {}

    /** Runs the action on each signal; does nothing where the system knows no such signal. */
    @SuppressWarnings("ReferenceEquality") // What equals means for a proxy object.
    static void on(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handler}, (self, method, args) -> {
                        return switch (method.getName()) {
                            case "handle" -> {
                                action.run();
                                yield null;
                            }
                            case "equals" -> self == args[0];
                            case "hashCode" -> System.identityHashCode(self);
                            default -> "hangup";
                        };
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), listener);
        } catch (ReflectiveOperationException e) {
            // Windows has no SIGHUP; a change of the file still reloads.
        }
    }
}
