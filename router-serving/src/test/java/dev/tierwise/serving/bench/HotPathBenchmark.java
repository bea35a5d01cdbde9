package dev.tierwise.serving.bench;

import dev.tierwise.serving.api.AnswerFacts;
import dev.tierwise.serving.api.MalformedAnswerException;
import java.io.IOException;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Time and allocation of what a request does on its own thread, the decision and the network left out. */
@SuppressWarnings("NullAway.Init") // JMH calls the method marked @Setup first
@State(Scope.Benchmark)
public class HotPathBenchmark {
    @Param({"150", "8000"})
    private int chars;

    private HotPath path;

    @Setup(Level.Trial)
    public void open() throws IOException {
        path = new HotPath(Path.of("datasets/sample.csv"), chars);
    }

    @Benchmark
    public byte[] requestView() {
        return path.view();
    }

    @Benchmark
    public AnswerFacts eventRelay() throws MalformedAnswerException {
        return path.relay();
    }

    @Benchmark
    public AnswerFacts wholeAnswer() throws MalformedAnswerException {
        return path.answer();
    }
}
