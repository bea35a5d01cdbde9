package dev.tierwise.serving.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import dev.tierwise.core.strategy.attempt.Answer;
import dev.tierwise.core.strategy.attempt.Asked;
import dev.tierwise.core.strategy.attempt.Check;
import dev.tierwise.core.strategy.attempt.Completion;
import dev.tierwise.serving.api.Json;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;

/**
 * The answer is JSON, and keeps the JSON Schema the request asks for where it asks for one. A schema that cannot be read
 * is the provider's to refuse, and rejects nothing here. The schema is a stranger's: nothing it names is loaded, its
 * regular expressions ({@code pattern}, {@code patternProperties}) are not looked at, and an answer that cannot be held
 * to it in a second does not pass.
 */
public final class SchemaCheck implements Check {
    private static final JsonMapper JSON = JsonMapper.builder(Json.factory(Json.ANSWER_DEPTH))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Duration MOST = Duration.ofSeconds(1);

    /** Knows the published versions by heart, and keeps nothing of a schema. */
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.builder()
            .metaSchemas(Arrays.stream(VersionFlag.values())
                    .map(SchemaCheck::withoutExpressions)
                    .toList())
            .defaultMetaSchemaIri(VersionFlag.V202012.getId())
            .schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance()))
            .enableSchemaCache(false)
            .build();

    /** Nothing is resolved ahead, where no clock is looked at. */
    private static final SchemaValidatorsConfig LAZILY = SchemaValidatorsConfig.builder()
            .preloadJsonSchema(false)
            .cacheRefs(false)
            // Stands in for the expressions beside which `additionalProperties` may say no.
            .regularExpressionFactory(_ -> _ -> true)
            .build();

    /** Java's engine backtracks without end on some expressions, and nothing can stop it. */
    private static JsonMetaSchema withoutExpressions(VersionFlag version) {
        JsonMetaSchema published = JsonSchemaFactory.checkVersion(version).getInstance();
        return JsonMetaSchema.builder(published.getIri(), published)
                .keyword(new NonValidationKeyword("pattern"))
                .keyword(new NonValidationKeyword("patternProperties"))
                .build();
    }

    @Override
    public String name() {
        return "json_schema";
    }

    @Override
    public Verdict look(Asked asked, Answer answer, Completion completion) {
        JsonNode said;
        try {
            said = JSON.readTree(answer.text());
        } catch (JsonProcessingException e) {
            return Verdict.rejected("not JSON");
        }
        String schema = asked.schema();
        if (schema == null) {
            return said.isMissingNode() ? Verdict.rejected("empty") : Verdict.ACCEPTED;
        }
        try {
            Set<ValidationMessage> problems =
                    SCHEMAS.getSchema(schema, LAZILY).validate(new TimedContext(MOST), said, OutputFormat.DEFAULT);
            return problems.isEmpty()
                    ? Verdict.ACCEPTED
                    : Verdict.rejected(problems.iterator().next().getMessage());
        } catch (TimedContext.OverException | StackOverflowError e) {
            return Verdict.rejected("cannot be held to the schema to the end");
        } catch (RuntimeException e) {
            // What is odd about a schema is found by whichever keyword meets it, as any kind of exception.
            return Verdict.ACCEPTED;
        }
    }
}
