package dev.tierwise.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OnnxEncoderTest {
    @Test
    void embedsTextAsAUnitVector() {
        try (PromptEncoder encoder = OnnxEncoder.miniLm(128)) {
            assertThat(encoder.spec().dimension()).isEqualTo(384);
            float[] embedding = new float[400];
            encoder.encode("What is the capital of France?", embedding, 16);
            double squares = 0;
            for (float x : embedding) {
                squares += (double) x * x;
            }
            assertThat(squares).isCloseTo(1, within(1e-6));
            assertThat(embedding[15]).isZero();
            assertThat(embedding[16]).isCloseTo(0.08944f, within(1e-4f));
        }
    }
}
